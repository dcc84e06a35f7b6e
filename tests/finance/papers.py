"""Cases to print: an everyday one like the pictures of the design, and hard ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from finance.case import (
    Case,
    Category,
    Document,
    Driver,
    Follows,
    Grade,
    Line,
    Option,
    OptionNote,
    Per,
    Source,
    SourceKind,
    Timing,
    Way,
)
from finance.sheets import CaseFacts

DAY = date(2026, 11, 23)
FACTS = CaseFacts(
    organization="Northwind Services",
    title="Move after-hours IT support to a shared partner desk",
    about="After-hours IT support",
    prepared_by="Maya Ortiz",
    asked="Dana Whitfield",
    day=DAY,
    number=4,
    state="submitted",
    seal="7c1e90ab" * 8,
    link="https://northwind.example/northwind/cases/17/",
    made_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
)
LONG = (
    "Share of all priority one tickets of the night and weekend desks"
    " that are answered within the agreed fifteen minutes"
)
TITLE = f"{LONG} ever"


def _driver(key: str, name: str, numbers: str, unit: str = "", basis: str = "", **more: Any) -> Driver:
    low, base, high = (Decimal(number) / (100 if unit == "%" else 1) for number in numbers.split())
    return Driver(key, name, unit, low, base, high, basis=basis, **more)


DRIVERS = (
    _driver("volume", "Ticket volume", "944 1180 1475", "tickets a month", "12-month mean", grade=Grade.MEASURED),
    _driver("ramp", "Ramp to full service", "2 3 6", "months"),
    _driver("index", "Annual fee indexation", "0 3 7", "%", "signed quote", grade=Grade.QUOTED),
    _driver("inflation", "Wage inflation", "2 3.5 5", "%"),
    _driver("wages", "In-house wage cost", "23850 26500 29150", "", "two on-call posts, payroll", currency="USD",
            per=Per.MONTH, grade=Grade.MEASURED),
    _driver("fee", "Vendor fee", "17170 20200 23230", "", "signed quote of Kestrel", currency="USD", per=Per.MONTH,
            grade=Grade.QUOTED),
    _driver("seats", "Fee for seats", "19000 22500 26000", "", "offer by mail", currency="USD", per=Per.MONTH,
            grade=Grade.QUOTED),
    _driver("hours", "Oversight", "10 14 22", "hours", "pilot: 13.6 h", per=Per.WEEK, grade=Grade.MEASURED),
    _driver("more_hours", "Oversight of seats", "20 30 36", "hours", "", per=Per.WEEK),
    _driver("rate", "Loaded rate", "62 62 62", "an hour", "payroll", currency="USD", grade=Grade.MEASURED),
    _driver("tools", "Tools and licences", "1000 1200 1500", "", "PSA seats, remote access", currency="USD",
            per=Per.MONTH, grade=Grade.QUOTED),
    _driver("training", "Training and handover", "30000 44000 50000", "", "knowledge transfer", currency="USD"),
    _driver("rework", "Rework buffer", "3 6 15", "%", "pilot saw 4.1 %", at_most=Decimal(1), grade=Grade.MEASURED),
    _driver("leakage", "Leakage, share of fee", "2 5 15", "%", "ISG range 5 to 15 %", at_most=Decimal(1)),
    _driver("transition", "Transition", "80000 92000 110000", "", "one-off, quoted", currency="USD",
            grade=Grade.QUOTED),
    _driver("reserve", "Exit reserve", "1 2 3", "months of fee", "contract, clause 14"),
    _driver("turnover", "Training of new staff today", "2400 3200 4000", "", "attrition of 30 %", currency="USD",
            per=Per.MONTH, grade=Grade.MEASURED),
    _driver("errors", "Rework today", "2900 3600 4100", "", "12-month mean", currency="USD", per=Per.MONTH,
            grade=Grade.MEASURED),
    _driver("freed", "Leadership time freed", "20000 56000 70000", "", "900 hours", currency="USD", per=Per.YEAR),
)  # fmt: skip


def _line(key: str, category: Category, *drivers: str, **more: Any) -> Line:
    return Line(key, key.capitalize(), category, drivers, **more)


TODAY = Option("today", "Today: in-house rotation", (
    _line("wages", Category.SERVICE, "wages", index="inflation"),
    _line("oversight", Category.OVERSIGHT, "hours", "rate", index="inflation"),
    _line("tools", Category.TOOLS, "tools"),
    _line("training", Category.TRAINING, "turnover"),
    _line("rework", Category.REWORK, "errors"),
))  # fmt: skip


def around(fee: str, hours: str) -> tuple[Line, ...]:
    return (
        _line("service", Category.SERVICE, fee, index="index", follows=Follows.RAMP),
        _line("oversight", Category.OVERSIGHT, hours, "rate", index="inflation"),
        _line("tools", Category.TOOLS, "tools"),
        _line("training", Category.TRAINING, "training", timing=Timing.ONCE, month=1),
        _line("rework", Category.REWORK, fee, "rework", index="index"),
        _line("leakage", Category.LEAKAGE, fee, "leakage", index="index"),
        _line("transition", Category.TRANSITION, "transition", timing=Timing.ONCE),
        _line("parallel", Category.TRANSITION, "wages", follows=Follows.REST),
        _line("exit", Category.EXIT, fee, "reserve", timing=Timing.ONCE, month=36),
        _line("leaders", Category.LEADERSHIP_TIME, "freed", is_cash=False),
    )


NOTHING = {"baseline": "", "volume": "", "ramp": ""}
DESK = Option("desk", "A: shared partner desk", around("fee", "hours"))
SEATS = Option("seats", "B: staff augmentation", around("seats", "more_hours"))


def document(**more: Any) -> Document:
    """The shared desk of the pictures; `case` takes changes of its own."""
    case: dict[str, Any] = {
        "months": 36,
        "currency": "USD",
        "discount_rate": Decimal("0.09"),
        "drivers": DRIVERS,
        "options": (TODAY, DESK, SEATS),
        "baseline": "today",
        "volume": "volume",
        "ramp": "ramp",
        **more.pop("case", {}),
    }
    made = Case(**case)
    return Document(
        made,
        **{
            "start_date": date(2027, 1, 1),
            "preferred": "desk",
            "seed": 7,
            "sources": {driver.key: Source(SourceKind.TYPED, "Mara Lind", DAY) for driver in made.drivers},
            "notes": {option.key: OptionNote(Way.OTHER) for option in made.options},
            "ask": "approve USD 92,000 once and USD 20,200 a month for 36 months with Kestrel Field Services,"
            " cancellable at 60 days' notice. It replaces the in-house rotation and adds 24 x 7 cover.",
            "risks": (
                "P1 response slips again. Service credits 8 % of fee; in-house pager stays warm 90 days.",
                "Leakage above 5 %. Every deliverable is tracked weekly in the scorecard.",
                "Data access. SOC 2 Type II (Mar 2026), ISO 27001, DPA signed; least privilege.",
                "Lock-in. Exit steps and termination help in MSA, clause 14.",
            ),
            "guardrails": (
                "P1 first response under 90 % for 3 weeks running",
                "CSAT under 4.2 for a month, or error rate over 3 %",
                "Review: day 30, day 90, then each quarter",
            ),
            **more,
        },
    )  # fmt: skip


def _longest() -> Document:
    """Names of 120 letters, amounts of twelve digits, five options, every list full."""
    drivers = tuple(
        replace(each, name=f"{LONG[:116]} {at:03}", basis=LONG * 4,
                **({key: getattr(each, key) * 9_000_000 for key in ("low", "base", "high")} if each.currency else {}))
        for at, each in enumerate(DRIVERS)
    )  # fmt: skip
    value = [
        Line(f"value{at}", f"{LONG[:116]} {at:03}", category, ("freed",))
        for at, category in enumerate(each for each in Category if not each.is_cost and not each.is_avoided_cost)
    ]
    others = [Line(f"other{at}", f"{LONG[:116]} {at:03}", Category.OTHER_COST, ("tools",)) for at in range(4)]
    options = tuple(
        Option(f"o{at}", f"{LONG[:116]} {at:03}", (*each.lines, *(value + others if at else [])))
        for at, each in enumerate((TODAY, DESK, SEATS, DESK, SEATS))
    )
    return document(
        case={"drivers": drivers, "options": options, "baseline": "o0", "counts_non_cash": True},
        preferred="o1", ask=LONG * 4, risks=(LONG * 4,) * 12, guardrails=(LONG * 4,) * 12,
    )  # fmt: skip


def _alone() -> Document:
    """One option against nothing, without a volume; all that it costs never comes back."""
    option = Option("desk", "Shared desk", (
        Line("fee", "Fee", Category.SERVICE, ("fee",)), Line("avoided", "Wages", Category.AVOIDED_WAGES, ("half",)),
    ))  # fmt: skip
    drivers = (
        _driver("fee", "Fee", "100 100 100", currency="EUR"), _driver("half", "Half", "50 50 50", currency="EUR"),
    )  # fmt: skip
    case = {
        "months": 12,
        "currency": "EUR",
        "drivers": drivers,
        "options": (option,),
        "baseline": "",
        "volume": "",
        "ramp": "",
    }
    return document(case=case, ask="", risks=(), guardrails=())


def _free() -> Document:
    """Nothing is ever paid: no return on cost, no MIRR."""
    drivers = (_driver("gain", "Gain", "1 2 3", currency="EUR"),)
    option = Option("gift", "Gift", (Line("gain", "Gain", Category.OTHER_VALUE, ("gain",)),))
    case = {
        "months": 60,
        "currency": "EUR",
        "drivers": drivers,
        "options": (option,),
        "baseline": "",
        "volume": "",
        "ramp": "",
    }
    return document(case=case, preferred="gift", ask="", risks=(), guardrails=())


CASES: dict[str, tuple[Document, CaseFacts]] = {
    "everyday": (document(), FACTS),
    "approved": (
        document(),
        replace(FACTS, state="conditions", decided_by="Dana Whitfield", decided_on=date(2026, 11, 25),
                conditions="Only with the pager kept warm for 90 days, and a review at day 30."),
    ),
    "longest": (
        _longest(),
        replace(FACTS, organization=LONG, title=TITLE, about=LONG, prepared_by=LONG, asked=LONG, state="conditions",
                decided_by=LONG, decided_on=DAY, conditions=LONG * 8),
    ),
    "alone and never": (_alone(), replace(FACTS, asked="", about="", state="draft", seal="")),
    "free": (_free(), replace(FACTS, number=1)),
}  # fmt: skip
