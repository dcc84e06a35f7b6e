"""How it is done."""

from procedures.models.acknowledgements import Acknowledgement
from procedures.models.guides import Audience, Guide, GuideKind, GuideMetric, GuideVersion
from procedures.models.proposals import Decision, Proposal
from procedures.models.readiness import Aspect, ParityItem, RampStage, Rehearsal, ShadowingEntry
from procedures.models.training import Scenario, TrainingProgramme, TrainingResult

__all__ = [
    "Acknowledgement",
    "Aspect",
    "Audience",
    "Decision",
    "Guide",
    "GuideKind",
    "GuideMetric",
    "GuideVersion",
    "ParityItem",
    "Proposal",
    "RampStage",
    "Rehearsal",
    "Scenario",
    "ShadowingEntry",
    "TrainingProgramme",
    "TrainingResult",
]
