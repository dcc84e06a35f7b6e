"""What the rules look at. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A step of the plan, as far as the rules mind."""

    topic: str
    has_clause: bool
    has_owner: bool
    is_task: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """One engagement's way out on a day. Drills are the finished ones; ``sops_due`` are past their review."""

    today: date
    reviewed_on: date | None = None
    begun_on: date | None = None
    lines: tuple[Line, ...] = ()
    terms_known: bool = False
    alternative: str = ""
    alternative_sure: bool = False
    drilled_on: date | None = None
    drill_result: str = ""
    sops: int = 0
    sops_in_force: int = 0
    grants: int = 0
    grants_overdue: int = 0
    retention: frozenset[str] = field(default_factory=frozenset)
    reserve: Decimal | None = None
    estimate: Decimal = Decimal(0)
