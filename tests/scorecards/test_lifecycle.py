from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from engagements.models import Engagement, Metric
from engagements.periods import period_from_key
from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.accounts.tenancy.context import portal
from scorecards.actions.entries import enter_value
from scorecards.actions.freezing import excuse_scorecard, freeze_scorecard, refresh_frozen_scorecard
from scorecards.actions.issuing import issue_scorecard, revise_scorecard
from scorecards.actions.measuring import measure_dirty_weeks, measure_weeks
from scorecards.actions.notes import promise_correction, remove_root_cause, write_root_cause
from scorecards.canonical import canonical_json, seal_of
from scorecards.models import MetricValue, RootCause, Scorecard, ScorecardLine, ScorecardSnapshot
from scorecards.queries.differences import changed_since_issue, difference_since_issue
from tests.factories.cast import House
from tests.factories.scorecards import Levels, batch, busy_weeks, exclude, item, metric

W46, W47 = (period_from_key(f"2026-W{number}", "UTC") for number in (46, 47))


@pytest.fixture
def throughput(desk: Engagement) -> Metric:
    busy_weeks(desk, "2026-11-10", 2)
    return metric("throughput", desk, expected="3", minimum="1")


@pytest.fixture
def frozen(desk: Engagement, throughput: Metric, now: datetime) -> Scorecard:
    assert throughput.pk
    return freeze_scorecard(engagement=desk, period=W47, now=now)


def test_the_cut_off_fixes_the_figures(desk: Engagement, frozen: Scorecard, now: datetime) -> None:
    assert (frozen.state, frozen.frozen_at, frozen.item_count, frozen.status) == ("frozen", now, 2, "at_risk")
    assert len(frozen.input_hash) == 64
    item(desk, "2026-11-18 10:00", "2026-11-18 11:00")
    measure_weeks({desk.pk: [W47]}, now=now)
    assert MetricValue.objects.get(period_key="2026-W47").value == 3
    assert frozen.lines.get().value == 2
    assert freeze_scorecard(engagement=desk, period=W47, now=now + timedelta(hours=1)).frozen_at == now


def test_late_data_can_be_taken_in_before_it_is_issued(
    house: House, desk: Engagement, frozen: Scorecard, now: datetime
) -> None:
    item(desk, "2026-11-18 10:00", "2026-11-18 11:00")
    lead = house.people[Role.OPS_LEAD]
    fresh = refresh_frozen_scorecard(scorecard=frozen, reason="The vendor sent the rest.", by=lead, now=now)
    assert (fresh.state, fresh.item_count, fresh.lines.get().value) == ("frozen", 3, Decimal(3))
    with pytest.raises(ValidationError, match="Say why"):
        refresh_frozen_scorecard(scorecard=frozen, reason=" ", by=lead, now=now)


def test_a_week_that_has_not_ended_cannot_be_frozen(desk: Engagement, now: datetime) -> None:
    with pytest.raises(ValidationError, match="has not ended"):
        freeze_scorecard(engagement=desk, period=W47.next(), now=now)


def test_no_data_blocks_until_it_comes(desk: Engagement, throughput: Metric, now: datetime) -> None:
    later = now + timedelta(weeks=1)
    card = freeze_scorecard(engagement=desk, period=W47.next(), now=later)
    assert (card.state, card.blocked_by, card.headline) == ("blocked", "no_data", "No data for this period")
    assert throughput.values.filter(period_key="2026-W48").get().value is None
    item(desk, "2026-11-24 10:00", "2026-11-24 11:00")
    assert freeze_scorecard(engagement=desk, period=W47.next(), now=later).state == "frozen"


def test_deadlines_that_pass_while_nobody_tells_us_anything_are_no_misses(
    desk: Engagement, throughput: Metric, now: datetime
) -> None:
    """The file of the week did not come; what it left open would else be judged as missed, and the week go out so."""
    assert throughput.pk
    adherence = metric("sla_resolution", desk)
    clocks = Levels(desk)
    for _ in range(3):
        clocks.clock(item(desk, "2026-11-20 10:00"), "missed", "2026-11-24 10:00", stopped_at=None)
    later = now + timedelta(weeks=1)
    card = freeze_scorecard(engagement=desk, period=W47.next(), now=later)
    assert (card.state, card.blocked_by) == ("blocked", "no_data")
    told = adherence.values.get(period_key="2026-W48")
    assert (told.value, told.detail["reason"]) == (None, "not_covered")
    item(desk, "2026-11-25 10:00")  # the file came, and tells that they are open still
    assert freeze_scorecard(engagement=desk, period=W47.next(), now=later).state == "frozen"
    assert adherence.values.get(period_key="2026-W48").value == 0


