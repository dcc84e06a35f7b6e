from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from psycopg.errors import SerializationFailure

from engagements.models import Engagement
from engagements.periods import period_from_key
from foundation.accounts.models import AuditEvent, Membership, Organization
from foundation.accounts.roles import Role
from foundation.outbox.models import Document, Message
from scorecards.actions.issuing import issue_scorecard, revise_scorecard
from scorecards.actions.measuring import measure_weeks
from scorecards.actions.runs import RECHECK, claim_run, lease, move
from scorecards.actions.schedules import change_schedule, create_schedule, end_schedule, open_due_runs
from scorecards.models import ReportRun, ReportSchedule, Scorecard
from scorecards.models.schedules import RunState
from scorecards.running import advance_run, claimable
from tests.factories.cast import House
from tests.factories.scorecards import at, batch, busy_weeks, item, metric

WEDNESDAY = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
W47 = period_from_key("2026-W47", "UTC")


def member(house: House, role: Role) -> Membership:
    return house.memberships[house.people[role].pk]


@pytest.fixture
def schedule(house: House, desk: Engagement) -> ReportSchedule:
    return schedule_for(house, desk)


def schedule_for(house: House, desk: Engagement, **more: object) -> ReportSchedule:
    vendor = house.memberships[house.vendor_people["kestrel", Role.VENDOR_MANAGER].pk]
    values: dict[str, Any] = {
        "recipients": [member(house, Role.FINANCE), vendor],
        "by": house.people[Role.OWNER],
        "now": WEDNESDAY,
    }
    return create_schedule(engagement=desk, **{**values, **more})


def states() -> dict[str, str]:
    return dict(ReportRun.objects.order_by("period_start").values_list("period_key", "state"))


def test_a_schedule_needs_recipients_who_are_there_and_of_this_vendor(house: House, desk: Engagement) -> None:
    with pytest.raises(ValidationError, match="at least one recipient"):
        schedule_for(house, desk, recipients=[])
    gone = member(house, Role.VIEWER)
    gone.left_at = WEDNESDAY
    with pytest.raises(ValidationError, match="has left"):
        schedule_for(house, desk, recipients=[gone])
    stranger = house.memberships[house.vendor_people["inkwell", Role.VENDOR_AGENT].pk]
    with pytest.raises(ValidationError, match="another vendor"):
        schedule_for(house, desk, recipients=[stranger])
    schedule_for(house, desk)
    with pytest.raises(ValidationError, match="already"):
        schedule_for(house, desk)


def test_it_starts_with_the_week_that_holds_its_making(schedule: ReportSchedule, now: datetime) -> None:
    assert schedule.done_until == W47.start
    assert open_due_runs(now=now - timedelta(minutes=1)) == 0
    assert open_due_runs(now=now) == 1
    run = ReportRun.objects.get()
    assert (run.period_key, run.state, run.cutoff_at, run.issue_at) == (
        "2026-W47", "due", now, at("2026-11-23 12:00"),
    )  # fmt: skip
    assert open_due_runs(now=now) == 0


def test_a_lost_row_of_progress_makes_no_second_run(schedule: ReportSchedule, now: datetime) -> None:
    open_due_runs(now=now)
    ReportSchedule.objects.update(done_until=W47.start)
    open_due_runs(now=now)
    assert states() == {"2026-W47": "due"}


def test_missed_weeks_are_caught_up_in_order(house: House, desk: Engagement, now: datetime) -> None:
    schedule_for(house, desk, issues_itself=True)
    metric("throughput", desk, expected="1", minimum="0")
    busy_weeks(desk, "2026-11-17", 3)
    later = now + timedelta(weeks=2, hours=4)
    assert open_due_runs(now=later) == 3
    ((_, order),) = claimable(now=later)
    assert list(ReportRun.objects.order_by("period_start").values_list("pk", flat=True)) == order
    assert [advance_run(run_id=run_id, now=later) for run_id in order] == [RunState.QUEUED] * 3
    assert states() == {"2026-W47": "queued", "2026-W48": "queued", "2026-W49": "queued"}
    assert list(Message.objects.order_by("pk").values_list("subject_key", flat=True).distinct()) != []
    assert Message.objects.count() == 6
    assert claimable(now=later) == []


def test_a_later_week_waits_for_the_one_before_unless_that_waits_itself(
    house: House, desk: Engagement, now: datetime
) -> None:
    schedule_for(house, desk, issues_itself=True)
    later = now + timedelta(weeks=1, hours=4)
    open_due_runs(now=later)
    first, second = ReportRun.objects.order_by("period_start")
    assert claim_run(run_id=second.pk, now=later) is None
    held = claim_run(run_id=first.pk, now=later)
    assert held is not None
    assert claim_run(run_id=second.pk, now=later) is None
    for state, error, may_go in (
        (RunState.FROZEN, "", False),
        (RunState.ISSUED, "", False),
        (RunState.RENDERED, "", False),
        (RunState.RENDERED, "ZeroDivisionError", True),
        (RunState.BLOCKED, "", True),
        (RunState.QUEUED, "", True),
    ):
        move(held, state, last_error=error)
        assert (claim_run(run_id=second.pk, now=later) is not None) is may_go, state
        ReportRun.objects.filter(pk=second.pk).update(lease_until=None)


