"""What the rules look at, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pilots.models import BacklogItem, Pilot, PilotTerms, RollbackTrigger, SuccessCriterion


@dataclass(frozen=True, slots=True)
class Plan:
    """A pilot's plan with all its parts, as they are before the start.

    ``silent`` are the criteria for whose metric no figure is known anywhere in the process.
    """

    pilot: Pilot
    terms: PilotTerms
    criteria: Sequence[SuccessCriterion] = ()
    triggers: Sequence[RollbackTrigger] = ()
    backlog: Sequence[BacklogItem] = ()
    silent: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a rule holds, and a sentence about what there is or what is missing."""

    holds: bool
    message: str
