"""How it measures up."""

from scorecards.models.cards import RootCause, Scorecard, ScorecardLine, ScorecardSnapshot
from scorecards.models.schedules import ReportRun, ReportSchedule, ScheduleRecipient
from scorecards.models.values import ManualValue, MetricValue

__all__ = [
    "ManualValue",
    "MetricValue",
    "ReportRun",
    "ReportSchedule",
    "RootCause",
    "ScheduleRecipient",
    "Scorecard",
    "ScorecardLine",
    "ScorecardSnapshot",
]
