"""The list of work items, an item's page and the CSV, as people get them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagements.models import Segment
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from foundation.inbox.models import ImportBatch, StoredFile
from tests.conftest import SignIn
from tests.factories.cast import CANARY, Cast, House
from tests.factories.workitems import HOUR, make_calendar, make_item, make_level, tell
from workitems.actions.clocks import recompute_clocks
from workitems.models import WorkItem

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
AGES_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(hour: float, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


@pytest.fixture
def house(cast: Cast) -> House:
    """Northwind with levels on the night desk, and a strange item next door."""
    with staff(cast.umbra.pk):
        make_item(cast.umbra.engagements["kestrel"], opened_at=at(9), external_id="strange", title=CANARY)
    northwind = cast.northwind
    with staff(northwind.pk):
        desk = northwind.engagements["kestrel"]
        make_level(desk, valid_from=AGES_AGO, calendar=make_calendar(valid_from=AGES_AGO))
        make_level(desk, valid_from=AGES_AGO, kind="response", targets={"": HOUR})
    return northwind


@pytest.fixture
def browser(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.people[Role.ANALYST])


def add(house: House, count: int = 1, **values: object) -> list[WorkItem]:
    """Items of the night desk with their clocks: opened Monday at 9, an hour apart, done the next day."""
    with staff(house.pk):
        desk = house.engagements["kestrel"]
        items = [
            make_item(desk, **{"opened_at": at(9 + n), "resolved_at": at(9, day=1), "title": f"Printer {n}", **values})  # type: ignore[arg-type]  # the tests' own words
            for n in range(count)
        ]
        recompute_clocks(item_ids=[item.pk for item in items], now=at(9, day=2))
    return items


def page(browser: Client, path: str, status: int = 200) -> str:
    response = browser.get(f"/northwind/{path}")
    assert response.status_code == status, path
    return response.content.decode()


class TestList:
    def test_it_shows_items_newest_first_with_their_clocks(self, house: House, browser: Client) -> None:
        first, second = add(house, 2)
        text = page(browser, "items/")
        assert text.index(second.external_id) < text.index(first.external_id)
        assert text.count("due 16 Nov") == 0
        assert "2 shown" in text
        assert "missed" in text
        assert "strange" not in text
        assert CANARY not in text

    def test_as_many_queries_for_three_as_for_one(self, house: House, browser: Client) -> None:
        counts = []
        for more in (1, 2):
            add(house, more, reopen_count=1)
            with CaptureQueriesContext(connection) as queries:
                page(browser, "items/?status=open")
            counts.append(len(queries))
        assert counts == [24, 24]

    def test_it_pages_by_key_both_ways(self, house: House, browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        numbers = [item.external_id for item in add(house, 5)][::-1]
        monkeypatch.setattr("workitems.queries.item_lists.item_page.__defaults__", (None, 2))

        def shown(address: str) -> tuple[list[str], dict[str, str]]:
            response = browser.get(f"/northwind/items/{address}")
            names = [item.external_id for item in response.context["page"].items]
            return names, {way: response.context[f"{way}_url"] for way in ("newer", "older")}

        first, links = shown("")
        second, links = shown(links["older"])
        third, last = shown(links["older"])
        back, _ = shown(last["newer"])
        start, begin = shown(links["newer"])
        assert [first, second, third] == [numbers[:2], numbers[2:4], numbers[4:]]
        assert (back, start) == (numbers[2:4], numbers[:2])
        assert (last["older"], begin["newer"]) == ("", "")

    def test_a_filter_counts_up_to_its_bound(
        self, house: House, browser: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add(house, 3)
        assert "3 shown of 3" in page(browser, "items/?status=open")
        monkeypatch.setattr("workitems.views.item_lists.MOST_COUNTED", 2)
        monkeypatch.setattr("workitems.queries.item_lists.count_up_to.__defaults__", (2,))
        assert "3 shown of more than 2" in page(browser, "items/?status=open")

    def test_the_unassigned_are_counted_and_one_click_away(self, house: House, browser: Client) -> None:
        add(house)
        with staff(house.pk):
            lost = make_item(None, opened_at=at(9))
        assert "1 item belongs to no engagement and counts nowhere." in page(browser, "items/")
        text = page(browser, "items/?engagement=unassigned")
        assert lost.external_id in text
        assert "1 shown of 1" in text

    def test_what_cannot_be_read_shows_nothing_and_says_why(self, house: House, browser: Client) -> None:
        (item,) = add(house)
        text = page(browser, "items/?opened_from=soon&vendor=x")
        assert item.external_id not in text
        assert "“opened_from” is a date such as 2026-11-16" in text
        assert "“vendor” is chosen by its number." in text

    def test_what_the_bar_has_no_field_for_stays_and_can_be_taken_away(self, house: House, browser: Client) -> None:
        with staff(house.pk):
            german = Segment.objects.create(engagement=house.engagements["kestrel"], name="German")
        text = page(browser, f"items/?segment={german.pk}&open_at=2026-11-16T09:00:00Z&status=open")
        assert f'<input type="hidden" name="segment" value="{german.pk}">' in text
        assert "Segment: German" in text
        assert "In the backlog at: Mon 16 Nov 2026 09:00 UTC" in text
        assert 'href="?status=open&amp;open_at=2026-11-16T09%3A00%3A00Z"' in text

    def test_a_strange_segment_is_not_named(self, cast: Cast, house: House, browser: Client) -> None:
        with staff(cast.umbra.pk):
            strange = Segment.objects.create(engagement=cast.umbra.engagements["kestrel"], name=CANARY)
        assert f"Segment: #{strange.pk}" in page(browser, f"items/?segment={strange.pk}")

    def test_dates_come_back_as_they_were_typed(self, house: House, browser: Client) -> None:
        text = page(browser, "items/?closed_from=2026-11-16&closed_to=2026-11-22")
        assert 'name="closed_from" value="2026-11-16"' in text
        assert 'name="closed_to" value="2026-11-22"' in text


class TestFile:
    def rows(self, browser: Client, address: str) -> list[dict[str, str]]:
        response = browser.get(f"/northwind/items/?csv=1&{address}")
        assert response["Content-Disposition"] == 'attachment; filename="work-items-northwind.csv"'
        return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))

    def test_it_holds_what_the_filter_shows(self, house: House, browser: Client) -> None:
        add(house, 2)
        (item,) = add(house, title="=1+1", source_met=True, resolved_at=at(12), priority="High")
        (row,) = self.rows(browser, "source_met=yes")
        assert row["Number"] == item.external_id
        assert row["Title"] == "'=1+1"
        assert (row["Resolution clock"], row["Resolution due"]) == ("met", "2026-11-16T17:00:00+00:00")
        assert (row["Engagement"], row["Priority"], row["Met according to the source"]) == (
            "Night desk",
            "High",
            "true",
        )
        assert len(self.rows(browser, "")) == 3

    def test_a_long_list_is_read_in_pieces_and_too_long_a_one_refused(
        self, house: House, browser: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        numbers = [item.external_id for item in add(house, 5)][::-1]
        monkeypatch.setattr("workitems.queries.item_lists._EXPORT_CHUNK", 2)
        assert [row["Number"] for row in self.rows(browser, "")] == numbers
        monkeypatch.setattr("workitems.views.item_lists.MOST_EXPORTED", 4)
        response = browser.get("/northwind/items/?csv=1&status=open", follow=True)
        assert "A file holds 4 items at most." in response.content.decode()


class TestItem:
    def test_it_tells_what_happened_and_how_the_clocks_ran(self, house: House, browser: Client) -> None:
        told = [("assign", at(9), "Group 70"), ("pause", at(12), "client"), ("resume", at(9, day=1))]
        (item,) = add(
            house,
            told=told,
            url="https://desk.example/1",
            first_response_at=at(9.5),
            resolved_at=at(10, day=1),
            group_seconds={"Group 70": 90_000},
        )
        text = page(browser, f"items/{item.pk}/")
        assert 'href="https://desk.example/1"' in text
        assert "paused: waiting for the client" in text
        assert "assigned: Group 70" in text
        assert "8\N{NO-BREAK SPACE}h allowed" in text
        assert "4\N{NO-BREAK SPACE}h" in text
        assert "1\N{NO-BREAK SPACE}d\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}h" in text
        assert text.count('class="ch clock"') + text.count("<svg") >= 2

    def test_as_many_queries_for_many_events_as_for_few(self, house: House, browser: Client) -> None:
        (item,) = add(house)
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                page(browser, f"items/{item.pk}/")
            counts.append(len(queries))
            with staff(house.pk):
                tell(item, [("assign", at(10), "Group 1"), ("assign", at(11), "Group 2")])
        assert counts == [30, 30]

    def test_times_show_in_the_persons_zone_and_the_vendors(self, house: House, browser: Client) -> None:
        with staff(house.pk):
            vendor = house.vendors["kestrel"]
            vendor.time_zone = "Asia/Manila"
            vendor.save()
        (item,) = add(house)
        text = page(browser, f"items/{item.pk}/")
        assert "Mon 16 Nov 2026 09:00 UTC" in text
        assert "(17:00 PST)" in text

    def test_an_item_without_level_or_engagement_says_so(self, house: House, browser: Client) -> None:
        with staff(house.pk):
            lost = make_item(None, opened_at=at(9))
            unlevelled = make_item(house.engagements["inkwell"], opened_at=at(9))
        assert "The item belongs to no engagement" in page(browser, f"items/{lost.pk}/")
        assert "No service level of Content formatting was in force" in page(browser, f"items/{unlevelled.pk}/")

    def test_another_tenants_item_and_a_missing_one_are_not_found(
        self, cast: Cast, house: House, browser: Client
    ) -> None:
        with staff(cast.umbra.pk):
            strange = WorkItem.objects.get()
        assert page(browser, f"items/{strange.pk}/", 404) == page(browser, "items/999999999/", 404)

    def test_it_names_the_import_it_came_with(self, house: House, browser: Client, now: datetime) -> None:
        with staff(house.pk):
            file = StoredFile.objects.create(sha256="1", name="week-47.csv", size=1, content=b"1", uploaded_at=now)
            batch = ImportBatch.objects.create(file=file, rules_hash="1", created_at=now)
        (item,) = add(house, batch=batch)
        text = page(browser, f"items/{item.pk}/")
        assert "from week-47.csv, imported 23 Nov 2026" in text
        assert f'href="/northwind/imports/{batch.pk}/"' in text
