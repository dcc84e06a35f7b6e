"""Cases for the tests: the worked example of docs/metrics.md, and a desk that uses everything there is."""

from decimal import Decimal
from typing import Any

from finance.case import Band, Case, Category, Driver, Follows, Grade, Line, Option, Per, Step, Timing


def driver(key: str, low: str, base: str, high: str, **more: Any) -> Driver:
    return Driver(key, key, "", Decimal(low), Decimal(base), Decimal(high), **more)


def line(key: str, category: Category, *drivers: str, **more: Any) -> Line:
    return Line(key, key, category, drivers, **more)


def of_flows(first: str, monthly: str, months: int = 24, rate: str = "0.1") -> Case:
    """What goes out at the start, and what comes in each month; the smaller of the two may be 0."""
    drivers = (Driver.fixed("out", first, currency="USD"), Driver.fixed("in", monthly, currency="USD"))
    lines = (
        line("transition", Category.TRANSITION, "out", timing=Timing.ONCE),
        line("saved", Category.OTHER_VALUE, "in"),
    )
    return Case(months, "USD", Decimal(rate), drivers, (Option("a", "A", lines),))


DRIVERS = (
    driver("volume", "944", "1180", "1475", grade=Grade.MEASURED),
    driver("growth", "0", "0.02", "0.05"),
    driver("ramp", "2", "3", "6"),
    driver("index", "0", "0.03", "0.07"),
    driver("inflation", "0.02", "0.035", "0.05"),
    driver("wages", "24000", "26500", "29000", currency="USD", grade=Grade.QUOTED),
    driver("fee", "17170", "20200", "23230", currency="USD", grade=Grade.QUOTED),
    driver("unit_price", "1.5", "2", "3", currency="USD"),
    driver("hours", "10", "14", "22", per=Per.WEEK),
    driver("loaded_rate", "62", "62", "62", currency="USD", grade=Grade.MEASURED),
    driver("leakage", "0.02", "0.05", "0.15", at_most=Decimal(1)),
    driver("reserve", "1", "2", "3"),
    driver("transition", "80000", "92000", "110000", currency="USD"),
    driver("freed", "20000", "56000", "70000", currency="USD", per=Per.YEAR),
)

TODAY = Option(
    "today",
    "Today",
    (
        line("service", Category.SERVICE, "wages", index="inflation"),
        line("oversight", Category.OVERSIGHT, "hours", "loaded_rate", index="inflation"),
    ),
)
DESK = Option(
    "desk",
    "Shared desk",
    (
        line("service", Category.SERVICE, "fee", index="index", follows=Follows.RAMP),
        line(
            "tickets",
            Category.SERVICE,
            "unit_price",
            timing=Timing.PER_UNIT,
            bands=(Band(Decimal(1000), Decimal("0.8")),),
        ),
        line("oversight", Category.OVERSIGHT, "hours", "loaded_rate", first_month=2, last_month=30),
        line("leakage", Category.LEAKAGE, "fee", "leakage", index="index"),
        line("overlap", Category.TRANSITION, "wages", follows=Follows.REST),
        line("transition", Category.TRANSITION, "transition", timing=Timing.ONCE),
        line("exit", Category.EXIT, "fee", "reserve", timing=Timing.ONCE, month=36),
        line("leadership", Category.LEADERSHIP_TIME, "freed", is_cash=False),
        line(
            "cycle",
            Category.CYCLE_TIME,
            "freed",
            timing=Timing.STEPPED,
            steps=(Step(4, Decimal("0.1")), Step(13, Decimal("0.25"))),
        ),
    ),
)


def desk(**more: Any) -> Case:
    """Thirty-six months against today: ramp, indexation, growth, bands, steps, a reserve, and value not counted."""
    given: dict[str, Any] = {
        "months": 36,
        "currency": "USD",
        "discount_rate": Decimal("0.09"),
        "drivers": DRIVERS,
        "options": (TODAY, DESK),
        "baseline": "today",
        "volume": "volume",
        "growth": "growth",
        "ramp": "ramp",
    }
    return Case(**{**given, **more})