def test_a_race_is_no_failure_and_tried_again_at_once(
    schedule: ReportSchedule, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*_: object, **__: object) -> None:
        raise OperationalError("could not serialize access") from SerializationFailure()

    open_due_runs(now=now)
    run = ReportRun.objects.get()
    monkeypatch.setattr("scorecards.actions.freezing.measure_weeks", lose)
    assert advance_run(run_id=run.pk, now=now) == RunState.DUE
    run.refresh_from_db()
    assert (run.last_error, run.lease_until) == ("", now + timedelta(seconds=2))


def test_a_run_waits_for_a_person_then_goes_out(
    house: House, schedule: ReportSchedule, desk: Engagement, now: datetime
) -> None:
    metric("throughput", desk, expected="3", minimum="1")
    busy_weeks(desk, "2026-11-17", 1)
    open_due_runs(now=now)
    run = ReportRun.objects.get()
    assert advance_run(run_id=run.pk, now=now) == RunState.FROZEN
    assert advance_run(run_id=run.pk, now=now + timedelta(days=1)) is None
    card = Scorecard.objects.get()
    assert (card.state, card.runs.get().pk) == ("frozen", run.pk)
    issue_scorecard(scorecard=card, by=house.people[Role.OPS_LEAD], now=now)
    assert states() == {"2026-W47": "issued"}
    assert advance_run(run_id=run.pk, now=now) == RunState.QUEUED
    mails = Message.objects.select_related("document").order_by("pk")
    assert [(mail.vendor_id is None, mail.document.vendor_id is None) for mail in mails] == [
        (True, True),
        (False, False),
    ]
    assert "Throughput" in mails[0].subject
    assert desk.owner is not None
    assert mails[0].reply_to == desk.owner.email
    assert Document.objects.count() == 2
    assert advance_run(run_id=run.pk, now=now) is None
    assert Message.objects.count() == 2


def test_it_issues_itself_at_its_hour_and_not_before(house: House, desk: Engagement, now: datetime) -> None:
    schedule_for(house, desk, issues_itself=True, issue_weekday=1, issue_time=time(8))
    metric("throughput", desk, expected="3", minimum="1")
    busy_weeks(desk, "2026-11-17", 1)
    open_due_runs(now=now)
    run = ReportRun.objects.get()
    assert run.issue_at == at("2026-11-24 08:00")
    assert advance_run(run_id=run.pk, now=now) == RunState.FROZEN
    assert claimable(now=run.issue_at - timedelta(seconds=1)) == []
    assert advance_run(run_id=run.pk, now=run.issue_at) == RunState.QUEUED
    assert Scorecard.objects.get().issued_by is None


def test_a_blocked_run_looks_again_and_goes_on(schedule: ReportSchedule, desk: Engagement, now: datetime) -> None:
    metric("throughput", desk, expected="3", minimum="1")
    open_due_runs(now=now)
    run = ReportRun.objects.get()
    assert advance_run(run_id=run.pk, now=now) == RunState.BLOCKED
    assert claimable(now=now) == []
    busy_weeks(desk, "2026-11-17", 1)
    assert advance_run(run_id=run.pk, now=now + RECHECK) == RunState.FROZEN


def test_an_open_import_blocks_a_run(schedule: ReportSchedule, desk: Engagement, now: datetime) -> None:
    metric("throughput", desk)
    busy_weeks(desk, "2026-11-17", 1)
    running = batch("2026-11-23 08:59", state="committing")
    open_due_runs(now=now)
    assert advance_run(run_id=ReportRun.objects.get().pk, now=now) == RunState.BLOCKED
    running.delete()
    assert advance_run(run_id=ReportRun.objects.get().pk, now=now + RECHECK) == RunState.FROZEN


def test_a_recipient_who_left_is_skipped_with_a_note(house: House, desk: Engagement, now: datetime) -> None:
    schedule_for(house, desk, issues_itself=True)
    metric("throughput", desk)
    busy_weeks(desk, "2026-11-17", 1)
    Membership.objects.filter(pk=member(house, Role.FINANCE).pk).update(left_at=now)
    later = now + timedelta(hours=4)
    open_due_runs(now=later)
    assert advance_run(run_id=ReportRun.objects.get().pk, now=later) == RunState.QUEUED
    assert Message.objects.get().vendor_id == desk.vendor_id
    note = AuditEvent.objects.get(verb="run.queued")
    assert note.data["skipped"] == [[member(house, Role.FINANCE).pk, "left"]]
    assert Document.objects.count() == 1


