"""Clocks by name: each convention of docs/metrics.md, clocks 1 to 8, on Monday to Friday, 9 to 17, UTC."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engagements.opening_hours import OpeningHours
from workitems.clock import (
    Announcement,
    ClockEvent,
    ClockOutcome,
    ClockState,
    LevelTerms,
    OnReopen,
    PauseReason,
    Target,
    TargetUnit,
    announcements,
    events_from_states,
    replay,
    response_stopped_at,
)
from workitems.clock.events import ClockEventKind as Kind
from workitems.clock.events import StateMeaning

OFFICE = OpeningHours.from_dict(
    {"zone": "UTC", "week": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}
)
MINUTE = 60_000_000
FOUR_HOURS = LevelTerms(Target(TargetUnit.OPEN_MINUTES, 240))
CLIENT = PauseReason.CLIENT
Told = tuple[Kind, str] | tuple[Kind, str, PauseReason | None] | tuple[Kind, str, None, Target]


def on(text: str) -> datetime:
    """The instant "5 09:30" of January 2026; the fifth is a Monday."""
    day, _, clock = text.partition(" ")
    hour, minute = clock.split(":")
    return datetime(2026, 1, int(day), int(hour), int(minute), tzinfo=UTC)


def event(kind: Kind, text: str, reason: PauseReason | None = None, target: Target | None = None) -> ClockEvent:
    return ClockEvent(kind, on(text), reason, target)


def state(*events: Told, terms: LevelTerms = FOUR_HOURS, now: str = "30 12:00") -> ClockState:
    return replay([event(*one) for one in events], terms, OFFICE, on(now))


def minutes(amount: int) -> Target:
    return Target(TargetUnit.OPEN_MINUTES, amount)


def test_a_stop_at_the_very_deadline_is_met_and_one_microsecond_later_is_missed() -> None:
    started = event(Kind.START, "5 13:00")
    due = on("5 17:00")
    met = replay([started, ClockEvent(Kind.STOP, due)], FOUR_HOURS, OFFICE, on("6 09:00"))
    assert (met.outcome, met.outcome_at, met.due_at, met.breached_at) == (ClockOutcome.MET, due, due, None)
    late = due + timedelta(microseconds=1)
    missed = replay([started, ClockEvent(Kind.STOP, late)], FOUR_HOURS, OFFICE, on("6 09:00"))
    assert (missed.outcome, missed.outcome_at, missed.breached_at) == (ClockOutcome.MISSED, due, due)
    assert missed.stopped_at == late


def test_a_running_clock_is_missed_only_once_its_deadline_has_passed() -> None:
    at_due = state((Kind.START, "5 13:00"), now="5 17:00")
    assert (at_due.outcome, at_due.breached_at, at_due.remaining_us) == (ClockOutcome.RUNNING, None, 0)
    after = state((Kind.START, "5 13:00"), now="5 17:01")
    assert (after.outcome, after.breached_at) == (ClockOutcome.MISSED, on("5 17:00"))


def test_warnings_stand_at_half_three_quarters_and_nine_tenths_of_open_time() -> None:
    found = state((Kind.START, "5 15:00"), now="6 09:00")
    assert [(warning.percent, warning.at, warning.is_reached) for warning in found.warnings] == [
        (50, on("5 17:00"), True),
        (75, on("6 10:00"), False),
        (90, on("6 10:36"), False),
    ]


def test_a_target_of_zero_is_due_at_the_start_or_at_the_next_opening() -> None:
    zero = LevelTerms(minutes(0))
    assert state((Kind.START, "5 10:00"), terms=zero).due_at == on("5 10:00")
    assert state((Kind.START, "5 18:00"), terms=zero).due_at == on("6 09:00")
    assert state((Kind.START, "5 18:00"), (Kind.STOP, "6 09:00"), terms=zero).outcome is ClockOutcome.MET
    assert state((Kind.START, "5 18:00"), terms=zero).warnings == ()


def test_a_pause_moves_the_deadline_by_its_open_time_alone() -> None:
    found = state((Kind.START, "5 15:00"), (Kind.PAUSE, "5 16:00", CLIENT), (Kind.RESUME, "6 10:00"), now="6 11:00")
    assert (found.due_at, found.elapsed_us) == (on("6 13:00"), 120 * MINUTE)
    outside = state((Kind.START, "5 15:00"), (Kind.PAUSE, "5 18:00", CLIENT), (Kind.RESUME, "6 08:00"), now="6 09:00")
    assert outside.due_at == on("6 11:00")


def test_pauses_that_overlap_count_once() -> None:
    found = state(
        (Kind.START, "5 09:00"),
        (Kind.PAUSE, "5 10:00", CLIENT),
        (Kind.PAUSE, "5 11:00", PauseReason.APPROVED_HOLD),
        (Kind.RESUME, "5 12:00", CLIENT),
        (Kind.RESUME, "5 13:00", PauseReason.APPROVED_HOLD),
        now="5 14:00",
    )
    assert (found.due_at, found.elapsed_us) == (on("5 16:00"), 120 * MINUTE)
    assert [(pause.reason, pause.ended_at) for pause in found.pauses] == [
        (CLIENT, on("5 12:00")),
        (PauseReason.APPROVED_HOLD, on("5 13:00")),
    ]


def test_waiting_for_the_vendors_own_subcontractor_pauses_nothing() -> None:
    found = state((Kind.START, "5 09:00"), (Kind.PAUSE, "5 10:00", PauseReason.VENDOR_SUBCONTRACTOR), now="5 12:00")
    assert (found.outcome, found.due_at, found.pauses) == (ClockOutcome.RUNNING, on("5 13:00"), ())


@pytest.mark.parametrize("reason", [reason for reason in PauseReason if reason.pauses])
def test_the_three_allowed_reasons_pause(reason: PauseReason) -> None:
    found = state((Kind.START, "5 09:00"), (Kind.PAUSE, "5 10:00", reason), now="5 12:00")
    assert (found.outcome, found.paused_at) == (ClockOutcome.PAUSED, on("5 10:00"))


def test_a_pause_without_an_end_runs_to_now_and_the_deadline_is_a_projection() -> None:
    found = state((Kind.START, "5 09:00"), (Kind.PAUSE, "5 10:00", CLIENT), now="6 10:00")
    assert (found.due_at, found.due_is_projected, found.elapsed_us) == (on("6 13:00"), True, 60 * MINUTE)
    assert found.pauses[0].ended_at is None


def test_a_pause_without_an_end_runs_to_the_stop() -> None:
    found = state((Kind.START, "5 09:00"), (Kind.PAUSE, "5 10:00", CLIENT), (Kind.STOP, "7 10:00"))
    assert (found.outcome, found.elapsed_us, found.due_is_projected) == (ClockOutcome.MET, 60 * MINUTE, False)
    assert found.pauses[0].ended_at == on("7 10:00")


def test_pausing_after_a_breach_never_un_breaches() -> None:
    found = state((Kind.START, "5 09:00"), (Kind.PAUSE, "5 13:01", CLIENT), now="5 16:00")
    assert (found.outcome, found.breached_at, found.paused_at) == (ClockOutcome.MISSED, on("5 13:00"), on("5 13:01"))
    assert (found.due_at, found.due_is_projected) == (on("5 13:00"), False)


def test_a_stop_in_closed_hours_after_a_deadline_at_closing_time_is_a_miss() -> None:
    found = state((Kind.START, "5 13:00"), (Kind.STOP, "5 20:00"))
    assert (found.outcome, found.remaining_us) == (ClockOutcome.MISSED, 0)


def test_business_days_move_by_the_open_time_of_a_pause() -> None:
    terms = LevelTerms(Target(TargetUnit.BUSINESS_DAYS, 1))
    assert state((Kind.START, "5 16:00"), terms=terms).due_at == on("6 16:00")
    paused = state((Kind.START, "5 16:00"), (Kind.PAUSE, "6 09:00", CLIENT), (Kind.RESUME, "6 11:00"), terms=terms)
    assert paused.due_at == on("7 10:00")


def test_a_target_around_the_clock_does_not_ask_the_calendar() -> None:
    found = state((Kind.START, "9 16:00"), terms=LevelTerms(Target(TargetUnit.CLOCK_MINUTES, 1440)))
    assert found.due_at == on("10 16:00")


def test_reopening_keeps_the_outcome_and_counts() -> None:
    found = state((Kind.START, "5 09:00"), (Kind.STOP, "5 10:00"), (Kind.REOPEN, "5 11:00"), (Kind.STOP, "9 10:00"))
    assert (found.outcome, found.outcome_at, found.reopen_count) == (ClockOutcome.MET, on("5 10:00"), 1)
    assert found.stopped_at == on("5 10:00")


def test_a_level_that_resumes_moves_the_outcome_to_the_last_stop() -> None:
    terms = LevelTerms(minutes(240), OnReopen.RESUME)
    story: list[Told] = [(Kind.START, "5 09:00"), (Kind.STOP, "5 10:00"), (Kind.REOPEN, "6 09:00")]
    running = state(*story, terms=terms, now="6 10:00")
    assert (running.outcome, running.due_at, running.elapsed_us) == (ClockOutcome.RUNNING, on("6 12:00"), 120 * MINUTE)
    met = state(*story, (Kind.STOP, "6 12:00"), terms=terms)
    assert (met.outcome, met.outcome_at) == (ClockOutcome.MET, on("6 12:00"))
    missed = state(*story, (Kind.STOP, "6 12:01"), terms=terms)
    assert (missed.outcome, missed.outcome_at) == (ClockOutcome.MISSED, on("6 12:00"))


def test_reprioritising_gives_the_new_target_from_the_original_start() -> None:
    found = state((Kind.START, "5 09:00"), (Kind.REPRIORITISE, "5 10:00", None, minutes(120)), now="5 10:30")
    assert (found.outcome, found.due_at, found.remaining_us) == (ClockOutcome.RUNNING, on("5 11:00"), 30 * MINUTE)


def test_reprioritising_past_the_new_deadline_is_missed_at_that_instant() -> None:
    found = state((Kind.START, "5 09:00"), (Kind.REPRIORITISE, "5 12:00", None, minutes(60)), (Kind.STOP, "5 12:00"))
    assert (found.outcome, found.breached_at, found.due_at) == (ClockOutcome.MISSED, on("5 12:00"), on("5 10:00"))


def test_reprioritising_never_un_breaches() -> None:
    found = state((Kind.START, "5 09:00"), (Kind.REPRIORITISE, "5 14:00", None, minutes(960)), (Kind.STOP, "5 15:00"))
    assert (found.outcome, found.breached_at, found.due_at) == (ClockOutcome.MISSED, on("5 13:00"), on("5 13:00"))


def test_a_reprioritisation_after_the_stop_waits_for_the_reopening() -> None:
    terms = LevelTerms(minutes(240), OnReopen.RESUME)
    story: list[Told] = [
        (Kind.START, "5 09:00"),
        (Kind.STOP, "5 12:00"),
        (Kind.REPRIORITISE, "5 13:00", None, minutes(60)),
    ]
    assert state(*story, terms=terms).outcome is ClockOutcome.MET
    reopened = state(*story, (Kind.REOPEN, "5 14:00"), terms=terms)
    assert (reopened.outcome, reopened.breached_at) == (ClockOutcome.MISSED, on("5 14:00"))


def test_whoever_stopped_in_the_last_minute_has_none_left_when_it_is_reopened() -> None:
    terms = LevelTerms(minutes(240), OnReopen.RESUME)
    story: list[Told] = [(Kind.START, "5 09:00"), (Kind.STOP, "5 13:00")]
    assert state(*story, terms=terms).outcome is ClockOutcome.MET
    reopened = state(*story, (Kind.REOPEN, "5 14:00"), terms=terms)
    assert (reopened.outcome, reopened.breached_at, reopened.due_at) == (
        ClockOutcome.MISSED, on("5 13:00"), on("5 13:00"),
    )  # fmt: skip
    story.append((Kind.REPRIORITISE, "5 13:30", None, minutes(300)))
    longer = state(*story, (Kind.REOPEN, "5 14:00"), (Kind.STOP, "5 14:30"), terms=terms)
    assert (longer.outcome, longer.breached_at, longer.due_at) == (ClockOutcome.MET, None, on("5 15:00"))


def test_cancelled_before_the_deadline_is_not_counted_and_after_it_is_missed() -> None:
    early = state((Kind.START, "5 09:00"), (Kind.CANCEL, "5 12:00"))
    assert (early.outcome, early.outcome_at, early.outcome.counts) == (ClockOutcome.CANCELLED, on("5 12:00"), False)
    late = state((Kind.START, "5 09:00"), (Kind.CANCEL, "5 13:01"))
    assert (late.outcome, late.outcome_at) == (ClockOutcome.MISSED, on("5 13:00"))


def test_what_has_not_happened_yet_does_not_count() -> None:
    assert state((Kind.START, "5 09:00"), now="5 08:00").outcome is ClockOutcome.NOT_STARTED
    assert state((Kind.START, "5 09:00"), (Kind.STOP, "5 12:00"), now="5 10:00").outcome is ClockOutcome.RUNNING
    assert state().outcome is ClockOutcome.NOT_STARTED


def test_a_stop_before_the_start_is_no_data() -> None:
    assert state((Kind.START, "5 09:00"), (Kind.STOP, "5 08:00")) == ClockState.no_data()


def test_the_order_in_which_events_arrive_does_not_matter() -> None:
    story: list[Told] = [
        (Kind.START, "5 09:00"),
        (Kind.PAUSE, "5 10:00", CLIENT),
        (Kind.RESUME, "5 11:00"),
        (Kind.STOP, "5 12:00"),
    ]
    assert state(*story) == state(*reversed(story))


def test_a_response_clock_stops_at_resolution_when_there_was_no_response() -> None:
    response, resolved, closed = on("5 10:00"), on("5 12:00"), on("6 12:00")
    stopped = response_stopped_at
    assert stopped(first_response_at=response, resolved_at=resolved, closed_at=closed) == response
    assert stopped(first_response_at=None, resolved_at=resolved, closed_at=closed) == resolved
    assert stopped(first_response_at=None, resolved_at=None, closed_at=closed) == closed
    assert stopped(first_response_at=None, resolved_at=None, closed_at=None) is None


def test_history_is_quiet() -> None:
    found = state((Kind.START, "5 09:00"), now="6 09:00")
    assert announcements(found, known_at=on("5 12:00"), now=on("6 09:00")) == [
        Announcement(75, on("5 12:00")),
        Announcement(90, on("5 12:36")),
        Announcement(100, on("5 13:00")),
    ]
    assert announcements(found, known_at=on("6 08:00"), now=on("6 09:00")) == []


def test_states_of_a_source_become_events_of_one_clock() -> None:
    changes: list[tuple[datetime, StateMeaning | PauseReason]] = [
        (on("5 10:00"), CLIENT),
        (on("5 11:00"), PauseReason.VENDOR_SUBCONTRACTOR),
        (on("5 12:00"), StateMeaning.RUNNING),
        (on("5 12:00"), StateMeaning.RUNNING),
        (on("5 13:00"), StateMeaning.STOPPED),
        (on("6 09:00"), StateMeaning.RUNNING),
        (on("6 10:00"), StateMeaning.STOPPED),
    ]
    events = events_from_states(on("5 09:00"), reversed(changes[:3]))
    assert [one.kind for one in events] == [Kind.START, Kind.PAUSE, Kind.RESUME, Kind.PAUSE, Kind.RESUME]
    found = replay(events_from_states(on("5 09:00"), changes), FOUR_HOURS, OFFICE, on("7 09:00"))
    assert (found.outcome, found.elapsed_us, found.reopen_count) == (ClockOutcome.MET, 180 * MINUTE, 1)


@pytest.mark.parametrize(
    ("unit", "amount"),
    [(TargetUnit.OPEN_MINUTES, -1), (TargetUnit.BUSINESS_DAYS, -1)],
)
def test_a_negative_target_is_refused(unit: TargetUnit, amount: int) -> None:
    with pytest.raises(ValueError, match="not a target"):
        Target(unit, amount)


def test_events_say_what_they_lack() -> None:
    with pytest.raises(ValueError, match="reason"):
        ClockEvent(Kind.PAUSE, on("5 09:00"))
    with pytest.raises(ValueError, match="target"):
        ClockEvent(Kind.REPRIORITISE, on("5 09:00"))
    with pytest.raises(ValueError, match="time zone"):
        ClockEvent(Kind.START, datetime(2026, 1, 5))  # noqa: DTZ001


def test_clocks_and_opening_hours_are_pure_and_need_neither_django_nor_numpy() -> None:
    found = "import sys, workitems.clock; print(sorted({'django', 'numpy', 'celery'} & set(sys.modules)))"
    checkout = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", found], cwd=checkout, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
