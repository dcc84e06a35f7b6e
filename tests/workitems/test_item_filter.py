"""The filter of the item list: what each parameter keeps, and that an address makes it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict

from engagements.models import Engagement, Segment
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import Cast, House
from tests.factories.workitems import HOUR, make_calendar, make_item, make_level
from workitems.actions.clocks import recompute_clocks
from workitems.models import Exclusion, WorkItem
from workitems.queries.filters import FilterError, ItemFilter

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


def at(hour: float, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


def read(address: str, zone: str = "UTC") -> ItemFilter:
    return ItemFilter.from_query(QueryDict(address), zone=zone)


class TestAddress:
    def test_an_address_makes_the_same_filter_again(self) -> None:
        full = ItemFilter(
            engagement=(3, 7),
            vendor=1,
            client=2,
            process=4,
            segment=5,
            batch=6,
            priority=("1 - Critical", "3 - Low"),
            type="Incident & more",
            queue="Group 70",
            status="open",
            opened_from=at(0),
            opened_to=at(24),
            done_from=at(1),
            done_to=at(2),
            closed_from=at(3),
            closed_to=at(4),
            due_from=at(14),
            due_to=at(15),
            on_time="no",
            requester="known",
            handled="told",
            repeated="yes",
            rated_from=at(5),
            rated_to=at(6),
            rated_min=Decimal("4.5"),
            open_at=at(7.5),
            response="met",
            response_from=at(8),
            response_to=at(9),
            resolution="missed",
            resolution_from=at(10),
            resolution_to=at(11),
            sla="decided",
            sla_from=at(12),
            sla_to=at(13),
            source_met="yes",
            excluded="no",
            reopened="yes",
            checked="no",
            defective="yes",
            why="paused",
            q="INC 00+1",
        )
        assert read(full.address) == full
        assert len(full.to_query()) == len(ItemFilter.__dataclass_fields__) - 1

    def test_unassigned_and_empty(self) -> None:
        assert read("engagement=unassigned") == ItemFilter(unassigned=True)
        assert ItemFilter(unassigned=True).address == "engagement=unassigned"
        assert read("q=+&vendor=&order=oldest&after=1").is_empty
        assert ItemFilter().address == ""

    def test_a_bare_date_is_a_day_of_the_organizations_zone(self) -> None:
        found = read("closed_from=2026-11-16&closed_to=2026-11-22", "Europe/Berlin")
        assert (found.closed_from, found.closed_to) == (at(-1), at(-1, day=7))
        assert read("open_at=2026-11-16T09:00", "Europe/Berlin").open_at == at(8)

    @pytest.mark.parametrize(
        "address",
        [
            "engagement=x",
            "engagement=-1",
            "vendor=99999999999999999999",
            "vendor=1&vendor=2",
            "status=asleep",
            "opened_from=yesterday",
            "opened_to=9999-12-31",
            "rated_min=NaN",
            "q=%00",
            "queue=" + "x" * 201,
            "open_at=0001-01-01T00:00:00%2B14:00",
        ],
    )
    def test_what_cannot_be_read_is_named(self, address: str) -> None:
        with pytest.raises(FilterError) as caught:
            read(address)
        assert list(caught.value.problems) == [address.split("=", maxsplit=1)[0]]


@pytest.fixture
def house(cast: Cast) -> Iterator[House]:
    northwind = cast.northwind
    with staff(northwind.pk, actor=northwind.people[Role.OWNER].pk):
        yield northwind


@pytest.fixture
def desk(house: House) -> Engagement:
    return house.engagements["kestrel"]


def kept(**wanted: object) -> list[str]:
    """The numbers of the items that a filter keeps."""
    items = ItemFilter(**wanted).apply(WorkItem.objects.all())  # type: ignore[arg-type]  # the tests' own words
    return list(items.order_by("external_id").values_list("external_id", flat=True))


class TestPlaces:
    def test_engagement_vendor_client_segment_and_unassigned(self, house: House, desk: Engagement) -> None:
        other = house.engagements["inkwell"]
        german = Segment.objects.create(engagement=desk, name="German")
        make_item(desk, opened_at=at(9), external_id="A", segment=german)
        make_item(other, opened_at=at(9), external_id="B", client_id=None)
        make_item(None, opened_at=at(9), external_id="C")
        assert kept(engagement=(desk.pk,)) == ["A"]
        assert kept(engagement=(desk.pk, other.pk)) == ["A", "B"]
        assert kept(unassigned=True) == ["C"]
        assert kept(vendor=other.vendor_id) == ["B"]
        assert kept(client=desk.client_id) == ["A"]
        assert kept(segment=german.pk) == ["A"]
        assert kept(process=desk.process_id) == ["A", "B"]
        assert kept() == ["A", "B", "C"]

    def test_texts_are_exact_and_the_search_is_not(self, desk: Engagement) -> None:
        make_item(
            desk, opened_at=at(9), external_id="INC1", title="Printer 100%", priority="High", item_type="Incident"
        )
        make_item(desk, opened_at=at(9), external_id="inc2", priority="high", queue="Group 70", status_class="paused")
        assert kept(priority=("High",)) == ["INC1"]
        assert kept(priority=("High", "high")) == ["INC1", "inc2"]
        assert kept(type="Incident") == ["INC1"]
        assert kept(queue="Group 70") == ["inc2"]
        assert kept(status="paused") == ["inc2"]
        assert kept(q="INC") == ["INC1", "inc2"]
        assert kept(q="100%") == ["INC1"]
        assert kept(q="%") == ["INC1"]


class TestInstants:
    def test_intervals_are_half_open(self, desk: Engagement) -> None:
        for name, hour in (("A", 9), ("B", 10), ("C", 11)):
            closed = at(hour, day=1)
            make_item(desk, opened_at=at(hour), external_id=name, closed_at=closed, csat_at=closed, csat_score=hour)
        assert kept(opened_from=at(9), opened_to=at(10)) == ["A"]
        assert kept(closed_from=at(10, day=1), closed_to=at(11, day=1)) == ["B"]
        assert kept(done_from=at(11, day=1)) == ["C"]
        assert kept(rated_from=at(9, day=1), rated_min=Decimal(10)) == ["B", "C"]

    def test_done_is_the_first_resolution_and_never_a_cancellation(self, desk: Engagement) -> None:
        make_item(desk, opened_at=at(9), external_id="A", first_resolved_at=at(10), resolved_at=at(10, day=9))
        make_item(desk, opened_at=at(9), external_id="B", closed_at=at(10), status_class="cancelled")
        make_item(desk, opened_at=at(9), external_id="C", resolved_at=at(10), closed_at=at(10, day=9))
        assert kept(done_from=at(0), done_to=at(24)) == ["A", "C"]

    def test_the_backlog_at_an_instant(self, desk: Engagement) -> None:
        make_item(desk, opened_at=at(9), external_id="opened then")
        make_item(desk, opened_at=at(8), external_id="closed then", resolved_at=at(9))
        make_item(desk, opened_at=at(8), external_id="closed before", resolved_at=at(8.5))
        make_item(desk, opened_at=at(8), external_id="open")
        make_item(desk, opened_at=at(8), external_id="cancelled", status_class="cancelled")
        reopened = [("stop", at(8.2)), ("reopen", at(8.4)), ("stop", at(10))]
        make_item(desk, opened_at=at(8), external_id="reopened", told=reopened, reopen_count=1, resolved_at=at(10))
        before = [("stop", at(8.2)), ("reopen", at(9.5)), ("stop", at(10))]
        make_item(desk, opened_at=at(8), external_id="reopened later", told=before, reopen_count=1, resolved_at=at(10))
        assert kept(open_at=at(9)) == ["closed then", "open", "reopened"]


class TestJudgements:
    def test_clocks_by_outcome_and_instant(self, desk: Engagement, now: datetime) -> None:
        make_level(desk, valid_from=at(0, day=-99), calendar=make_calendar(valid_from=at(0, day=-99)))
        make_level(desk, valid_from=at(0, day=-99), kind="response", targets={"": HOUR})
        met = make_item(desk, opened_at=at(9), external_id="met", first_response_at=at(9.5), resolved_at=at(10))
        missed = make_item(desk, opened_at=at(9), external_id="missed", first_response_at=at(9.5), resolved_at=at(30))
        runs = make_item(desk, opened_at=at(9, day=4), external_id="runs", first_response_at=at(16, day=4))
        make_item(desk, opened_at=at(9), external_id="no clock yet")
        recompute_clocks(item_ids=[met.pk, missed.pk, runs.pk], now=at(16.5, day=4))
        assert kept(resolution="met") == ["met"]
        assert kept(resolution="missed") == ["missed"]
        assert kept(resolution="running") == ["runs"]
        assert kept(resolution="decided") == ["met", "missed"]
        assert kept(resolution="none") == ["no clock yet"]
        assert kept(response="missed") == ["runs"]
        assert kept(sla="missed", engagement=(desk.pk,)) == ["missed", "runs"]
        assert kept(sla="missed", sla_from=at(17), sla_to=at(17, day=1)) == ["missed"]
        assert kept(resolution_from=at(10), resolution_to=at(17)) == ["met"]

    def test_exclusions(self, house: House, desk: Engagement, now: datetime) -> None:
        owner, lead = house.people[Role.OWNER], house.people[Role.OPS_LEAD]
        decided = {"approved": {"approved_at": now}, "rejected": {"rejected_at": now}, "waiting": None, "never": None}
        for name, decision in decided.items():
            item = make_item(desk, opened_at=at(9), external_id=name)
            claim = {"item": item, "reason": "duplicate", "note": "-", "claimed_by": owner, "claimed_at": now}
            if name != "never":
                Exclusion.objects.create(**claim, **({**decision, "decided_by": lead} if decision else {}))
        assert kept(excluded="yes") == ["approved"]
        assert kept(excluded="no") == ["never", "rejected", "waiting"]
        assert kept(excluded="waiting") == ["waiting"]

    def test_the_sources_verdict_and_quality(self, desk: Engagement) -> None:
        make_item(desk, opened_at=at(9), external_id="A", source_met=True, checked=True, defective=True)
        make_item(desk, opened_at=at(9), external_id="B", source_met=False, checked=True, defective=False)
        make_item(desk, opened_at=at(9), external_id="C", reopen_count=1)
        assert kept(source_met="yes") == ["A"]
        assert kept(source_met="no") == ["B"]
        assert kept(source_met="none") == ["C"]
        assert kept(source_met="told") == ["A", "B"]
        assert kept(defective="yes") == ["A"]
        assert kept(defective="no") == ["B", "C"]
        assert kept(checked="yes") == ["A", "B"]
        assert kept(reopened="yes") == ["C"]
        assert kept(reopened="no") == ["A", "B"]