def test_a_claim_holds_for_its_lease_and_a_late_worker_writes_nothing(schedule: ReportSchedule, now: datetime) -> None:
    open_due_runs(now=now)
    first = claim_run(run_id=ReportRun.objects.get().pk, now=now)
    assert first is not None
    assert claim_run(run_id=first.pk, now=now) is None
    assert claimable(now=now) == []
    second = claim_run(run_id=first.pk, now=now + lease())
    assert second is not None
    assert (first.attempt, second.attempt) == (1, 2)
    assert move(first, RunState.QUEUED) is False
    assert states() == {"2026-W47": "due"}


def test_a_failing_step_says_why_and_is_tried_again(
    schedule: ReportSchedule, desk: Engagement, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    metric("throughput", desk)
    busy_weeks(desk, "2026-11-17", 1)
    open_due_runs(now=now)
    run = ReportRun.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr("scorecards.actions.freezing.measure_weeks", lambda *_, **__: 1 / 0)
        assert advance_run(run_id=run.pk, now=now) == RunState.DUE
    run.refresh_from_db()
    assert (run.state, run.last_error) == ("due", "ZeroDivisionError: division by zero")
    assert claimable(now=now) == []
    assert advance_run(run_id=run.pk, now=now + timedelta(minutes=2)) == RunState.FROZEN
    run.refresh_from_db()
    assert run.last_error == ""


def test_a_revision_is_mailed_anew(house: House, desk: Engagement, now: datetime) -> None:
    schedule_for(house, desk, issues_itself=True)
    metric("throughput", desk, expected="1", minimum="0")
    busy_weeks(desk, "2026-11-17", 1)
    later = now + timedelta(hours=4)
    open_due_runs(now=later)
    run = ReportRun.objects.get()
    advance_run(run_id=run.pk, now=later)
    item(desk, "2026-11-18 10:00", "2026-11-18 11:00")
    measure_weeks({desk.pk: [W47]}, now=later)
    lead = house.people[Role.OPS_LEAD]
    card = revise_scorecard(scorecard=Scorecard.objects.get(), reason="Late ticket.", by=lead, now=later)
    assert states() == {"2026-W47": "frozen"}
    issue_scorecard(scorecard=card, by=lead, now=later)
    assert advance_run(run_id=run.pk, now=later) == RunState.QUEUED
    assert Message.objects.count() == 4


def test_an_ended_schedule_makes_no_more_runs(house: House, schedule: ReportSchedule, now: datetime) -> None:
    end_schedule(schedule=schedule, by=house.people[Role.OWNER], now=now)
    with pytest.raises(ValidationError, match="ended already"):
        end_schedule(schedule=schedule, by=house.people[Role.OWNER], now=now)
    assert open_due_runs(now=now + timedelta(weeks=3)) == 1
    assert states() == {"2026-W47": "due"}
    with pytest.raises(ValidationError, match="has ended"):
        change_schedule(
            schedule=schedule, recipients=[member(house, Role.OWNER)], issues_itself=True, issue_weekday=0,
            issue_time=time(9), by=house.people[Role.OWNER],
        )  # fmt: skip


def test_recipients_and_hours_change(house: House, schedule: ReportSchedule) -> None:
    changed = change_schedule(
        schedule=schedule, recipients=[member(house, Role.OWNER)], issues_itself=True, issue_weekday=2,
        issue_time=time(9), by=house.people[Role.OWNER],
    )  # fmt: skip
    assert [each.membership for each in changed.recipients.all()] == [member(house, Role.OWNER)]
    assert (changed.issues_itself, changed.issue_weekday) == (True, 2)


@pytest.mark.parametrize(
    ("made", "cut", "expected"),
    [
        # The clock jumps from 02:00 to 03:00 on Sunday 29 March 2026: 02:30 does not exist, 03:00 is the next instant.
        ("2026-03-18 12:00", (6, time(2, 30)), "2026-03-29 01:00"),
        # It is 02:30 twice on Sunday 25 October 2026: the first counts.
        ("2026-10-14 12:00", (6, time(2, 30)), "2026-10-25 00:30"),
        ("2026-10-21 12:00", (0, time(9)), "2026-10-26 08:00"),
    ],
)
def test_local_times_follow_the_zone(
    house: House, desk: Engagement, made: str, cut: tuple[int, time], expected: str
) -> None:
    Organization.objects.update(time_zone="Europe/Berlin", cutoff_weekday=cut[0], cutoff_time=cut[1])
    schedule_for(house, desk, now=at(made))
    assert open_due_runs(now=at(expected) - timedelta(seconds=1)) == 0
    assert open_due_runs(now=at(expected)) == 1
    assert ReportRun.objects.get().cutoff_at == at(expected)


def test_weeks_before_the_schedule_are_history_and_later_ones_are_open(
    house: House, desk: Engagement, now: datetime
) -> None:
    metric("throughput", desk)
    busy_weeks(desk, "2026-11-10", 3)
    schedule_for(house, desk)
    measure_weeks({desk.pk: [W47.previous(), W47, W47.next()]}, now=now + timedelta(weeks=1))
    cards = Scorecard.objects.order_by("period_start").values_list("period_key", "state")
    assert list(cards) == [("2026-W46", "history"), ("2026-W47", "open"), ("2026-W48", "open")]
