"""From which volume on hiring is cheaper than the partner."""

from __future__ import annotations

from decimal import Decimal

from finance.actuals.bring_back import BringBack, bring_back
from finance.case import Case, Category, Driver, Option, Timing
from tests.finance.cases import line


def rented(unit: int = 12, wages: int = 20000, volume: int = 2000, reserve: int = 9000) -> Case:
    """Own people for 2,000 a month cost 20,000 whole; the partner 12 a unit."""
    drivers = (
        Driver.fixed("volume", volume),
        Driver.fixed("wages", wages, currency="EUR"),
        Driver.fixed("unit", unit, currency="EUR"),
        Driver.fixed("reserve", reserve, currency="EUR"),
    )
    today = Option("today", "Today", (line("wages", Category.SERVICE, "wages"),))
    partner = Option(
        "partner",
        "Partner",
        (
            line("units", Category.SERVICE, "unit", timing=Timing.PER_UNIT),
            line("exit", Category.EXIT, "reserve", timing=Timing.ONCE, month=24),
        ),
    )
    return Case(24, "EUR", Decimal(0), drivers, (today, partner), baseline="today", volume="volume")


def at(case: Case, *volumes: int, costs: dict[int, Decimal] | None = None, closed: int = 6) -> BringBack | None:
    units = {month: Decimal(volume) for month, volume in enumerate(volumes, start=1)}
    return bring_back(case, "partner", units, costs or {}, closed=closed)


def test_the_break_even_is_where_both_cost_the_same() -> None:
    found = at(rented(), 1000, 1000, 1000)
    assert found is not None
    assert found.break_even is not None
    assert abs(found.break_even - Decimal("1666.67")) <= Decimal("0.01")
    assert (found.volume, found.own, found.partner) == (Decimal(1000), Decimal(20000), Decimal(12000))
    assert (found.is_due, found.months_to_earn) == (False, None)


def test_it_is_due_beyond_it() -> None:
    found = at(rented(), 500, 1700, 1800, 1900)
    assert found is not None
    assert (found.volume, found.partner, found.is_due) == (Decimal(1800), Decimal("21600.00"), True)
    assert (found.switch_cost, found.months_to_earn) == (Decimal(9000), Decimal(9000) / 1600)


def test_invoices_tell_what_the_partner_costs() -> None:
    costs = {month: Decimal(22000) for month in (1, 2, 3)}
    found = at(rented(), 1000, 1000, 1000, costs=costs)
    assert found is not None
    assert (found.invoiced, found.partner, found.is_due) == (True, Decimal(22000), True)


def test_own_people_are_hired_with_the_volume() -> None:
    found = at(rented(unit=9), 4000, 4000, 4000)
    assert found is not None
    assert (found.own, found.partner, found.is_due) == (Decimal(40000), Decimal(36000), False)
    assert found.break_even is None


def test_too_little_to_say() -> None:
    assert at(rented(), 1000, 1000) is None
    assert at(rented(), 1000, 1000, 1000, closed=2) is None
    assert at(rented(volume=0), 1000, 1000, 1000) is None