def test_no_data_is_excused_with_a_reason_by_a_person(
    house: House, desk: Engagement, throughput: Metric, now: datetime
) -> None:
    assert throughput.pk
    card = freeze_scorecard(engagement=desk, period=W47.next(), now=now + timedelta(weeks=1))
    lead = house.people[Role.OPS_LEAD]
    with pytest.raises(ValidationError, match="Say why"):
        excuse_scorecard(scorecard=card, reason="", by=lead, now=now)
    excused = excuse_scorecard(scorecard=card, reason="Closed for the holidays.", by=lead, now=now)
    assert (excused.state, excused.excused_reason, excused.excused_by) == ("excused", "Closed for the holidays.", lead)
    with pytest.raises(ValidationError, match="waits for data"):
        excuse_scorecard(scorecard=card, reason="Again.", by=lead, now=now)
    with pytest.raises(ValidationError, match="frozen figures"):
        issue_scorecard(scorecard=card, by=lead, now=now)


def test_an_import_under_way_blocks(desk: Engagement, throughput: Metric, now: datetime) -> None:
    assert throughput.pk
    running = batch("2026-11-23 08:00", state="committing")
    card = freeze_scorecard(engagement=desk, period=W47, now=now)
    assert (card.state, card.blocked_by) == ("blocked", "import")
    running.state = "failed"
    running.save()
    assert freeze_scorecard(engagement=desk, period=W47, now=now).state == "frozen"


def test_an_ended_engagement_without_data_is_not_blocked(desk: Engagement, throughput: Metric, now: datetime) -> None:
    assert throughput.pk
    desk.ended_on = date(2026, 11, 22)
    desk.save()
    card = freeze_scorecard(engagement=desk, period=W47.next(), now=now + timedelta(weeks=1))
    assert (card.state, card.status) == ("frozen", "no_data")


def test_a_quiet_week_that_an_import_covers_is_zero_and_not_blocked(desk: Engagement, now: datetime) -> None:
    metric("throughput", desk, expected="3", minimum="1")
    file = batch("2026-11-30 08:00")
    item(desk, "2026-11-10 10:00", "2026-11-10 11:00", batch=file)
    item(desk, "2026-11-24 10:00", "2026-11-24 11:00", batch=file)
    card = freeze_scorecard(engagement=desk, period=W47, now=now)
    assert (card.state, card.lines.get().value) == ("frozen", Decimal(0))


def test_issuing_seals_a_snapshot_for_each_audience(
    house: House, desk: Engagement, frozen: Scorecard, now: datetime
) -> None:
    lead = house.people[Role.OPS_LEAD]
    issued = issue_scorecard(scorecard=frozen, by=lead, now=now)
    assert (issued.state, issued.issued_at, issued.issued_by) == ("issued", now, lead)
    snapshots = {each.audience: each for each in ScorecardSnapshot.objects.all()}
    assert set(snapshots) == {"client", "vendor"}
    assert issued.seal == snapshots["client"].sha256 == seal_of(snapshots["client"].data)
    assert json.loads(canonical_json(snapshots["client"].data)) == snapshots["client"].data
    data = snapshots["client"].data
    assert data["engagement"]["name"] == desk.name
    assert data["period"]["first_date"] == "2026-11-16"
    assert data["scorecard"]["headline"] == "Throughput is at 2; 0 of 1 on target"
    (line,) = data["lines"]
    assert (line["value"], line["n"], line["status"]) == ("2", 2, "at_risk")
    assert line["target"] == {
        "minimum": "1",
        "expected": "3",
        "stretch": None,
        "operator": "≥",
        "is_strict": False,
        "minimum_sample": 1,
        "baseline": None,
    }
    assert issue_scorecard(scorecard=frozen, by=None, now=now + timedelta(hours=1)).issued_by == lead
    assert AuditEvent.objects.filter(verb="scorecard.issued").count() == 1


def test_an_issued_scorecard_never_changes(house: House, frozen: Scorecard, now: datetime) -> None:
    issue_scorecard(scorecard=frozen, by=house.people[Role.OPS_LEAD], now=now)
    attempts = (
        lambda: Scorecard.objects.update(headline="better"),
        lambda: Scorecard.objects.all().delete(),
        lambda: ScorecardLine.objects.update(value=99),
        lambda: frozen.lines.get().delete(),
        lambda: RootCause.objects.create(
            scorecard=frozen,
            metric=frozen.lines.get().metric,
            text="x",
            written_by=frozen.engagement.owner,
            written_at=now,
        ),
    )
    for attempt in attempts:
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            attempt()
    for change in (
        lambda: ScorecardSnapshot.objects.update(sha256="0"),
        lambda: ScorecardSnapshot.objects.all().delete(),
    ):
        with pytest.raises(Exception, match=r"permission denied|append-only"), transaction.atomic():
            change()


