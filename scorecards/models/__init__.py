"""How it measures up."""

from scorecards.models.answers import Acknowledgement, Dispute, SealedItems
from scorecards.models.cards import RootCause, Scorecard, ScorecardLine, ScorecardSnapshot
from scorecards.models.returns import Submission, WeekReturn
from scorecards.models.schedules import ReportRun, ReportSchedule, ScheduleRecipient
from scorecards.models.values import ManualValue, MetricValue

__all__ = [
    "Acknowledgement",
    "Dispute",
    "ManualValue",
    "MetricValue",
    "ReportRun",
    "ReportSchedule",
    "RootCause",
    "ScheduleRecipient",
    "Scorecard",
    "ScorecardLine",
    "ScorecardSnapshot",
    "SealedItems",
    "Submission",
    "WeekReturn",
]
