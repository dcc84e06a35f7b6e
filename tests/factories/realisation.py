"""A night desk whose case was approved, for tests of what became of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from engagements.models import Engagement
from finance.actions.cases import add_version, submit
from finance.actions.decisions import decide
from finance.case import (
    Case,
    Category,
    Document,
    Driver,
    Line,
    Option,
    OptionNote,
    Per,
    Source,
    SourceKind,
    Timing,
    Way,
)
from finance.models import BusinessCase, CaseVersion
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import House

START = date(2026, 8, 1)


def desk_document() -> Document:
    """Today 10,000 a month; a partner at 8 a ticket for 1,000 tickets, ten hours of oversight at 60, 5,000 to move."""
    fixed = Driver.fixed
    drivers = (
        fixed("volume", 1000, unit="tickets a month"),
        fixed("wages", 10000, currency="EUR"),
        fixed("ticket", 8, currency="EUR"),
        fixed("hours", 10, per=Per.MONTH),
        fixed("rate", 60, currency="EUR"),
        fixed("move", 5000, currency="EUR"),
        fixed("leave", 3000, currency="EUR"),
        fixed("freed", 400, currency="EUR"),
    )
    today = Option("today", "Today", (Line("wages", "Wages", Category.SERVICE, ("wages",)),))
    desk = Option(
        "desk",
        "Shared desk",
        (
            Line("tickets", "Tickets", Category.SERVICE, ("ticket",), timing=Timing.PER_UNIT),
            Line("oversight", "Oversight", Category.OVERSIGHT, ("hours", "rate")),
            Line("move", "Move", Category.TRANSITION, ("move",), timing=Timing.ONCE),
            Line("leave", "Exit reserve", Category.EXIT, ("leave",), timing=Timing.ONCE, month=24),
            Line("freed", "Leadership time", Category.LEADERSHIP_TIME, ("freed",)),
        ),
    )
    case = Case(24, "EUR", Decimal("0.1"), drivers, (today, desk), baseline="today", volume="volume")
    source = Source(SourceKind.TYPED, "Mara Lind", START)
    return Document(
        case,
        start_date=START,
        preferred="desk",
        seed=7,
        sources={each.key: source for each in drivers},
        notes={"today": OptionNote(Way.OWN_TEAM), "desk": OptionNote(Way.SHARED_DESK)},
    )


def approve_case(house: House, engagement: Engagement, now: datetime) -> CaseVersion:
    """The case of an engagement, written by the ops lead and approved by finance; month 1 begins on 1 August 2026."""
    writer, decider = house.people[Role.OPS_LEAD], house.people[Role.FINANCE]
    with staff(house.pk, actor=writer.pk), transaction.atomic():
        case = BusinessCase.objects.create(
            title="Nights to a shared desk", engagement=engagement, currency="EUR", owner=writer, created_at=now
        )
        version = add_version(case=case, document=desk_document(), number=1, note="", by=writer, now=now)
        submit(version=version, by=writer, now=now)
        version.refresh_from_db()
        decide(version=version, decision="approved", conditions="", by=decider, now=now)
        version.refresh_from_db()
    return version