def test_late_data_shows_and_a_person_revises(
    house: House, desk: Engagement, frozen: Scorecard, throughput: Metric, now: datetime
) -> None:
    lead = house.people[Role.OPS_LEAD]
    write_root_cause(scorecard=frozen, metric=throughput, text="One agent was ill.", by=lead, now=now)
    issued = issue_scorecard(scorecard=frozen, by=lead, now=now)
    assert difference_since_issue(issued) == []
    item(desk, "2026-11-18 10:00", "2026-11-18 11:00")
    measure_weeks({desk.pk: [W47]}, now=now)
    (difference,) = difference_since_issue(issued)
    assert (difference["before"]["value"], difference["after"]["value"]) == ("2", "3")
    assert changed_since_issue(organization_id=house.pk, since=W46.start) == {issued.pk}
    assert issued.lines.get().value == 2
    with pytest.raises(ValidationError, match="Say why"):
        revise_scorecard(scorecard=issued, reason="", by=lead, now=now)
    second = revise_scorecard(scorecard=issued, reason="Late ticket.", by=lead, now=now)
    assert (second.revision, second.state, second.status, second.lines.get().value) == (
        2,
        "frozen",
        "on_target",
        Decimal(3),
    )
    assert second.root_causes.get().text == "One agent was ill."
    (entry,) = second.revision_difference
    assert (entry["before"]["status"], entry["after"]["status"]) == ("at_risk", "on_target")
    with pytest.raises(ValidationError, match="newest issued"):
        revise_scorecard(scorecard=issued, reason="Again.", by=lead, now=now)
    sealed = issue_scorecard(scorecard=second, by=lead, now=now)
    assert ScorecardSnapshot.objects.get(scorecard=sealed, audience="client").data["scorecard"]["difference"] == [entry]
    assert changed_since_issue(organization_id=house.pk, since=W46.start) == set()


def test_the_vendor_sees_nothing_internal(house: House, desk: Engagement, now: datetime) -> None:
    busy_weeks(desk, "2026-11-10", 2)
    metric("throughput", desk, expected="1", minimum="0")
    cost = metric("cost_per_unit", desk, expected="10", minimum="20", is_internal=True)
    card = freeze_scorecard(engagement=desk, period=W47, now=now)
    lead = house.people[Role.OPS_LEAD]
    write_root_cause(scorecard=card, metric=cost, text="Our fee.", by=lead, now=now)
    promise_correction(
        scorecard=card, metric=cost, title="Renegotiate", due_date=date(2026, 12, 1), by=lead, now=now, owner=lead
    )
    issue_scorecard(scorecard=card, by=lead, now=now)
    client, vendor = (ScorecardSnapshot.objects.get(audience=name).data for name in ("client", "vendor"))
    assert (client["scorecard"]["status"], vendor["scorecard"]["status"]) == ("off_target", "on_target")
    assert vendor["scorecard"]["headline"] == "The one metric is on target"
    assert [line["name"] for line in vendor["lines"]] == ["Throughput"]
    assert (vendor["root_causes"], vendor["actions"], vendor["statuses"]) == ([], [], [])
    assert "Cost" not in canonical_json(vendor)


def test_the_portal_reads_the_vendors_snapshot_alone(house: House, frozen: Scorecard, now: datetime) -> None:
    issue_scorecard(scorecard=frozen, by=None, now=now)
    person = house.vendor_people["kestrel", Role.VENDOR_MANAGER]
    with portal_of(house, "kestrel", person.pk):
        assert ScorecardSnapshot.objects.get().audience == "vendor"
        assert Scorecard.objects.only("period_key").get().period_key == "2026-W47"
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            list(Scorecard.objects.values("headline"))
    other = house.vendor_people["inkwell", Role.VENDOR_MANAGER]
    with portal_of(house, "inkwell", other.pk):
        assert not ScorecardSnapshot.objects.exists()


def test_notes_end_with_the_seal(house: House, frozen: Scorecard, throughput: Metric, now: datetime) -> None:
    lead = house.people[Role.OPS_LEAD]
    cause = write_root_cause(scorecard=frozen, metric=throughput, text="First guess.", by=lead, now=now)
    remove_root_cause(root_cause=cause, by=lead)
    kept = write_root_cause(scorecard=frozen, metric=throughput, text="An agent was ill.", by=lead, now=now)
    action = promise_correction(
        scorecard=frozen, metric=throughput, title="Train a stand-in", due_date=date(2026, 11, 20), by=lead, now=now,
        owner_name="R. Osei",
    )  # fmt: skip
    assert (action.source_kind, action.metric_id) == ("scorecard", throughput.pk)
    with pytest.raises(ValidationError, match=r"owns it|Say who"):
        promise_correction(scorecard=frozen, metric=throughput, title="x", due_date=date(2026, 12, 1), by=lead, now=now)
    issue_scorecard(scorecard=frozen, by=lead, now=now)
    data = ScorecardSnapshot.objects.get(audience="client").data
    assert [cause["text"] for cause in data["root_causes"]] == ["An agent was ill."]
    assert [(each["owner"], each["state"], each["days_late"]) for each in data["actions"]] == [("R. Osei", "open", 3)]
    with pytest.raises(ValidationError, match="is issued"):
        remove_root_cause(root_cause=kept, by=lead)


