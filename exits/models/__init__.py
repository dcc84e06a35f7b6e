"""How we leave."""

from exits.models.plans import Agreement, Alternative, Disposition, ExitPlan, ExitStep, RetentionRule, StepKind, Topic

__all__ = [
    "Agreement",
    "Alternative",
    "Disposition",
    "ExitPlan",
    "ExitStep",
    "RetentionRule",
    "StepKind",
    "Topic",
]
