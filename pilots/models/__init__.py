"""Should we go ahead?"""

from pilots.models.amendments import PilotAmendment
from pilots.models.criteria import CriterionReading, Event, Kind, RollbackTrigger, SuccessCriterion
from pilots.models.decisions import Choice, Outcome, PilotDecision, Verdict, VolumeStep
from pilots.models.pilots import BacklogItem, Pilot, PilotPolicy, PilotTerms, PilotWaiver
from pilots.models.retrospectives import PilotRetrospective

__all__ = [
    "BacklogItem",
    "Choice",
    "CriterionReading",
    "Event",
    "Kind",
    "Outcome",
    "Pilot",
    "PilotAmendment",
    "PilotDecision",
    "PilotPolicy",
    "PilotRetrospective",
    "PilotTerms",
    "PilotWaiver",
    "RollbackTrigger",
    "SuccessCriterion",
    "Verdict",
    "VolumeStep",
]
