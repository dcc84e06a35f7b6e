"""Monday, nine o'clock: what needs me, four figures, this week, engagements worst first."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagements.actions.action_items import open_action_item
from engagements.models import Engagement, EngagementTerms
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from foundation.outbox.actions import queue_message
from foundation.outbox.models import Message
from scorecards.actions.freezing import freeze_scorecard
from scorecards.actions.measuring import measure_weeks
from scorecards.actions.schedules import create_schedule
from scorecards.models import ReportSchedule, Scorecard
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.factories.scorecards import Levels, busy_weeks, exclude, item, metric
from tests.factories.sheets import W47, frozen_card

Page = dict[str, Any]


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture(autouse=True)
def monday(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def lead(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.people[Role.OPS_LEAD])


@pytest.fixture
def card(house: House, now: datetime) -> Scorecard:
    """The Night desk's week is frozen and off target; one of its two actions is nine days late."""
    with staff(house.pk):
        return frozen_card(house, now=now)


def get(house: House, browser: Client, **query: str) -> Any:
    return browser.get(reverse("outsourcing:home", args=[house.slug]), query)


def words(response: Any) -> str:
    text = re.sub(r"<(script|template)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def schedule(house: House, vendor: str, now: datetime, **more: Any) -> None:
    me = house.memberships[house.people[Role.OPS_LEAD].pk]
    create_schedule(
        engagement=house.engagements[vendor], recipients=[me], by=me.user, now=now - timedelta(weeks=2), **more
    )


def test_one_sentence_says_what_needs_me_and_how_complete_the_data_is(
    house: House, card: Scorecard, lead: Client
) -> None:
    page = words(get(house, lead))
    assert (
        "2 things need you today Week 47 · Mon 16 \N{EN DASH} Sun 22 Nov 2026 · data of 1 of 3 engagements is in"
        in page
    )
    assert "Review and issue 1 scorecard" in page


def test_four_figures(house: House, card: Scorecard, lead: Client) -> None:
    tiles = get(house, lead).context["tiles"]
    assert [(tile.label, tile.value, tile.note, tile.change) for tile in tiles] == [
        ("On target", "0", "of 3 engagements", "as last week"),
        ("SLA adherence, pooled", "60 %", "target ≥ 95 %", "\N{MINUS SIGN}40 points · n 5"),
        ("Overdue actions", "1", "of 2 open", "oldest 9 days"),
        ("Data in", "1", "of 3 engagements", "2 still missing · 1 to review"),
    ]
    assert all(tile.url.startswith(f"/{house.slug}/") and "<svg" in tile.chart for tile in tiles)


def test_adherence_is_pooled_over_clocks_with_a_weighted_target(house: House, lead: Client, now: datetime) -> None:
    with staff(house.pk):
        for vendor, expected, met, missed in (("kestrel", "95", 9, 1), ("own", "80", 60, 30)):
            desk = house.engagements[vendor]
            metric("sla_resolution", desk, name=f"Resolution {vendor}", expected=expected, minimum="70")
            levels = Levels(desk)
            for number, done in enumerate(busy_weeks(desk, "2026-11-17", 1, a_week=met + missed)):
                levels.clock(done, "met" if number < met else "missed", "2026-11-17 15:00")
            metric("sla_response", desk, name=f"P1 {vendor}", parameters={"priorities": ["1"]})
            measure_weeks({desk.pk: [W47]}, now=now)
    tile = get(house, lead).context["tiles"][1]
    # 69 of 100, never (90 % + 66.7 %) / 2; target (95 x 10 + 80 x 90) / 100
    assert (tile.label, tile.value, tile.note, tile.change) == (
        "SLA adherence, pooled; target weighted",
        "69 %",
        "target ≥ 81.5 %",
        "n 100",
    )


def test_needs_are_ranked_by_severity_money_and_deadline(
    house: House, card: Scorecard, lead: Client, now: datetime
) -> None:
    with staff(house.pk):
        EngagementTerms.objects.filter(engagement=house.engagements["inkwell"]).update(monthly_fee=900_000)
        EngagementTerms.objects.filter(engagement=house.engagements["own"]).update(monthly_fee=0)
        for vendor in ("inkwell", "own"):
            metric("throughput", house.engagements[vendor], name=f"Of {vendor}")
        blocked = freeze_scorecard(engagement=house.engagements["inkwell"], period=W47, now=now)
        schedule(house, "kestrel", now)
    found = get(house, lead).context
    needs = [*found["needs"], *found["more_needs"]]
    assert [(need.status.value, need.title, need.detail, need.action_label, need.rank) for need in needs] == [
        ("no_data", "Content formatting has sent no data for week 47", "Inkwell · cut-off was Mon 09:00",
         "Enter or excuse", Decimal(900)),
        ("off_target", "1 action overdue: “Hire a lead”", "Night desk · R. Osei · due 14 Nov", "Open actions",
         Decimal(36)),
        ("off_target", "Night desk: Resolution in time fell to 60 %", "Kestrel · 1 of 3 on target · issue by Mon 12:00",
         "Open scorecard", Decimal(36)),
    ]  # fmt: skip
    assert needs[0].action_url == reverse("scorecards:scorecard-detail", args=[house.slug, blocked.pk])


def test_what_was_not_issued_by_its_time_stays(house: House, lead: Client, now: datetime) -> None:
    with staff(house.pk):
        desk = house.engagements["kestrel"]
        metric("throughput", desk, name="Tickets", expected="1", minimum="0")
        busy_weeks(desk, "2026-11-17", 1)
        freeze_scorecard(engagement=desk, period=W47, now=now)
        schedule(house, "kestrel", now)
    assert [need.title for need in get(house, lead).context["needs"]] == []
    with time_machine.travel(now + timedelta(hours=4), tick=False):
        (need,) = get(house, lead).context["needs"]
    assert (need.title, need.detail, need.action_label) == (
        "1 scorecard is past its issue time",
        "Night desk",
        "Review and issue",
    )


def test_the_agenda_of_the_week(house: House, card: Scorecard, lead: Client, now: datetime) -> None:
    with staff(house.pk):
        schedule(house, "kestrel", now)
        Engagement.objects.filter(pk=house.engagements["own"].pk).update(ended_on=date(2026, 11, 25))
    events = get(house, lead).context["events"]
    assert [(event.when, event.what) for event in events] == [
        ("Mon 23 Nov 09:00", "Data cut-off of week 47"),
        ("Mon 23 Nov 12:00", "1 scorecard to issue"),
        ("Wed 25 Nov", "Day desk ends"),
        ("Fri 27 Nov", "Due: Test the pager"),
        ("Mon 30 Nov 09:00", "Data cut-off of week 48"),
    ]


def test_engagements_stand_worst_first_with_their_worst_metric(
    house: House, card: Scorecard, lead: Client, now: datetime
) -> None:
    with staff(house.pk):
        own = house.engagements["own"]
        metric("throughput", own, name="Calls", expected="1", minimum="0")
        busy_weeks(own, "2026-11-17", 1)
        measure_weeks({own.pk: [W47]}, now=now)
    response = get(house, lead)
    rows = response.context["rows"]
    assert [(row.engagement.name, row.status) for row in rows] == [
        ("Night desk", "off_target"), ("Content formatting", "no_data"), ("Day desk", "on_target"),
    ]  # fmt: skip
    page = words(response)
    assert "Resolution in time 60 % 3 of 5 ≥ 95 %" in page
    assert "2, 1 late To review" in page
    assert page.count("Nothing measured this week") == 1


@pytest.mark.parametrize(
    ("view", "names", "groups"),
    [
        ("worst", ["Night desk", "Content formatting", "Day desk"], ["", "", ""]),
        ("mine", [], []),
        ("vendor", ["Content formatting", "Night desk", "Day desk"], ["Inkwell", "Kestrel", "Own team"]),
        ("client", ["Night desk", "Content formatting", "Day desk"], ["Blue Harbour", "", ""]),
        ("nonsense", ["Night desk", "Content formatting", "Day desk"], ["", "", ""]),
    ],
)
def test_views(house: House, card: Scorecard, sign_in: SignIn, view: str, names: list[str], groups: list[str]) -> None:
    rows = get(house, sign_in(house.people[Role.OWNER]), view=view).context["rows"]
    assert ([row.engagement.name for row in rows], [row.group for row in rows]) == (names, groups)


def test_mine_are_those_i_own(house: House, card: Scorecard, lead: Client) -> None:
    assert len(get(house, lead, view="mine").context["rows"]) == 3


def test_it_asks_as_often_for_three_engagements_as_for_one(
    house: House, card: Scorecard, lead: Client, now: datetime
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            get(house, lead)
        return len(queries)

    others = ("own", "inkwell")
    with staff(house.pk):
        schedule(house, "kestrel", now)
        for name in others:
            Engagement.objects.filter(pk=house.engagements[name].pk).update(ended_on=date(2026, 11, 1))
    get(house, lead)
    one = asked()
    with staff(house.pk):
        for name in others:
            engagement = house.engagements[name]
            Engagement.objects.filter(pk=engagement.pk).update(ended_on=None)
            metric("sla_resolution", engagement, name=f"Of {name}")
            busy_weeks(engagement, "2026-11-17", 1)
            measure_weeks({engagement.pk: [W47]}, now=now)
            schedule(house, name, now)
            open_action_item(
                engagement=engagement, title="Late", due_date=date(2026, 11, 2), by=None, now=now, owner_name="X"
            )
    assert (one, asked()) == (47, 47)


def test_an_empty_workspace_offers_the_import(house: House, lead: Client, sign_in: SignIn) -> None:
    with staff(house.pk):
        Engagement.objects.update(ended_on=date(2026, 11, 1))
    page = get(house, lead)
    assert "Welcome to Northwind" in words(page)
    assert reverse("workitems:import-create", args=[house.slug]) in page.content.decode()
    viewer = get(house, sign_in(house.people[Role.VIEWER]))
    assert "Import work items" not in words(viewer)


def test_the_page_with_all_it_loads_stays_under_eighty_kilobytes(house: House, card: Scorecard, lead: Client) -> None:
    page = get(house, lead).content
    named = re.findall(r'(?:href|src)="/static/([^"#]+)"', page.decode())
    loaded = {name.partition("?")[0] for name in named}
    assert not [name for name in loaded if "htmx" in name]
    size = len(gzip.compress(page))
    for name in loaded:
        content = (settings.BASE_DIR / "static" / name).read_bytes()
        size += len(content) if name.endswith(".woff2") else len(gzip.compress(content))
    assert size <= 80_000


def test_mails_exclusions_and_schedules_without_recipients_need_somebody(
    house: House, lead: Client, sign_in: SignIn, now: datetime
) -> None:
    with staff(house.pk):
        desk = house.engagements["kestrel"]
        exclude(item(desk, "2026-11-17 10:00"), by=house.people[Role.ANALYST], approved_by=None)
        schedule(house, "kestrel", now)
        ReportSchedule.objects.get().recipients.all().delete()
        me = house.memberships[house.people[Role.OPS_LEAD].pk]
        failed = queue_message(subject_key="x", recipient=me, subject="x", text="x", now=now)
        Message.objects.filter(pk=failed.pk).update(state="failed")
    found = get(house, lead).context["needs"]
    assert [(need.title, need.action_url.partition(house.slug)[2]) for need in found] == [
        ("1 scorecard schedule has no recipient", "/schedules/"),
        ("1 mail failed or is uncertain", "/deliveries/?state=troubled"),
        ("1 exclusion waits for approval", "/items/?excluded=waiting"),
    ]
    assert all(lead.get(need.action_url).status_code == 200 for need in found)
    analyst = get(house, sign_in(house.people[Role.ANALYST])).context["needs"]
    assert "1 exclusion waits for approval" not in [need.title for need in analyst]
