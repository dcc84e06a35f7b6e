"""What was agreed."""

from engagements.models.action_items import ActionItem
from engagements.models.calendars import BusinessCalendar, CalendarVersion
from engagements.models.conversations import (
    AboutKind,
    AnswerPromise,
    MessageRead,
    PromiseUnit,
    Thread,
    ThreadMessage,
)
from engagements.models.engagements import Client, Complexity, Engagement, EngagementTerms, Route, Segment, Stage
from engagements.models.files import SharedFile
from engagements.models.grants import EngagementGrant
from engagements.models.metrics import Metric, MetricTarget, MetricVersion
from engagements.models.outcomes import Checkpoint, Outcome
from engagements.models.parties import Activity, Contact, DecisionRight, Participant, RaciAssignment, Side
from engagements.models.partner_work import ActionProgress, InvitedGrant
from engagements.models.processes import FitAssessment, GraduationCriterion, MaturityProof, Process, ProcessBaseline
from engagements.models.registers import (
    ApprovedPlace,
    Assumption,
    CommunicationEntry,
    ExclusionRule,
    Tool,
    TriageRule,
    WrittenRule,
)
from engagements.models.reviews import ReviewLayer, ReviewSetting
from engagements.models.rhythm import CheckIn, ClientPulse, Pulse, VendorPulse
from engagements.models.service_levels import LevelKind, ServiceLevel, ServiceLevelTarget, ServiceLevelVersion
from engagements.models.stages import EngagementTemplate, GateOverride, StageMove

__all__ = [
    "AboutKind",
    "ActionItem",
    "ActionProgress",
    "Activity",
    "AnswerPromise",
    "ApprovedPlace",
    "Assumption",
    "BusinessCalendar",
    "CalendarVersion",
    "CheckIn",
    "Checkpoint",
    "Client",
    "ClientPulse",
    "CommunicationEntry",
    "Complexity",
    "Contact",
    "DecisionRight",
    "Engagement",
    "EngagementGrant",
    "EngagementTemplate",
    "EngagementTerms",
    "ExclusionRule",
    "FitAssessment",
    "GateOverride",
    "GraduationCriterion",
    "InvitedGrant",
    "LevelKind",
    "MaturityProof",
    "MessageRead",
    "Metric",
    "MetricTarget",
    "MetricVersion",
    "Outcome",
    "Participant",
    "Process",
    "ProcessBaseline",
    "PromiseUnit",
    "Pulse",
    "RaciAssignment",
    "ReviewLayer",
    "ReviewSetting",
    "Route",
    "Segment",
    "ServiceLevel",
    "ServiceLevelTarget",
    "ServiceLevelVersion",
    "SharedFile",
    "Side",
    "Stage",
    "StageMove",
    "Thread",
    "ThreadMessage",
    "Tool",
    "TriageRule",
    "VendorPulse",
    "WrittenRule",
]
