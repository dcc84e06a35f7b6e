"""What a workspace knows already: a driver's numbers with where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from finance.case import Grade, Source


@dataclass(frozen=True, slots=True)
class Known:
    """The numbers of one driver, found in the workspace."""

    low: Decimal
    base: Decimal
    high: Decimal
    grade: Grade
    basis: str
    source: Source
