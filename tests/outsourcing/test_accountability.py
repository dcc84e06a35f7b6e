"""The client's own part on the scorecard: answers in time, prompt payment, the partner's rating; under the seal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.urls import reverse

from engagements.actions.conversations import open_thread, post_message
from engagements.actions.rhythm import answer_pulse
from engagements.models import Side
from engagements.models.rhythm import QUESTIONS
from engagements.periods import PeriodKind, period_of_date
from finance.models import Invoice
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import portal, staff
from scorecards.actions.issuing import issue_scorecard
from scorecards.canonical import seal_of
from scorecards.models import Scorecard
from scorecards.models.cards import Audience
from scorecards.queries.accountability import accountability
from scorecards.queries.snapshots import snapshot_of
from scorecards.sheet_accountability import NOTHING
from scorecards.sheets import Sheet
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.factories.sheets import frozen_card

ASKED = datetime(2026, 11, 10, 10, tzinfo=UTC)


def ask(house: House, *, answered_after: timedelta | None) -> None:
    """A question of the vendor's on 10 November, due a business day later."""
    manager = house.vendor_people["kestrel", Role.VENDOR_MANAGER]
    thread = open_thread(
        engagement=house.engagements["kestrel"],
        subject="Which mailbox?",
        text="Which mailbox counts?",
        by=manager,
        side=Side.VENDOR,
        organization=house.organization,
        now=ASKED,
        is_question=True,
    )
    if answered_after is not None:
        post_message(
            thread=thread,
            text="The shared one.",
            by=house.people[Role.OPS_LEAD],
            side=Side.CLIENT,
            organization=house.organization,
            now=ASKED + answered_after,
            answers=thread.messages.get().pk,
        )


def owe(house: House, number: str, *, paid: date | None) -> None:
    """An invoice due on 10 November."""
    Invoice.objects.create(
        vendor=house.vendors["kestrel"], number=number, issue_date=date(2026, 10, 11), due_date=date(2026, 11, 10),
        paid_date=paid, state="paid" if paid else "open", currency="EUR", net=Decimal(100), tax=Decimal(19),
        created_at=ASKED,
    )  # fmt: skip


def rate(house: House) -> None:
    """A pulse of 4, 3, 5 and 3 for October."""
    manager = house.vendor_people["kestrel", Role.VENDOR_MANAGER]
    with portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=manager.pk):
        october = period_of_date(PeriodKind.MONTH, date(2026, 10, 1), "UTC")
        answer_pulse(
            engagement=house.engagements["kestrel"],
            period=october,
            side=Side.VENDOR,
            scores=dict(zip(QUESTIONS, (4, 3, 5, 3), strict=True)),
            comment="",
            by=manager,
            now=datetime(2026, 10, 30, 12, tzinfo=UTC),
        )


def neglected(house: House, now: datetime) -> Scorecard:
    """2026-W47 after one answer in time of two, and one invoice in time of three."""
    card = frozen_card(house, now=now)
    ask(house, answered_after=timedelta(hours=2))
    ask(house, answered_after=timedelta(days=20))
    for number, paid in (("K-1", date(2026, 11, 10)), ("K-2", date(2026, 11, 11)), ("K-3", None)):
        owe(house, number, paid=paid)
    return card


def test_both_sides_have_the_same_three_figures_under_their_seals(cast: Cast, sign_in: SignIn, now: datetime) -> None:
    house = cast.northwind
    lead = house.people[Role.OPS_LEAD]
    rate(house)
    with staff(house.pk, actor=lead.pk):
        card = neglected(house, now)
        assert accountability(card) == {
            "answers": {"met": 1, "decided": 2, "weeks": 13},
            "payment": {"in_time": 1, "due": 3, "months": 12},
            "rating": {"mean": "3.75", "people": 1, "month": "2026-10-01"},
        }
        issue_scorecard(scorecard=card, by=lead, now=now)
        owe(house, "K-4", paid=None)
        for audience in Audience:
            snapshot = snapshot_of(card, audience)
            figures = Sheet.read(snapshot.data).accountability
            assert figures is not None
            assert [(each.value, each.note) for each in figures.figures] == [
                ("50 %", "1 of 2, 13 weeks"),
                ("33 %", "1 of 3, 12 months"),
                ("3.8 of 5", "1 answer, October 2026"),
            ]
            assert seal_of(snapshot.data) == snapshot.sha256
            without = {**snapshot.data, "accountability": None}
            assert seal_of(without) != snapshot.sha256
    place = {"org": house.slug, "pk": card.pk}
    ours = sign_in(lead).get(reverse("scorecards:scorecard-detail", kwargs=place))
    agent = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT])
    theirs = agent.get(reverse("scorecards:scorecard-portal", kwargs=place | {"vendor": house.vendors["kestrel"].pk}))
    for page in (ours, theirs):
        text = page.content.decode()
        assert "How Northwind does its part" in text
        assert [word in text for word in ("1 of 2, 13 weeks", "1 of 3, 12 months", "3.8 of 5")] == [True] * 3


def test_no_data_is_not_zero_and_older_seals_have_none(cast: Cast, sign_in: SignIn, now: datetime) -> None:
    house = cast.northwind
    with staff(house.pk):
        card = frozen_card(house, now=now)
        issue_scorecard(scorecard=card, by=None, now=now)
        data = snapshot_of(card, Audience.VENDOR).data
    figures = Sheet.read(data).accountability
    assert figures is not None
    assert [each.value for each in figures.figures] == [NOTHING] * 3
    assert figures.figures[1].note == "no invoice fell due in 12 months"
    before = {name: value for name, value in data.items() if name != "accountability"}
    assert Sheet.read(before).accountability is None


def test_the_own_team_owes_and_is_owed_nothing(cast: Cast, now: datetime) -> None:
    house = cast.northwind
    with staff(house.pk):
        own = house.engagements["own"]
        week = period_of_date(PeriodKind.WEEK, date(2026, 11, 16), "UTC")
        card = Scorecard(
            organization_id=house.pk, engagement=own, period_kind="week", period_key=week.key,
            period_start=week.start, period_end=week.end,
        )  # fmt: skip
        assert accountability(card) is None
