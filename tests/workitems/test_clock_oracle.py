"""Clocks against an oracle that lives through every minute, and columns against single clocks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagements.opening_hours import from_us, to_us
from tests.engagements.calendars import Calendar, calendars
from tests.engagements.door import Door
from tests.workitems.clock_walk import Asked, Told, Walk
from workitems.clock import (
    ClockEvent,
    ClockEventKind,
    ClockOutcome,
    ClockState,
    LevelTerms,
    OnReopen,
    PauseReason,
    Target,
    TargetUnit,
    replay,
)
from workitems.clock.columns import NONE, OUTCOMES, ClockColumns, PauseColumns, replay_many

MINUTE = 60_000_000
Item = tuple[int, int | None, int, list[tuple[int, int | None]]]


class Case(TypedDict):
    calendar: Calendar
    start: int
    happenings: list[Told]
    target: Asked
    resumes: bool
    ignored: frozenset[str]
    now: int


SHORT = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LONG = settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
REASONS = {
    "client": PauseReason.CLIENT,
    "hold": PauseReason.APPROVED_HOLD,
    "third": PauseReason.CLIENT_THIRD_PARTY,
    "vendor": PauseReason.VENDOR_SUBCONTRACTOR,
}
UNITS = {"minutes": TargetUnit.OPEN_MINUTES, "days": TargetUnit.BUSINESS_DAYS, "clock": TargetUnit.CLOCK_MINUTES}
TARGETS = st.one_of(
    st.tuples(st.sampled_from(("minutes", "clock")), st.sampled_from((0, 1, 60, 240, 480)) | st.integers(0, 1200)),
    st.tuples(st.just("days"), st.integers(0, 3)),
    st.tuples(st.just("clock"), st.integers(0, 8)),
)
# The small ones, here and above, make things happen in the very minute in which others do.
MINUTES = st.integers(0, 3000) | st.integers(0, 100).map(lambda number: number * 30) | st.integers(0, 8)
HAPPENINGS = st.one_of(
    st.tuples(MINUTES, st.just("pause"), st.sampled_from(sorted(REASONS))),
    st.tuples(MINUTES, st.just("resume"), st.none() | st.sampled_from(sorted(REASONS))),
    st.tuples(MINUTES, st.sampled_from(("stop", "stop", "reopen", "cancel")), st.none()),
    st.tuples(MINUTES, st.just("reprioritise"), TARGETS),
)
CASES = {
    "calendar": calendars(),
    "start": MINUTES,
    "happenings": st.lists(HAPPENINGS, max_size=7),
    "target": TARGETS,
    "resumes": st.booleans(),
    "ignored": st.frozensets(st.sampled_from(sorted(REASONS))),
    "now": st.integers(0, 5000),
}


def agree(case: Case) -> None:
    hours, door = case["calendar"]
    start, target, resumes, now = case["start"], case["target"], case["resumes"], case["now"]
    later = sorted(((start + at, kind, detail) for at, kind, detail in case["happenings"]), key=lambda event: event[0])
    story: list[Told] = [(start, "start", None), *later]
    ignored = case["ignored"]
    walk = Walk(door, resumes, target, start + now, ignored).live(story)
    terms = LevelTerms(
        asked(target),
        OnReopen.RESUME if resumes else OnReopen.KEEP,
        ignored=frozenset(REASONS[word] for word in ignored),
    )
    state = replay([event(door, *one) for one in story], terms, hours, door.at(start + now))
    if walk.saw_too_little:
        return
    at = {name: None if minute is None else door.at(minute) for name, minute in expected(walk).items()}
    assert state.outcome.value == outcome(walk)
    assert state.breached_at == at["breached"]
    assert state.outcome_at == at["outcome"]
    assert state.stopped_at == at["stopped"]
    assert state.elapsed_us == walk.elapsed * MINUTE
    assert state.reopen_count == walk.reopened
    assert (state.paused_at is not None) == walk.is_paused
    assert state.due_is_projected == (outcome(walk) == "paused")
    if walk.due is not None:
        assert state.due_at == door.at(walk.due)
    elif walk.ended is None:
        assert state.due_at is not None
        assert state.due_at >= door.at(walk.now)
    shares = [warning.at for warning in state.warnings]
    assert shares == sorted(shares)


def expected(walk: Walk) -> dict[str, int | None]:
    ended = walk.ended_at
    fixed = walk.missed_at if walk.missed_at is not None else ended
    return {"breached": walk.missed_at, "outcome": fixed, "stopped": ended if walk.ended == "stop" else None}


def outcome(walk: Walk) -> str:
    if walk.missed_at is not None:
        return "missed"
    if walk.ended is not None:
        return {"stop": "met", "cancel": "cancelled"}[walk.ended]
    return "paused" if walk.is_paused else "running"


def asked(target: Asked) -> Target:
    return Target(UNITS[target[0]], target[1])


def event(door: Door, minute: int, kind: str, detail: Any) -> ClockEvent:
    at = door.at(minute)
    if kind == "reprioritise":
        return ClockEvent(ClockEventKind.REPRIORITISE, at, target=asked(detail))
    return ClockEvent(ClockEventKind(kind), at, REASONS.get(detail))


@SHORT
@given(**CASES)
def test_clocks_agree_with_the_minute_by_minute_walk(**case: Unpack[Case]) -> None:
    agree(case)


@pytest.mark.long
@pytest.mark.timeout(3600)
@LONG
@given(**CASES)
def test_clocks_agree_with_the_minute_by_minute_walk_in_the_long_run(**case: Unpack[Case]) -> None:
    agree(case)


PAUSES = st.tuples(MINUTES, st.none() | st.integers(0, 900))
ITEMS = st.lists(
    st.tuples(
        st.integers(-200, 2500), st.none() | st.integers(-5, 4000), st.integers(0, 2), st.lists(PAUSES, max_size=4)
    ),
    min_size=1,
    max_size=12,
)


@SHORT
@given(calendar=calendars(), items=ITEMS, targets=st.tuples(TARGETS, TARGETS, TARGETS), now=st.integers(0, 5000))
def test_columns_agree_with_single_clocks_to_the_microsecond(
    calendar: Calendar, items: list[Item], targets: tuple[Asked, Asked, Asked], now: int
) -> None:
    hours, door = calendar
    base, shift = to_us(door.begin) + 200 * MINUTE, 123_457
    rows = [
        (item, base + at * MINUTE + shift, None if length is None else base + at * MINUTE + shift + length * MINUTE)
        for item, (at, length, _, _) in enumerate(items)
    ]
    pauses = [
        (item, rows[item][1] + begin * MINUTE, NONE if length is None else rows[item][1] + (begin + length) * MINUTE)
        for item, one in enumerate(items)
        for begin, length in one[3]
    ]
    columns = replay_many(
        hours,
        started=np.array([row[1] for row in rows]),
        stopped=np.array([NONE if row[2] is None else row[2] for row in rows]),
        targets=[asked(target) for target in targets],
        target=np.array([one[2] for one in items]),
        pauses=PauseColumns(*np.array(pauses, dtype=np.int64).reshape(-1, 3).T),
        now=base + now * MINUTE,
    )
    for item, started, stopped in rows:
        state = replay(
            single(started, stopped, [pause for pause in pauses if pause[0] == item]),
            LevelTerms(asked(targets[items[item][2]])),
            hours,
            from_us(base + now * MINUTE),
        )
        assert as_row(columns, item) == as_state(state)


def single(started: int, stopped: int | None, pauses: list[tuple[int, int, int]]) -> Iterator[ClockEvent]:
    yield ClockEvent(ClockEventKind.START, from_us(started))
    if stopped is not None:
        yield ClockEvent(ClockEventKind.STOP, from_us(stopped))
    # Pauses that overlap are united: each of its own reason ends on its own.
    spans = sorted((begin, 2**62 if end == NONE else end) for _, begin, end in pauses)
    united: list[list[int]] = []
    for begin, end in spans:
        if united and begin <= united[-1][1]:
            united[-1][1] = max(united[-1][1], end)
        else:
            united.append([begin, end])
    for begin, end in united:
        if begin < end:
            yield ClockEvent(ClockEventKind.PAUSE, from_us(begin), PauseReason.CLIENT)
            if end < 2**62:
                yield ClockEvent(ClockEventKind.RESUME, from_us(end))


def as_row(columns: ClockColumns, item: int) -> dict[str, object]:
    return {
        "outcome": OUTCOMES[columns.outcome[item]],
        "due": columns.due[item],
        "breached": columns.breached[item],
        "outcome_at": columns.outcome_at[item],
        "target_us": columns.target_us[item],
        "elapsed_us": columns.elapsed_us[item],
        "due_is_projected": columns.due_is_projected[item],
    }


def as_state(state: ClockState) -> dict[str, object]:
    def us(at: datetime | None) -> int:
        return NONE if at is None else to_us(at)

    return {
        "outcome": state.outcome,
        "due": us(state.due_at),
        "breached": us(state.breached_at),
        "outcome_at": us(state.outcome_at),
        "target_us": state.target_us,
        "elapsed_us": state.elapsed_us,
        "due_is_projected": state.due_is_projected,
    }


@SHORT
@given(calendar=calendars(), late=st.integers(1, 600))
def test_a_pause_after_a_breach_changes_nothing_but_the_time_left(calendar: Calendar, late: int) -> None:
    hours, door = calendar
    start = door.at(0)
    terms = LevelTerms(Target(TargetUnit.OPEN_MINUTES, 30))
    now = door.at(12 * 1440)
    plain = replay([ClockEvent(ClockEventKind.START, start)], terms, hours, now)
    if plain.due_at is None or plain.outcome is not ClockOutcome.MISSED:
        return
    pause = ClockEvent(ClockEventKind.PAUSE, plain.due_at + timedelta(minutes=late), PauseReason.CLIENT)
    paused = replay([ClockEvent(ClockEventKind.START, start), pause], terms, hours, now)
    assert (paused.outcome, paused.due_at, paused.breached_at) == (plain.outcome, plain.due_at, plain.breached_at)
