"""What happened."""

from workitems.models.befores import WorkItemBefore
from workitems.models.clocks import SlaClock
from workitems.models.dirty import DirtyWeek
from workitems.models.exclusions import Exclusion
from workitems.models.intake import FieldKind, IntakeField, IntakeForm, RequestTemplate
from workitems.models.items import WorkItem, WorkItemEvent
from workitems.models.partner_files import PartnerFile, PartnerSource
from workitems.models.reports import ItemReport
from workitems.models.requests import Attachment, IntakeRequest, RequestPoint
from workitems.models.views import SavedView

__all__ = [
    "Attachment",
    "DirtyWeek",
    "Exclusion",
    "FieldKind",
    "IntakeField",
    "IntakeForm",
    "IntakeRequest",
    "ItemReport",
    "PartnerFile",
    "PartnerSource",
    "RequestPoint",
    "RequestTemplate",
    "SavedView",
    "SlaClock",
    "WorkItem",
    "WorkItemBefore",
    "WorkItemEvent",
]
