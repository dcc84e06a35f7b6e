"""What a rule says about a grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How far a fault reaches. ``REFUSED``: such a grid cannot be saved. ``ERROR``: it is saved, and the gate stays
    shut. ``WARNING``: worth a second look, nothing is held up."""

    REFUSED = "refused"
    ERROR = "error"
    WARNING = "warning"


def noop(text: str) -> str:
    """Marks a text for translation; whoever shows it translates ``text`` and fills in ``params``."""
    return text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and what to do. ``row`` counts from 0; ``column`` is a column's key."""

    rule: str
    level: Level
    text: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
    row: int | None = None
    column: int | None = None

    @property
    def message(self) -> str:
        """The English sentence."""
        return self.text % self.params
