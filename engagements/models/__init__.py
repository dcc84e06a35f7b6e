"""What was agreed."""

from engagements.models.action_items import ActionItem
from engagements.models.calendars import BusinessCalendar, CalendarVersion
from engagements.models.engagements import Client, Engagement, EngagementTerms, Process, Segment
from engagements.models.grants import EngagementGrant
from engagements.models.metrics import Metric, MetricTarget, MetricVersion
from engagements.models.service_levels import ServiceLevel, ServiceLevelTarget, ServiceLevelVersion

__all__ = [
    "ActionItem",
    "BusinessCalendar",
    "CalendarVersion",
    "Client",
    "Engagement",
    "EngagementGrant",
    "EngagementTerms",
    "Metric",
    "MetricTarget",
    "MetricVersion",
    "Process",
    "Segment",
    "ServiceLevel",
    "ServiceLevelTarget",
    "ServiceLevelVersion",
]
