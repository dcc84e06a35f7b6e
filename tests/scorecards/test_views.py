"""The client's pages about scorecards: what they show, what their buttons do, how often they ask."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagements.models import ActionItem, Engagement, MetricTarget
from foundation.accounts.actions.tokens import create_token
from foundation.accounts.models import Membership
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from scorecards import emails, pdf
from scorecards.actions.freezing import freeze_scorecard
from scorecards.actions.measuring import measure_weeks
from scorecards.actions.schedules import create_schedule
from scorecards.models import ManualValue, ReportSchedule, RootCause, Scorecard, ScorecardSnapshot
from scorecards.sheets import Sheet
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.factories.scorecards import busy_weeks, item, metric
from tests.factories.sheets import W47, frozen_card, issued_card


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture(autouse=True)
def monday(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def card(house: House, now: datetime) -> Scorecard:
    with staff(house.pk):
        return frozen_card(house, now=now)


@pytest.fixture
def issued(house: House, now: datetime) -> Scorecard:
    return issued_card(house, now=now)


@pytest.fixture
def lead(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.people[Role.OPS_LEAD])


def url(house: House, name: str, *args: object, **query: str) -> str:
    address = reverse(f"scorecards:{name}", args=[house.slug, *args])
    return address + "?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else address


def words(response: Any) -> str:
    """The text that people read."""
    text = re.sub(r"<(script|template)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


WAY_BACK = '<a href="/northwind/deliveries/?state=pending">Look at them, or call them back</a>'


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def again(house: House, row: Any) -> Any:
    with staff(house.pk):
        return type(row).objects.get(pk=row.pk)


def test_page_pdf_mail_and_api_show_the_same_figures(
    house: House, issued: Scorecard, lead: Client, now: datetime
) -> None:
    with staff(house.pk):
        snapshot = ScorecardSnapshot.objects.select_related("organization").get(scorecard=issued, audience="client")
        member = Membership.objects.select_related("user").get(user=house.people[Role.OPS_LEAD])
        mail = emails.scorecard_mail(snapshot, recipient=member, now=now)
        document = pdf.scorecard_document(snapshot, paper="A4", now=now)
        _token, secret = create_token(
            membership=member, name="reader", can_write=False, lifetime=timedelta(days=30), now=now
        )
    page = words(lead.get(url(house, "scorecard-detail", issued.pk)))
    paper = " ".join(pypdfium2.PdfDocument(bytes(document.content))[0].get_textpage().get_text_bounded().split())
    rich = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", mail.html)).split())
    answer = Client().get("/api/v1/scorecards/", headers={"Authorization": f"Bearer {secret}"}).json()["results"][0]
    sheets = Sheet.read(snapshot.data), Sheet.read(answer["figures"])
    shown = [
        [(line.name, line.actual, line.counted, line.between, line.aim) for line in sheet.lines] for sheet in sheets
    ]
    assert shown[0] == shown[1] == [
        ("Resolution in time", "60 %", "3 of 5", "23.1 to 88.2 %", "≥ 95 %"),
        ("Tickets solved", "5", "", "", "≥ 3"),
        ("Cost per ticket", "588 EUR", "n 5", "", "≤ 100 EUR"),
    ]  # fmt: skip
    for place in (page, paper, mail.text, rich):
        assert snapshot.data["scorecard"]["headline"] in place
        for figure in [text for line in shown[0] for text in line if text]:
            assert figure in " ".join(place.split()), figure
    assert mail.subject == f"Night desk, week 47: {snapshot.data['scorecard']['headline']}"
    assert mail.text.splitlines()[0] == snapshot.data["scorecard"]["headline"]
    assert answer["sha256"] == snapshot.sha256 == issued.seal


def test_raw_stands_beside_adjusted(house: House, card: Scorecard, lead: Client) -> None:
    page = words(lead.get(url(house, "scorecard-detail", card.pk)))
    assert "60 % 3 of 5 23.1 to 88.2 % raw 50 %, 3 of 6" in page
    assert "Client delay Waited for access." in page


def test_the_page_asks_as_often_for_three_metrics_as_for_one(house: House, lead: Client, now: datetime) -> None:
    desk = house.engagements["kestrel"]

    def asked(card: Scorecard) -> int:
        with CaptureQueriesContext(connection) as queries:
            lead.get(url(house, "scorecard-detail", card.pk))
        return len(queries)

    cards = []
    for week, count in ((W47.previous(), 1), (W47, 3)):
        with staff(house.pk):
            for number in range(count):
                metric("throughput", desk, name=f"Tickets {week.key} {number}", since=week.first_date)
            MetricTarget.objects.filter(valid_from__lt=week.first_date).update(ended_on=week.previous().last_date)
            busy_weeks(desk, str(week.first_date), 1)
            cards.append(freeze_scorecard(engagement=desk, period=week, now=now))
    asked(cards[0])
    assert [asked(card) for card in cards] == [41, 41]


def test_issuing_seals_and_says_so(house: House, card: Scorecard, lead: Client) -> None:
    response = lead.post(url(house, "scorecard-issue", card.pk))
    assert response["Location"] == url(house, "scorecard-detail", card.pk)
    sealed = again(house, card)
    assert (sealed.state, sealed.issued_by_id) == ("issued", house.people[Role.OPS_LEAD].pk)
    page = words(lead.get(response["Location"]))
    assert f"Sealed {sealed.seal[:12]}…" in page
    assert "It goes to nobody: the engagement has no schedule." in page


def test_several_are_issued_at_once_and_what_cannot_be_is_named(
    house: House, card: Scorecard, lead: Client, now: datetime
) -> None:
    with staff(house.pk):
        other = house.engagements["own"]
        metric("throughput", other, name="Calls", expected="1", minimum="0")
        busy_weeks(other, "2026-11-10", 2)
        ready = freeze_scorecard(engagement=other, period=W47, now=now)
        metric("throughput", house.engagements["inkwell"], name="Pages")
        blocked = freeze_scorecard(engagement=house.engagements["inkwell"], period=W47, now=now)
    ids = [str(each.pk) for each in (card, ready, blocked)]
    response = lead.post(url(house, "scorecard-issue-many"), {"scorecard": ids, "back": "state=frozen"})
    assert response["Location"] == url(house, "scorecard-list", state="frozen")
    assert [again(house, each).state for each in (card, ready, blocked)] == ["issued", "issued", "blocked"]
    assert said(response) == [
        "Content formatting 2026-W47: Only a scorecard with frozen figures can be issued; this one is: No data.",
        f"2 scorecards are issued and sealed. The mails leave within a minute. {WAY_BACK}",
    ]


def test_a_week_without_data_is_excused_with_a_reason(house: House, lead: Client, now: datetime) -> None:
    with staff(house.pk):
        metric("throughput", house.engagements["inkwell"], name="Pages")
        blocked = freeze_scorecard(engagement=house.engagements["inkwell"], period=W47, now=now)
    address = url(house, "scorecard-excuse", blocked.pk)
    refused = lead.post(address, {"excuse-reason": " "})
    assert (refused.status_code, "data-open-now" in refused.content.decode()) == (422, True)
    lead.post(address, {"excuse-reason": "Plant closed."})
    assert (again(house, blocked).state, again(house, blocked).excused_reason) == ("excused", "Plant closed.")
    assert "Excused by Ops_Lead Northwind: Plant closed." in words(lead.get(url(house, "scorecard-detail", blocked.pk)))


def test_a_revision_shows_the_difference_and_leaves_what_was_issued(
    house: House, issued: Scorecard, lead: Client, now: datetime
) -> None:
    with staff(house.pk):
        item(house.engagements["kestrel"], "2026-11-18 10:00", "2026-11-18 11:00")
        measure_weeks({house.engagements["kestrel"].pk: [W47]}, now=now + timedelta(hours=1))
    page = words(lead.get(url(house, "scorecard-detail", issued.pk)))
    assert "Data has moved since it was issued" in page
    assert "Tickets solved 2026-W47 5 6" in page
    response = lead.post(url(house, "scorecard-revise", issued.pk), {"revise-reason": "Late export."})
    revision = words(lead.get(response["Location"]))
    assert "revision 2" in revision
    assert "Tickets solved 2026-W47 5 6" in revision
    assert "This is an earlier revision" in words(lead.get(url(house, "scorecard-detail", issued.pk)))


def test_a_root_cause_is_noted_and_taken_back(house: House, card: Scorecard, lead: Client) -> None:
    with staff(house.pk):
        worst = card.worst_metric_id
    address = url(house, "scorecard-rootcause-create", card.pk)
    assert lead.post(address, {"metric": worst, "text": ""}).status_code == 422
    lead.post(address, {"metric": worst, "text": "The pager was off."})
    with staff(house.pk):
        cause = RootCause.objects.get(text="The pager was off.")
    assert "The pager was off." in words(lead.get(url(house, "scorecard-detail", card.pk)))
    lead.post(url(house, "rootcause-remove", cause.pk))
    with staff(house.pk):
        assert not RootCause.objects.filter(pk=cause.pk).exists()


def test_an_action_needs_an_owner_and_what_was_typed_stays(house: House, card: Scorecard, lead: Client) -> None:
    with staff(house.pk):
        worst = card.worst_metric_id
    data = {"metric": worst, "title": "Call the vendor", "due_date": "2026-11-30"}
    refused = lead.post(url(house, "scorecard-correction-create", card.pk), data)
    assert (refused.status_code, 'value="Call the vendor"' in refused.content.decode()) == (422, True)
    assert "Say who does it" in words(refused)
    lead.post(url(house, "scorecard-correction-create", card.pk), data | {"owner_name": "R. Osei"})
    with staff(house.pk):
        found = ActionItem.objects.get(title="Call the vendor")
    assert (found.owner_name, found.metric_id, found.engagement_id) == ("R. Osei", worst, card.engagement_id)


def test_a_figure_is_entered_by_hand(house: House, card: Scorecard, lead: Client) -> None:
    with staff(house.pk):
        quality = metric("error_rate", house.engagements["kestrel"], name="Errors", expected="2", minimum="3")
    data = {"metric": quality.pk, "numerator": "1", "denominator": "40", "note": "Sample of Tuesday"}
    address = url(house, "scorecard-value-create", card.pk)
    refused = lead.post(address, data | {"denominator": ""})
    assert (refused.status_code, "A share needs the number it is taken from." in words(refused)) == (422, True)
    lead.post(address, data)
    with staff(house.pk):
        entry = ManualValue.objects.get(metric=quality)
    assert (entry.period_key, str(entry.numerator), str(entry.denominator), entry.note) == (
        "2026-W47",
        "1.000000",
        "40.000000",
        "Sample of Tuesday",
    )


def test_a_number_is_explained_down_to_the_items(house: House, card: Scorecard, lead: Client) -> None:
    with staff(house.pk):
        resolution = card.lines.get(metric__name="Resolution in time").metric_id
    response = lead.get(url(house, "scorecard-metric", card.pk, resolution))
    page = words(response)
    for part in (
        "How Resolution in time is counted.", "version 1", "Numerator 3", "Denominator 5", "23.1 to 88.2 %",
        "1 left out; raw 50 % (3 of 6)", "minimum ≥ 90 %", "2026-W47 60 % 5",
    ):  # fmt: skip
        assert part in page, part
    links = re.findall(r'href="([^"]*/items/\?[^"]*)"', html.unescape(response.content.decode()))
    assert len(links) == 4
    assert lead.get(url(house, "scorecard-metric", card.pk, 999_999)).status_code == 404


def test_own_team_beside_partner(house: House, card: Scorecard, lead: Client, now: datetime) -> None:
    with staff(house.pk):
        own, process = house.engagements["own"], house.engagements["own"].process_id
        calls = metric(
            "throughput", own, house.engagements["inkwell"], name="Solved by each", expected="2", minimum="1"
        )
        busy_weeks(own, "2026-11-10", 2)
        measure_weeks({own.pk: [W47]}, now=now)
    page = words(lead.get(url(house, "scorecard-compare", process=str(process))))
    assert "Each vendor over all its engagements in this process" in page
    assert "Solved by each Day desk Own team" in page
    assert "Night desk Kestrel" in page
    narrow = words(lead.get(url(house, "scorecard-compare", metric=str(calls.pk), week="2026-W47")))
    assert ("Day desk" in narrow, "Night desk" in narrow) == (True, False)


def test_the_list_filters_by_what_the_address_says(house: House, card: Scorecard, lead: Client) -> None:
    page = lead.get(url(house, "scorecard-list"))
    assert [row.card.pk for row in page.context["rows"]] == [card.pk]
    for query, count in (
        ({"week": "2026-W46"}, 1),
        ({"week": "all"}, 3),
        ({"state": "issued"}, 0),
        ({"week": "all", "state": "frozen"}, 1),
        ({"vendor": str(house.vendors["inkwell"].pk)}, 0),
        ({"engagement": str(card.engagement_id)}, 3),
        ({"week": "nonsense", "vendor": "x"}, 1),
    ):
        assert len(lead.get(url(house, "scorecard-list", **query)).context["rows"]) == count, query


def test_the_list_asks_as_often_for_three_cards_as_for_one(
    house: House, card: Scorecard, lead: Client, now: datetime
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            lead.get(url(house, "scorecard-list"))
        return len(asked)

    lead.get(url(house, "scorecard-list"))
    one = count()
    with staff(house.pk):
        for name in ("own", "inkwell"):
            metric("throughput", house.engagements[name], name=f"Of {name}")
            measure_weeks({house.engagements[name].pk: [W47]}, now=now)
    assert count() == one


def test_the_engagements_tab_leads_to_the_newest_card(house: House, card: Scorecard, lead: Client) -> None:
    found = lead.get(url(house, "engagement-scorecard", card.engagement_id))
    assert found["Location"] == url(house, "scorecard-detail", card.pk)
    none = lead.get(url(house, "engagement-scorecard", house.engagements["own"].pk))
    assert none["Location"] == url(house, "scorecard-list", engagement=str(house.engagements["own"].pk))


def test_the_weeks_before_and_after_are_linked(house: House, card: Scorecard, lead: Client) -> None:
    page = lead.get(url(house, "scorecard-detail", card.pk)).content.decode()
    before = re.search(r'rel="prev" href="([^"]+)"', page)
    assert before
    assert "2026-W46" in words(lead.get(before[1]))
    assert 'rel="next"' not in page


def test_a_viewer_sees_and_touches_nothing(house: House, card: Scorecard, sign_in: SignIn) -> None:
    viewer = sign_in(house.people[Role.VIEWER])
    page = viewer.get(url(house, "scorecard-detail", card.pk)).content.decode()
    assert "data-dialog-open" not in page.split('id="main"')[1].split("</main>")[0]
    for name in ("issue", "excuse", "refresh", "revise", "rootcause-create", "correction-create", "value-create"):
        assert viewer.post(url(house, f"scorecard-{name}", card.pk)).status_code == 403, name
    assert viewer.get(url(house, "schedule-create")).status_code == 403


def test_the_pdf_is_kept_once_issued_and_a_draft_before(house: House, card: Scorecard, lead: Client) -> None:
    address = url(house, "scorecard-pdf", card.pk)
    draft = lead.get(address)
    assert (draft["Content-Type"], "draft" in draft["Content-Disposition"]) == ("application/pdf", True)
    lead.post(url(house, "scorecard-issue", card.pk))
    kept = lead.get(address)
    assert kept["Content-Disposition"] == 'inline; filename="night-desk-2026-W47.pdf"'
    assert kept.content == lead.get(address).content
    assert lead.get(address + "?paper=Letter").content != kept.content


def test_a_schedule_is_made_changed_and_ended(house: House, lead: Client) -> None:
    desk: Engagement = house.engagements["kestrel"]
    assert "A weekly scorecard for which engagement?" in words(lead.get(url(house, "schedule-create")))
    address = url(house, "schedule-create", engagement=str(desk.pk))
    me = house.memberships[house.people[Role.OPS_LEAD].pk].pk
    vendor = house.memberships[house.vendor_people["kestrel", Role.VENDOR_MANAGER].pk].pk
    stranger = house.memberships[house.vendor_people["inkwell", Role.VENDOR_MANAGER].pk].pk
    data = {"recipients": [me, vendor], "issue_weekday": "0", "issue_time": "12:00"}
    assert "Choose at least one recipient." in words(lead.post(address, data | {"recipients": []}))
    assert lead.post(address, data | {"recipients": [stranger]}).status_code == 200
    lead.post(address, data)
    with staff(house.pk):
        schedule = ReportSchedule.objects.get(engagement=desk)
        assert sorted(schedule.recipients.values_list("membership_id", flat=True)) == sorted([me, vendor])
    assert "This engagement has a schedule already." in words(lead.post(address, data))
    page = words(lead.get(url(house, "schedule-list")))
    assert "Night desk Kestrel Monday 12:00 by a person, at the latest" in page
    lead.post(url(house, "schedule-edit", schedule.pk), data | {"issues_itself": "on", "recipients": [me]})
    assert again(house, schedule).issues_itself
    lead.post(url(house, "schedule-end", schedule.pk))
    assert again(house, schedule).ended_at is not None
    assert "This schedule has ended already." in said(lead.post(url(house, "schedule-end", schedule.pk)))


def test_a_recipient_who_left_is_marked(house: House, lead: Client, now: datetime) -> None:
    member = house.memberships[house.people[Role.VIEWER].pk]
    with staff(house.pk):
        create_schedule(
            engagement=house.engagements["kestrel"], recipients=[member], by=house.people[Role.OWNER], now=now
        )
        Membership.objects.filter(pk=member.pk).update(left_at=now)
    assert "Viewer Northwind (has left)" in words(lead.get(url(house, "schedule-list")))
