"""A process shared out: what is agreed and refused, what the pages say of it, and who fails what."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagements.models import Engagement, Metric, MetricVersion, Process
from foundation.accounts.models import User
from foundation.accounts.revisions import ConflictError
from foundation.accounts.tenancy.context import staff
from scorecards.models import MetricValue
from sourcing.actions.allocation import Given, allocate, route_type
from sourcing.models import Allocation, AllocationShare, WorkRoute
from tests.factories.cast import House
from tests.sourcing.conftest import items

TODAY = date(2026, 11, 23)
PARTS = (("kestrel", "primary", "70"), ("inkwell", "challenger", "20"), ("own", "backup", "10"))


def given(house: House, parts: Any = PARTS) -> list[Given]:
    return [Given(house.engagements[name], part, Decimal(share)) for name, part, share in parts]


def agree(house: House, by: User, now: datetime, *, day: date = TODAY, parts: Any = PARTS, **more: Any) -> Allocation:
    row = Allocation(process=house.engagements["own"].process, valid_from=day, reason="Spread", switch_rule="If late")
    for name, value in more.items():
        setattr(row, name, value)
    with staff(house.pk, actor=by.pk), transaction.atomic():
        return allocate(allocation=row, shares=given(house, parts), seen=None, today=TODAY, by=by, now=now)


def page(name: str, house: House, **kwargs: Any) -> str:
    return reverse(f"outsourcing:{name}", kwargs={"org": house.slug, **kwargs})


def test_the_form_agrees_a_plan_and_keeps_what_was_typed(house: House, process: Process, lead: Client) -> None:
    address = page("allocation-create", house, process=process.pk)
    typed = {"valid_from": "2027-01-04", "reason": "Spread", "switch_rule": "If late", "seen": "0"}
    for name, part, share in PARTS:
        pk = house.engagements[name].pk
        typed |= {f"part_{pk}": part, f"share_{pk}": share}
    own = house.engagements["own"].pk
    wrong = lead.post(address, typed | {f"share_{own}": "5", "threshold": "92"})
    assert "The shares come to 95 %, not to 100 %" in wrong.text
    assert set(wrong.context["form"].errors) == {"__all__", "metric", "beyond", "weeks"}
    assert 'value="2027-01-04"' in wrong.text
    assert "The shares are agreed from" in lead.post(address, typed, follow=True).text
    assert lead.post(address, typed).text.count("Somebody else saved this in the meantime") == 1
    with staff(house.pk):
        assert [(str(row.engagement.name), row.part, row.share) for row in AllocationShare.objects.all()] == [
            ("Night desk", "primary", Decimal(70)),
            ("Content formatting", "challenger", Decimal(20)),
            ("Day desk", "backup", Decimal(10)),
        ]


def test_what_is_refused(house: House, by: User, now: datetime) -> None:
    first = agree(house, by, now, day=date(2026, 1, 5))  # the first may have begun before
    with pytest.raises(ValidationError, match="for days that have passed stays"):
        agree(house, by, now, day=date(2026, 11, 22))
    with pytest.raises(ValidationError, match="exactly one"):
        agree(house, by, now, parts=(("kestrel", "challenger", "70"), ("own", "challenger", "30")))
    with pytest.raises(ValidationError, match="no share"):
        agree(house, by, now, parts=(("kestrel", "primary", "100"), ("own", "challenger", "0")))
    agree(house, by, now, parts=(("kestrel", "primary", "100"), ("own", "backup", "0")))  # standing by
    row = Allocation(process_id=first.process_id, valid_from=TODAY, switch_rule="If late")
    with staff(house.pk), pytest.raises(ConflictError):
        allocate(allocation=row, shares=given(house), seen=first.pk, today=TODAY, by=by, now=now)


def test_the_database_keeps_the_whole_and_the_past(house: House, by: User, now: datetime) -> None:
    made = agree(house, by, now)
    with staff(house.pk), transaction.atomic():
        bare = Allocation.objects.create(
            process_id=made.process_id, valid_from=TODAY, switch_rule="If late", created_at=now
        )
        for share, part in ((90, "primary"), (100, "challenger")):
            with pytest.raises(IntegrityError, match="come to 100"), transaction.atomic():
                AllocationShare.objects.create(
                    allocation=bare, engagement=house.engagements["own"], part=part, share=share
                )
        half = Allocation(process_id=made.process_id, valid_from=TODAY, switch_rule="x", created_at=now, threshold=1)
        with pytest.raises(IntegrityError, match="condition_is_whole"), transaction.atomic():
            half.save()
    for statement in ("UPDATE sourcing_allocation SET reason = ''", "DELETE FROM sourcing_allocationshare"):
        with staff(house.pk), pytest.raises(Exception, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_the_page_shows_plan_reality_and_the_rule(
    house: House, process: Process, by: User, lead: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with staff(house.pk), transaction.atomic():
        metric = Metric.objects.create(name="Response", measure="sla_response", unit="percent", direction="higher")
        version = MetricVersion.objects.create(
            metric=metric, number=1, valid_from=date(1970, 1, 1), definition="d", source="s", created_at=now
        )
        monday = datetime.fromisoformat("2026-11-16T00:00:00+00:00")
        for back, value in ((0, "91.9"), (1, "90"), (2, "95"), (3, "80")):
            start = monday - timedelta(weeks=back)
            MetricValue.objects.create(
                metric=metric, version=version, engagement=house.engagements["kestrel"], period_kind="week",
                period_key=f"2026-W{47 - back}", period_start=start, period_end=start + timedelta(weeks=1),
                value=value, computed_at=now,
            )  # fmt: skip
        at = datetime.fromisoformat("2026-11-20T12:00:00+00:00")
        items(house, "kestrel", 30, start=at, item_type="Network")
        items(house, "own", 10, start=at, item_type="Hardware")
        items(house, "own", 5, start=at, item_type="network", status_class="cancelled")
        for kind, name in (
            ("network", "kestrel"),
            ("Hardware", "inkwell"),
            ("Printing", "own"),
            ("printing", "kestrel"),
        ):
            route_type(
                route=WorkRoute(process=process, item_type=kind, engagement=house.engagements[name]), by=by, now=now
            )
    more = {"metric": metric, "beyond": "below", "threshold": Decimal(92), "weeks": 3}
    agree(house, by, now, day=date(2026, 1, 5), **more)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    answer = lead.get(page("allocation-detail", house, process=process.pk))
    seen = answer.context
    assert [(row.engagement.name, row.last.got, row.last.whole, row.last.is_off) for row in seen["rows"]] == [
        ("Night desk", 30, 40, False),
        ("Content formatting", 0, 40, True),
        ("Day desk", 10, 40, True),
    ]
    assert (seen["rule"].state.run, seen["rule"].state.is_met) == (2, False)
    assert "2 of 3 weeks" in answer.text
    assert [(row.lane.item_type, row.lane.standing.value, row.lane.astray) for row in seen["lanes"]] == [
        ("Hardware", "routed", 10),
        ("network", "routed", 0),
        ("Printing", "double", 0),
    ]
    assert "no gap" in answer.text  # no calendar: around the clock


def test_pages_ask_as_often_for_three_as_for_one(
    house: House, process: Process, by: User, lead: Client, now: datetime
) -> None:
    agree(house, by, now, day=date(2026, 1, 5))
    names = ("allocation-detail", "process-comparison", "vendor-redundancy")
    addresses = [page(n, house, **({} if n.startswith("vendor") else {"process": process.pk})) for n in names]

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as seen:
                assert lead.get(address).status_code == 200
            counts.append(len(seen))
        return counts

    asked()
    three = asked()
    with staff(house.pk), transaction.atomic():
        others = [house.engagements[name].pk for name in ("inkwell", "own")]
        Engagement.objects.filter(pk__in=others).update(ended_on=date(2026, 1, 5))
    assert asked() == three


def test_what_a_failure_hits(
    house: House, by: User, lead: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree(house, by, now)
    with staff(house.pk), transaction.atomic():
        other = Process.objects.create(name="Content")
        house.engagements["inkwell"].process = other
        house.engagements["inkwell"].save(update_fields=["process"])
        items(house, "kestrel", 3, start=now - timedelta(days=3))
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    seen = lead.get(page("vendor-redundancy", house)).context
    assert [(work.name, work.standing.value) for work in seen["works"]] == [
        ("Content", "alone"),
        ("After-hours IT support", "planned"),
    ]
    assert [(row.failure.name, row.failure.stopped, row.failure.items) for row in seen["failures"]][:2] == [
        ("Inkwell", ["Content"], 0),
        ("Kestrel", [], 3),
    ]
