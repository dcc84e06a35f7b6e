"""What a rule says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a rule looks for."""

    MISSING = "missing"
    STALE = "stale"
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class Answer:
    """How much of it is there, from 0 to 1, and a sentence (translated) about what is not."""

    share: float
    message: str = ""

    @property
    def holds(self) -> bool:
        """All of it is there."""
        return self.share >= 1


HOLDS = Answer(1.0)
