"""Business cases for the tests: the smallest document that has everything a page shows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from finance.case import (
    Case,
    Category,
    Document,
    Driver,
    Grade,
    Line,
    Option,
    OptionNote,
    Source,
    SourceKind,
    Timing,
    Way,
    to_json,
)

DAY = date(2026, 11, 16)


def driver(key: str, low: str, base: str, high: str, **more: Any) -> Driver:
    """A driver named as its key."""
    return Driver(key, key.capitalize(), more.pop("unit", ""), Decimal(low), Decimal(base), Decimal(high), **more)


def small_document(name: str = "Shared desk", *, fee: str = "20000", currency: str = "EUR") -> Document:
    """Twenty-four months: wages of 26,000 a month today, a desk for 20,000 that costs 60,000 to move to."""
    drivers = (
        driver("wages", "24000", "26000", "28000", currency=currency, grade=Grade.MEASURED),
        driver("fee", "17000", fee, str(Decimal(fee) + 3000), currency=currency, grade=Grade.QUOTED),
        driver("transition", "50000", "60000", "70000", currency=currency),
        driver("volume", "900", "1000", "1300", unit="tickets a month", grade=Grade.MEASURED),
    )
    today = Option("today", "Today", (Line("service", "Service", Category.SERVICE, ("wages",)),))
    desk = Option(
        "desk",
        name,
        (
            Line("service", "Service", Category.SERVICE, ("fee",)),
            Line("transition", "Transition", Category.TRANSITION, ("transition",), timing=Timing.ONCE),
        ),
    )
    case = Case(24, currency, Decimal("0.1"), drivers, (today, desk), baseline="today", volume="volume")
    return Document(
        case,
        start_date=date(2027, 1, 1),
        preferred="desk",
        seed=7,
        sources={each.key: Source(SourceKind.TYPED, "Mara Lind", DAY) for each in drivers},
        notes={"today": OptionNote(Way.OWN_TEAM), "desk": OptionNote(Way.SHARED_DESK)},
        ask=f"Approve {name}.",
    )


def small_json(name: str = "Shared desk", **more: Any) -> dict[str, Any]:
    """The same as JSON."""
    return to_json(small_document(name, **more))
