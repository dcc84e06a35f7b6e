"""What happened."""

from workitems.models.befores import WorkItemBefore
from workitems.models.clocks import SlaClock
from workitems.models.dirty import DirtyWeek
from workitems.models.exclusions import Exclusion
from workitems.models.items import WorkItem, WorkItemEvent

__all__ = ["DirtyWeek", "Exclusion", "SlaClock", "WorkItem", "WorkItemBefore", "WorkItemEvent"]
