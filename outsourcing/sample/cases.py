"""The sample's business cases: one approved with conditions and under way, one that waits for a decision, one draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from engagements.models import Engagement, Stage
from engagements.queries.engagements import local_today
from finance.actions.cases import create_case, revise, save_draft, submit
from finance.actions.decisions import decide
from finance.case import Document, Grade, Source, SourceKind
from finance.models import BusinessCase, CaseState, CaseVersion
from finance.starters import Starter
from foundation.accounts.models import User
from foundation.months import months_later

MONTHS_LIVED: Final = 5
APPROVED_BEFORE: Final = timedelta(days=40)
SUBMITTED_AGO: Final = timedelta(days=4)


class Number(NamedTuple):
    """What somebody put in place of a rule of thumb: "low base high", and why."""

    numbers: str
    grade: Grade
    basis: str


def _number(numbers: str, grade: str, basis: str) -> Number:
    return Number(numbers, Grade(grade), basis)


NIGHTS: Final = {
    "volume": _number("215 269 330", "A", "62 tickets a week, mean of twelve months"),
    "people": _number("2.9 3.2 3.4", "A", "Rota of the last quarter: two on call, a third at weekends"),
    "salary": _number("4300 4650 5000", "A", "Payroll, on-call pay included"),
    "benefits": _number("22 24 26", "A", "Payroll"),
    "fee": _number("13200 13900 15400", "B", "Signed quote of Kestrel, cancellable at 60 days' notice"),
    "oversight": _number("1.5 1.85 4", "B", "8 hours a month in the terms"),
    "oversight_rate": _number("58 62 66", "A", "Controlling, loaded"),
    "oversight_today": _number("2 3 4", "A", "Time sheets of the service desk lead"),
    "tools": _number("380 420 520", "B", "Remote access and seats of the ticket system"),
    "training": _number("6500 8000 11000", "B", "Two weeks of shadowing, and the SOPs"),
    "transition": _number("11000 14000 19000", "B", "Kestrel's quote for the takeover"),
    "rework": _number("2 4 7", "A", "The pilot saw 4.1 %"),
    "leakage": _number("2 5 12", "C", "Between what we saw and what is usual"),
    "ramp": _number("2 2 4", "B", "Plan of the takeover"),
    "nights": _number("180 220 260", "A", "Hours of the night that nobody covers today"),
    "seats": _number("2.8 3 3.4", "B", "Offer of a staffing firm: three on the rota"),
    "seat_price": _number("4500 4900 5400", "B", "The same offer"),
    "leader_hours": _number("6 9 14", "C", "The desk lead's nights"),
}
NEXT: Final = {
    "people": _number("5.2 6 6.6", "A", "Seven heads, 6.0 posts by the plan of posts"),
    "salary": _number("3100 3350 3600", "A", "Payroll"),
    "fee": _number("17800 19400 22600", "B", "Offer after the second round"),
    "transition": _number("24000 31000 45000", "C", "Two comparable moves"),
    "oversight": _number("6 9 16", "C", "Judged by the lead"),
}
HYGIENE: Final = {
    "people": _number("1 1.2 1.5", "C", "What the board would have to grant"),
    "volume": _number("1500 2100 2600", "A", "Export of the CRM: records older than 18 months"),
    "unit_price": _number("1.7 2.1 2.9", "C", "Price list of two vendors"),
    "training": _number("1500 2500 4000", "C", "Judged"),
    "transition": _number("2000 4000 7000", "C", "Judged"),
    "exit_cost": _number("1000 2000 4000", "C", "Judged"),
    "oversight": _number("1 1.5 3", "C", "Judged"),
    "tools": _number("60 90 150", "B", "Two more seats"),
    "error_cost": _number("2 4 9", "C", "A letter that comes back"),
    "salary": _number("3000 3300 3600", "A", "Payroll"),
    "fee": _number("4300 4900 5600", "C", "A small share of a desk"),
}


def first_month(today: date) -> date:
    """When month 1 of the approved case began."""
    return months_later(today.replace(day=1), -MONTHS_LIVED)


def make_cases(engagements: dict[str, Engagement], *, by: User, decider: User | None, now: datetime) -> None:
    """Three cases, written by ``by``; without somebody else to decide the first one waits as well."""
    nights = next(iter(engagements.values()))
    today = local_today(nights.organization, now)
    start = first_month(today)
    approved_at = now - (today - start) - APPROVED_BEFORE
    first = _nights(nights, start, by=by, now=approved_at - timedelta(days=3))
    if decider:
        conditions = "Review after 90 days with the first scorecards. Stop if oversight passes 4 hours a week."
        decide(version=first, decision=CaseState.CONDITIONS, conditions=conditions, by=decider, now=approved_at)
        again = revise(version=first, by=by, now=now - timedelta(days=9))
        dearer = _with(again.read(), {"fee": _number("13900 14300 15800", "B", "Indexed from next year")}, by, now)
        _keep(again, dearer, "The fee after indexation", by)
    if planned := Engagement.objects.exclude(stage__in=[Stage.LIVE, Stage.EXIT]).order_by("pk").first():
        _planned(planned, by=by, now=now - SUBMITTED_AGO)
    _hygiene(nights.organization.currency, by=by, now=now - timedelta(days=1))


def _nights(engagement: Engagement, start: date, *, by: User, now: datetime) -> CaseVersion:
    case = BusinessCase(
        title="Move after-hours IT support to a shared partner desk",
        engagement=engagement,
        currency=engagement.organization.currency,
    )
    version = create_case(
        case=case, starter=Starter.SHARED_DESK, by=by, now=now - timedelta(days=6), today=now.date(), seed=4711
    )
    document = replace(
        _with(version.read(), NIGHTS, by, now),
        start_date=start,
        ask="Approve the one-off takeover and 13,900 EUR a month for 36 months with Kestrel Field Services, cancellable"
        " at 60 days' notice. It replaces the in-house rotation and adds the cover at night that it does not give.",
        risks=(
            "P1 response slips again. Service credits of 8 % of the fee; the in-house pager stays warm for 90 days.",
            "Leakage above 5 %. Every deliverable is tracked weekly in the scorecard.",
            "Data access. SOC 2 Type II, data protection agreement signed, least privilege.",
            "Lock-in. Exit steps and termination help stand in the contract.",
        ),
        guardrails=(
            "P1 first response under 90 % for 3 weeks running",
            "CSAT under 4.2 for a month, or an error rate above 3 %",
            "Oversight above 4 hours a week for a month",
            "Review on day 30, day 90, then each quarter",
        ),
    )
    return submit(version=_keep(version, document, "", by), by=by, now=now)


def _planned(engagement: Engagement, *, by: User, now: datetime) -> None:
    case = BusinessCase(
        title=f"Hand {engagement.name} to a partner",
        engagement=engagement,
        currency=engagement.organization.currency,
    )
    version = create_case(
        case=case, starter=Starter.SHARED_DESK, by=by, now=now - timedelta(days=10), today=now.date(), seed=1848
    )
    document = replace(
        _with(version.read(), NEXT, by, now),
        ask="Approve a shared desk for 36 months after a pilot of 60 days.",
        risks=("Brand knowledge leaves with the team: two people stay as leads.",),
        guardrails=("Fewer than 4 of 5 criteria of the pilot are met",),
    )
    submit(version=_keep(version, document, "", by), by=by, now=now)


def _hygiene(currency: str, *, by: User, now: datetime) -> None:
    case = BusinessCase(title="CRM data hygiene by the record, instead of a new post", currency=currency)
    version = create_case(case=case, starter=Starter.HIRING, by=by, now=now, today=now.date(), seed=90)
    _keep(version, _with(version.read(), HYGIENE, by, now), "", by)


def _with(document: Document, numbers: dict[str, Number], by: User, now: datetime) -> Document:
    """The case with numbers of one's own; those that its options do not use are left out."""
    source = Source(SourceKind.TYPED, str(by), now.date())
    drivers = []
    for driver in document.case.drivers:
        if (found := numbers.get(driver.key)) is None:
            drivers.append(driver)
            continue
        share = Decimal("0.01") if driver.unit == "%" else Decimal(1)
        low, base, high = (Decimal(each) * share for each in found.numbers.split())
        drivers.append(replace(driver, low=low, base=base, high=high, grade=found.grade, basis=found.basis))
    typed = {key: source for key in numbers if key in document.sources}
    return replace(
        document,
        case=replace(document.case, drivers=tuple(drivers)),
        sources={**document.sources, **typed},
    )


def _keep(version: CaseVersion, document: Document, note: str, by: User) -> CaseVersion:
    return save_draft(version=version, document=document, note=note, seen=version.revision, by=by)
