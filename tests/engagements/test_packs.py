"""Packs: sound as data, agreed in one step, and the same again changes nothing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from engagements.actions.catalogue import archive_row
from engagements.actions.metrics import Definition, create_metric
from engagements.actions.packs import apply_pack, steps_of
from engagements.actions.targets import end_target
from engagements.library import Typical
from engagements.models import Engagement, Metric, MetricTarget, MetricVersion
from engagements.models.metrics import Cadence
from engagements.packs import PACKS, Pack, Promise, pack
from engagements.target_rules import Bounds, target_problems
from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.engagements.conftest import errors, messages_of, url
from tests.factories.cast import Cast, House

MONDAY, NEXT = date(2026, 11, 30), date(2026, 12, 7)
PROMISES = [promise for each in PACKS for promise in each.promises]


def found_pack(key: str) -> Pack:
    found = pack(key)
    assert found is not None
    return found


OPERATIONS = found_pack("operations")


@pytest.fixture
def desk(house: House) -> Engagement:
    return house.engagements["kestrel"]


def agree(
    house: House,
    desk: Engagement,
    now: datetime,
    key: str = "operations",
    *,
    numbers: dict[str, Typical] | None = None,
    valid_from: date = MONDAY,
) -> int:
    lead = house.people[Role.OPS_LEAD]
    return apply_pack(
        pack=found_pack(key), engagement=desk, numbers=numbers or {}, valid_from=valid_from, by=lead, now=now
    )


def saved() -> list[int]:
    return [model._default_manager.count() for model in (Metric, MetricVersion, MetricTarget, AuditEvent)]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda each: each.key)
def test_a_promise_is_sound(promise: Promise) -> None:
    metric, target = promise.metric, promise.target
    assert promise.cadence in {"", *Cadence.values}
    if target is not None:
        bounds = Bounds(metric.unit, metric.direction, *target, is_strict=promise.is_strict)
        assert list(target_problems(bounds)) == []
    else:
        assert metric.unit in ("count", "money")


def test_the_packs() -> None:
    assert [(each.key, [promise.key for promise in each.promises]) for each in PACKS] == [
        ("operations", ["completion", "turnaround-mean", "error-rate", "improvement-suggestions", "sop-adherence"]),
        ("weekly", ["throughput", "backlog", "sla-adherence", "error-rate"]),
        ("monthly", ["csat", "cost-per-unit", "net-margin", "improvement-suggestions"]),
    ]
    assert pack("nonsense") is None
    with pytest.raises(LookupError):
        assert Promise("nonsense").metric


def test_the_operations_pack_is_what_was_asked_for(house: House, desk: Engagement, now: datetime) -> None:
    with staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        assert agree(house, desk, now) == 5
        rows = MetricTarget.objects.order_by("position").select_related("metric").prefetch_related("metric__versions")
        found = [
            (t.metric.name, t.metric.unit, t.metric.direction, int(t.expected), t.is_strict, v.cadence, t.valid_from)
            for t in rows
            for v in t.metric.versions.all()
        ]
    assert found == [
        ("Completion", "percent", "higher", 95, False, "week", MONDAY),
        ("Average turnaround", "hours", "lower", 24, False, "week", MONDAY),
        ("Error rate", "percent", "lower", 2, True, "month", MONDAY),
        ("Improvement suggestions", "count", "higher", 2, False, "month", MONDAY),
        ("SOP adherence", "percent", "higher", 100, False, "two_weeks", MONDAY),
    ]


def test_the_same_again_changes_nothing(house: House, desk: Engagement, now: datetime) -> None:
    with staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        agree(house, desk, now)
        before = saved()
        assert agree(house, desk, now, valid_from=NEXT) == 0
        assert saved() == before
        assert all(step.is_agreed for step in steps_of(OPERATIONS, desk))


def test_two_packs_meet_in_a_metric(house: House, desk: Engagement, now: datetime) -> None:
    with staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        agree(house, desk, now)
        numbers = {"cost-per-unit": Typical(Decimal(9), Decimal(7), Decimal(7))}
        assert agree(house, desk, now, "monthly", numbers=numbers) == 3
        assert MetricTarget.objects.filter(metric__name="Improvement suggestions").count() == 1


def test_another_cadence_is_a_metric_of_its_own(house: House, desk: Engagement, now: datetime) -> None:
    with staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        agree(house, desk, now)
        assert agree(house, desk, now, "weekly") == 2
        kept = Metric.objects.filter(measure="error_rate").values_list("name", "versions__cadence").order_by("pk")
        assert list(kept) == [("Error rate", "month"), ("Error rate, weekly", "week")]
        apart = [(step.name, str(step.cadence), step.is_apart) for step in steps_of(found_pack("weekly"), desk)[2:]]
        assert apart == [("SLA adherence", "weekly", False), ("Error rate, weekly", "weekly", True)]
        before = saved()
        assert (agree(house, desk, now), agree(house, desk, now, "weekly")) == (0, 0)
        assert saved() == before


@pytest.mark.parametrize("names", [["Completion"], ["Completion", "COMPLETION, weekly"]])
def test_a_namesake_that_is_something_else_is_left_alone(
    house: House, desk: Engagement, now: datetime, names: list[str]
) -> None:
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=lead.pk):
        for name in names:
            other = Metric(name=name, measure="manual", unit="count", direction="higher")
            create_metric(metric=other, definition=Definition("Boxes done", "Hall"), by=lead, now=now)
        agree(house, desk, now)
        agree(house, desk, now)
        made = Metric.objects.get(measure="completion").name
    assert made == ["Completion, weekly", "Completion, weekly (2)"][len(names) - 1]


def test_an_archived_metric_comes_back(house: House, desk: Engagement, now: datetime) -> None:
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=lead.pk):
        old = Metric(name="Completion", measure="completion", unit="percent", direction="higher")
        create_metric(metric=old, definition=Definition("By the due time", "Desk"), by=lead, now=now)
        archive_row(row=old, by=lead, now=now)
        assert agree(house, desk, now) == 5
        old.refresh_from_db()
    assert old.archived_at is None


def test_what_was_ended_is_agreed_anew(house: House, desk: Engagement, now: datetime) -> None:
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=lead.pk):
        agree(house, desk, now)
        first = MetricTarget.objects.get(metric__name="Completion")
        newer = MetricTarget.objects.create(
            engagement=desk, metric=first.metric, valid_from=NEXT, minimum=80, expected=90
        )
        end_target(target=newer, last_day=date(2026, 12, 13), by=lead)
        assert agree(house, desk, now, valid_from=date(2026, 12, 14)) == 1


def test_the_page_shows_first_what_it_would_do(house: House, desk: Engagement, lead: Client, now: datetime) -> None:
    address = url("pack-apply", house, pk=desk.pk, pack_key="weekly")
    with time_machine.travel(now, tick=False):
        page = lead.get(address)
    with staff(house.pk):
        assert Metric.objects.count() == 0
    assert [step.needs_numbers for step in page.context["steps"]] == [True, True, False, False]
    assert page.context["form"].initial == {"valid_from": MONDAY}
    data = {"valid_from": "2026-11-30", "throughput-minimum": "100", "throughput-expected": "90"}
    assert list(errors(lead.post(address, data))) == ["throughput-minimum"]
    assert list(errors(lead.post(address, data | {"throughput-expected": ""}))) == ["throughput-expected"]
    done = lead.post(address, data | {"throughput-expected": "120"})
    assert (done.status_code, messages_of(done)) == (302, ["3 targets are agreed."])
    again = lead.post(address, {"valid_from": "2026-11-30"})
    assert messages_of(again)[-1] == "0 targets are agreed."
    with staff(house.pk):
        numbers = MetricTarget.objects.order_by("position").values_list("metric__name", "minimum", "expected")
        assert [(name, int(low), int(high)) for name, low, high in numbers] == [
            ("Throughput", 100, 120),
            ("SLA adherence", 90, 95),
            ("Error rate", 4, 2),
        ]


def test_who_may_and_what_is_there(cast: Cast, house: House, desk: Engagement, lead: Client, viewer: Client) -> None:
    assert viewer.get(url("pack-apply", house, pk=desk.pk, pack_key="weekly")).status_code == 403
    assert lead.get(url("pack-apply", house, pk=desk.pk, pack_key="nonsense")).status_code == 404
    theirs = cast.umbra.engagements["kestrel"].pk
    assert lead.get(url("pack-apply", house, pk=theirs, pack_key="weekly")).status_code == 404
