"""What a workspace knows already: a driver's numbers with where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from finance.case import Grade, Source, SourceKind

GRADES: Final = {SourceKind.OFFER: Grade.QUOTED, SourceKind.PILOT: Grade.MEASURED}


@dataclass(frozen=True, slots=True)
class Known:
    """The numbers of one driver, found in the workspace."""

    low: Decimal
    base: Decimal
    high: Decimal
    grade: Grade
    basis: str
    source: Source


def told_by(
    kind: SourceKind,
    *,
    label: str,
    ref: str,
    on: date,
    basis: str,
    numbers: Mapping[str, tuple[Decimal, Decimal, Decimal]],
) -> dict[str, Known]:
    """What an offer or a pilot says of drivers, to be filled into a case: driver -> (low, base, high).

    Drivers are those of `THUMBS`: an offer tells `fee` (a month), `unit_price`, `seats`, `seat_price`, `transition`,
    `training`; a pilot `volume` (a month), `rework` (a share), `oversight` (hours a week), `error_cost`. Money is in
    the case's currency. An offer is graded B, a pilot A. `ref` is the row's id: once that row is gone the case says so.
    """
    source = Source(kind, label, on, ref)
    return {
        key: Known(low, base, high, GRADES.get(kind, Grade.JUDGED), basis, source)
        for key, (low, base, high) in numbers.items()
    }
