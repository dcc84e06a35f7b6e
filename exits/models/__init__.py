"""How we leave."""

from exits.models.drills import DrilledStep, DrillResult, ExitDrill, Mode, Worked
from exits.models.plans import Agreement, Alternative, Disposition, ExitPlan, ExitStep, RetentionRule, StepKind, Topic
from exits.models.runs import AccessProof, Erasure, Exit, ExitTask, Settlement, TaskReport

__all__ = [
    "AccessProof",
    "Agreement",
    "Alternative",
    "Disposition",
    "DrillResult",
    "DrilledStep",
    "Erasure",
    "Exit",
    "ExitDrill",
    "ExitPlan",
    "ExitStep",
    "ExitTask",
    "Mode",
    "RetentionRule",
    "Settlement",
    "StepKind",
    "TaskReport",
    "Topic",
    "Worked",
]