def test_raw_and_adjusted_stand_side_by_side_with_the_exclusions(house: House, desk: Engagement, now: datetime) -> None:
    levels = Levels(desk)
    metric("sla_resolution", desk, expected="95", minimum="90")
    for number in range(20):
        each = item(desk, "2026-11-16 10:00", "2026-11-16 10:30", batch=None if number else batch("2026-11-23 07:00"))
        levels.clock(each, "met" if number else "missed", "2026-11-16 10:30")
        if not number:
            exclude(each, by=house.people[Role.ANALYST], approved_by=house.people[Role.OPS_LEAD])
    card = issue_scorecard(scorecard=freeze_scorecard(engagement=desk, period=W47, now=now), by=None, now=now)
    data = ScorecardSnapshot.objects.get(scorecard=card, audience="client").data
    (line,) = data["lines"]
    assert (line["value"], line["n"], line["excluded"], line["raw"]["value"]) == ("100", 19, 1, "95")
    assert line["interval"] == {"low": "83.182077", "high": "100"}
    (excluded,) = data["exclusions"]
    assert (excluded["reason"], excluded["approved_by"]) == ("client_delay", str(house.people[Role.OPS_LEAD]))
    assert [each["items"] for each in data["inputs"]["files"]] == [1]


def test_a_manual_figure_is_entered_and_replaced(house: House, desk: Engagement, now: datetime) -> None:
    quality = metric("manual", desk, name="QA score", expected="90", minimum="80")
    words: dict[str, Any] = {
        "engagement": desk,
        "metric": quality,
        "period": W47,
        "by": house.people[Role.ANALYST],
        "now": now,
    }
    with pytest.raises(ValidationError, match="Say where"):
        enter_value(**words, numerator=Decimal(36), denominator=Decimal(40), note="")
    with pytest.raises(ValidationError, match="between 0 and"):
        enter_value(**words, numerator=Decimal(41), denominator=Decimal(40), note="QA sheet")
    enter_value(**words, numerator=Decimal(36), denominator=Decimal(40), note="QA sheet")
    measure_dirty_weeks(now=now)
    assert quality.values.get().value == 90
    enter_value(**words, numerator=Decimal(32), denominator=Decimal(40), note="QA sheet, corrected")
    measure_dirty_weeks(now=now)
    assert quality.values.get().value == 80
    assert AuditEvent.objects.filter(verb="manualvalue.entered").count() == 2
    assert freeze_scorecard(engagement=desk, period=W47, now=now).state == "frozen"


def test_a_manual_metric_without_an_entry_blocks(desk: Engagement, now: datetime) -> None:
    metric("manual", desk, name="QA score")
    assert freeze_scorecard(engagement=desk, period=W47, now=now).state == "blocked"


def test_an_entered_error_rate_stands_in_for_the_items(house: House, desk: Engagement, now: datetime) -> None:
    errors = metric("error_rate", desk, expected="2", minimum="5")
    item(desk, "2026-11-16 10:00", "2026-11-17 10:00", checked=True, defective=True)
    measure_weeks({desk.pk: [W47]}, now=now)
    assert errors.values.get().value == 100
    enter_value(
        engagement=desk, metric=errors, period=W47, numerator=Decimal(1), denominator=Decimal(40), note="Sample",
        now=now, by=house.people[Role.ANALYST],
    )  # fmt: skip
    measure_dirty_weeks(now=now)
    assert (errors.values.get().value, errors.values.get().sample) == (Decimal("2.5"), 40)


def test_nothing_can_be_entered_for_a_computed_metric(
    house: House, desk: Engagement, throughput: Metric, now: datetime
) -> None:
    with pytest.raises(ValidationError, match="computed from work items"):
        enter_value(
            engagement=desk, metric=throughput, period=W47, numerator=Decimal(1), denominator=None, note="x",
            now=now, by=house.people[Role.ANALYST],
        )  # fmt: skip


@contextmanager
def portal_of(house: House, vendor: str, actor: int) -> Iterator[None]:
    """A vendor's person's view, out of the staff's scope for a moment."""
    with (
        context.scope(context.Scope("identity"), excursion=True),
        portal(house.pk, vendor=house.vendors[vendor].pk, actor=actor),
    ):
        yield
