"""What a line will have come to at the end: what is known, and the plan for the rest, as it stands and at its pace."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from finance.actuals.plan import PlanLine
from finance.case import Timing
from finance.case.rounding import exact_money

PACE_MONTHS: Final = 3
"""The run rate is that of so many months, the latest that have data and a plan; fewer have none."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A line to the horizon. `to_plan`: actual where known, the plan for every other month. `at_pace`: that rest times
    `run_rate`, actual / plan of the latest three months (None: too few months, or a line that falls once, whose rest is
    as planned). `assumed`: months that have ended without data, for which the plan stands in."""

    to_plan: Decimal
    at_pace: Decimal
    run_rate: Decimal | None
    assumed: tuple[int, ...]


def forecast(line: PlanLine, actual: Mapping[int, Decimal], *, closed: int, currency: str) -> Forecast:
    """`actual` by month, without those that have no data; `closed` is the last month that has ended."""
    known = {month: amount for month, amount in actual.items() if month <= closed}
    so_far = sum(known.values(), Decimal(0))
    rest = sum((amount for month, amount in enumerate(line.amounts) if month not in known), Decimal(0))
    pace = run_rate(line, known)
    at_pace = so_far + (rest if pace is None else exact_money(Fraction(rest) * pace, currency))
    assumed = tuple(month for month in range(closed + 1) if month not in known and line.amounts[month])
    shown = None if pace is None else round(Decimal(pace.numerator) / Decimal(pace.denominator), 6)
    return Forecast(so_far + rest, at_pace, shown, assumed)


def run_rate(line: PlanLine, known: Mapping[int, Decimal]) -> Fraction | None:
    """Actual / plan over the latest three months that have both; None for fewer, and for a line that falls once."""
    if line.timing is Timing.ONCE:
        return None
    months = [month for month in sorted(known) if month and line.amounts[month]][-PACE_MONTHS:]
    if len(months) < PACE_MONTHS:
        return None
    planned = sum((Fraction(line.amounts[month]) for month in months), Fraction(0))
    return sum((Fraction(known[month]) for month in months), Fraction(0)) / planned
