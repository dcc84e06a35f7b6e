"""Our clock beside the source's verdict: counts, reasons, and links that lead to the very items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.factories.workitems import make_calendar, make_item, make_level
from workitems.actions.clocks import recompute_clocks
from workitems.models import WorkItem
from workitems.queries.filters import ItemFilter
from workitems.queries.reconciliation import reconciliation

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
AGES_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(hour: float, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


@pytest.fixture
def full_house(cast: Cast, now: datetime) -> House:
    """Items of every kind on a desk with eight office hours to resolve."""
    house = cast.northwind
    with staff(house.pk):
        desk = house.engagements["kestrel"]
        make_level(desk, valid_from=AGES_AGO, calendar=make_calendar(valid_from=AGES_AGO))
        missed, met = at(18, day=1), at(12)
        paused = [("pause", at(10), "client"), ("resume", at(17))]
        stories: dict[str, dict[str, Any]] = {
            "both met": {"resolved_at": met, "source_met": True},
            "both missed": {"resolved_at": missed, "source_met": False},
            "source: later due": {"resolved_at": missed, "source_met": True, "due_at": at(18, day=2)},
            "source: its rule": {"resolved_at": missed, "source_met": True, "due_at": at(9)},
            "source: reopened": {"resolved_at": missed, "source_met": True, "reopen_count": 1},
            "ours: paused": {"resolved_at": at(10, day=1), "source_met": False, "told": paused},
            "ours: earlier due": {"resolved_at": met, "source_met": False, "due_at": at(11)},
            "ours: hours": {"resolved_at": met, "source_met": False},
            "no flag": {"resolved_at": met},
        }
        items = [
            make_item(desk, opened_at=at(9), external_id=name, closed_at=at(9, day=5), **story)
            for name, story in stories.items()
        ]
        make_item(house.engagements["inkwell"], opened_at=at(9), external_id="no clock", source_met=True)
        make_item(desk, opened_at=at(9, day=-30), external_id="next month", closed_at=at(9, day=30), source_met=True)
        recompute_clocks(item_ids=[item.pk for item in items], now=now)
    return house


@pytest.fixture
def house(full_house: House) -> Iterator[House]:
    """The same, seen from inside."""
    with staff(full_house.pk):
        yield full_house


def numbers(wanted: ItemFilter) -> list[str]:
    return list(wanted.apply(WorkItem.objects.all()).order_by("external_id").values_list("external_id", flat=True))


class TestCounts:
    def test_every_item_stands_in_one_cell(self, house: House) -> None:
        found = reconciliation(ItemFilter())
        assert {place: cell.count for place, cell in found.cells.items() if cell.count} == {
            ("met", "yes"): 1,
            ("missed", "yes"): 3,
            ("met", "no"): 3,
            ("missed", "no"): 1,
            ("met", "none"): 1,
            ("none", "yes"): 2,
        }
        assert found.total == WorkItem.objects.count() == 11

    def test_reasons_are_told_where_the_two_differ(self, house: House) -> None:
        reasons = reconciliation(ItemFilter()).reasons
        told = {place: {cell.why: numbers(cell.items) for cell in cells} for place, cells in reasons.items()}
        assert told == {
            ("missed", "yes"): {
                "deadline": ["source: later due"],
                "reopened": ["source: reopened"],
                "unknown": ["source: its rule"],
            },
            ("met", "no"): {
                "paused": ["ours: paused"],
                "deadline": ["ours: earlier due"],
                "hours": ["ours: hours"],
            },
        }

    def test_each_cell_leads_to_its_items_even_within_a_period(self, house: House) -> None:
        desk = house.engagements["kestrel"]
        wanted = ItemFilter(engagement=(desk.pk,), closed_from=at(0), closed_to=at(0, day=7))
        found = reconciliation(wanted)
        assert found.total == 9
        for cell in found.cells.values():
            assert len(numbers(cell.items)) == cell.count


class TestPage:
    def test_every_number_is_a_link_to_as_many_items(self, full_house: House, sign_in: SignIn) -> None:
        browser = sign_in(full_house.people[Role.VIEWER])
        text = browser.get("/northwind/reconciliation/").content.decode()
        assert "The source calls 6 of 10 items met. Our clock: 5 of 9 decided ones." in " ".join(text.split())
        links = re.findall(r'href="/northwind/items/\?([^"]+)"[^>]*>(\d+)</a>', text)
        assert len(links) == 12
        for address, count in links:
            wanted = ItemFilter.from_query(QueryDict(unescape(address)), zone="UTC")
            with staff(full_house.pk):
                assert len(numbers(wanted)) == int(count)

    def test_as_many_queries_for_many_items_as_for_few(self, full_house: House, sign_in: SignIn) -> None:
        browser = sign_in(full_house.people[Role.VIEWER])
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                browser.get("/northwind/reconciliation/")
            counts.append(len(queries))
            with staff(full_house.pk):
                for verdict in (True, False):
                    make_item(full_house.engagements["kestrel"], opened_at=at(9), source_met=verdict)
        assert counts == [19, 19]

    def test_a_period_that_cannot_be_read_is_told(self, full_house: House, sign_in: SignIn) -> None:
        browser = sign_in(full_house.people[Role.VIEWER])
        text = browser.get("/northwind/reconciliation/?closed_from=soon").content.decode()
        assert "“closed_from” is a date such as 2026-11-16" in text
