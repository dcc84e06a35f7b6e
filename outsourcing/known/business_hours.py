"""Rows about opening hours and clocks, put to OpeningHours and to the service-level clock."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from engagements.opening_hours import OpeningHours, zone_of
from outsourcing.known import instants
from outsourcing.known.calendar_text import calendar
from outsourcing.known.verdicts import RowResult, UnreadableError, compared, not_applicable
from workitems.clock import (
    ClockEvent,
    ClockEventKind,
    ClockOutcome,
    ClockState,
    LevelTerms,
    Target,
    TargetUnit,
    replay,
)

_UNITS = {"second": 1, "minute": 60, "hour": 3600}
_TRUE = frozenset({"true", "yes", "open", "1", "t", "y", "breached", "missed"})
_FALSE = frozenset({"false", "no", "closed", "0", "f", "n", "not breached", "met"})
_ENGINE_SAYS = re.compile(r"(?:says|gives|computes|has|is|:)\s+(.+)$", re.IGNORECASE)
_DISAGREES = re.compile(r"disagree|differ|convention", re.IGNORECASE)
_OTHER_RULE = re.compile(r"end[- ]of[- ](?:business[- ]|working[- ])?day", re.IGNORECASE)


@dataclass(frozen=True)
class _Case:
    """A row, read: the calendar, the start, and the cells that only some kinds use."""

    row: Mapping[str, str]
    hours: OpeningHours
    start: datetime

    @property
    def end(self) -> datetime:
        return instants.instant(self.row["end"], self.hours.tzinfo)

    def replayed(self, target: Target, stop: datetime | None) -> ClockState:
        """The clock with the row's pauses, once the last of them has begun."""
        pauses = instants.pauses(self.row.get("pauses", ""), self.hours.tzinfo, self.start)
        events = [ClockEvent(ClockEventKind.START, self.start)]
        for begin, end, reason in pauses:
            events.append(ClockEvent(ClockEventKind.PAUSE, begin, reason))
            if end is not None:
                events.append(ClockEvent(ClockEventKind.RESUME, end, reason))
        if stop is not None:
            events.append(ClockEvent(ClockEventKind.STOP, stop))
        now = max(event.at for event in events)
        return replay(events, LevelTerms(target), self.hours, now)


# What a kind asks: the product's answer and whether it equals a cell as printed.
_Answer = tuple[object, Callable[[str], bool]]


def check_business_hours(row_id: str, row: Mapping[str, str], _table: Path) -> RowResult:
    """One row; where the sources disagree, docs/metrics.md decides and the row is not applicable when ours is that."""
    kind = row["kind"].strip().lower().replace(" ", "_").replace("-", "_")
    handler = next((found for pattern, found in _KINDS if re.fullmatch(pattern, kind)), None)
    if handler is None:
        return not_applicable(row_id, f"no public function for {kind!r}")
    if kind.startswith("due") and row.get("budget_minutes", "").startswith("-"):
        return not_applicable(row_id, "a target is never negative")
    ours, equals = handler(_case(row), kind)
    if equals(row["expected"]):
        return compared(row_id, ours=ours, expected=row["expected"], agrees=True)
    return _settled(row_id, row, ours, equals)


def _settled(row_id: str, row: Mapping[str, str], ours: object, equals: Callable[[str], bool]) -> RowResult:
    """A row that does not agree: the source's own convention, or a disagreement."""
    check, note = row.get("independent_check") or row.get("check", ""), row.get("note", "")
    says = _ENGINE_SAYS.search(check)
    try:
        follows_engine = says is not None and equals(says.group(1).strip())
    except (UnreadableError, ValueError):
        follows_engine = False
    if follows_engine:
        return not_applicable(row_id, f"source convention ({note}): ours is what the {check}")
    if other := _OTHER_RULE.search(note):
        return not_applicable(row_id, f"source convention ({other[0]} option): ours keeps the local time")
    if says is None and _DISAGREES.search(check):
        return not_applicable(row_id, f"sources disagree ({check}): ours is {ours}")
    return compared(row_id, ours=ours, expected=row["expected"], agrees=False)


def _case(row: Mapping[str, str]) -> _Case:
    name = instants.zone_name(row.get("timezone", ""))
    try:
        zone = zone_of(name)
    except ValueError as error:
        raise UnreadableError(str(error)) from None
    start = instants.instant(row["start"], zone)
    hours = calendar(
        name,
        row["weekly_hours"],
        holidays=row.get("holidays", ""),
        special=row.get("special_days", ""),
        breaks=row.get("day_breaks", ""),
        years=range(start.year - 1, start.year + 4),
    )
    return _Case(row, hours, start)


def _duration(case: _Case, kind: str) -> _Answer:
    unit = next((seconds for name, seconds in _UNITS.items() if name in kind), 1)
    if case.row.get("pauses") and case.end >= case.start:
        state = case.replayed(Target(TargetUnit.OPEN_MINUTES, 0), case.end)
        spent = state.elapsed_us
    else:
        spent = case.hours.open_between(case.start, case.end)
    seconds = Decimal(spent) / 1_000_000
    return f"{seconds / unit:f}", lambda text: _same_length(seconds, text, unit)


def _due(case: _Case, _kind: str) -> _Answer:
    budget = instants.amount(case.row["budget_minutes"])
    if budget.is_days:
        target = Target(TargetUnit.BUSINESS_DAYS, int(budget.number))
    else:
        target = Target(TargetUnit.OPEN_MINUTES, budget.number / 60)
    return _instant_answer(case, case.replayed(target, None).due_at)


def _days_due(case: _Case, _kind: str) -> _Answer:
    cell = case.row["budget_minutes"]
    days = int(instants.amount(cell, 1).number)
    if days > 0 and case.row.get("pauses"):
        return _instant_answer(case, case.replayed(Target(TargetUnit.BUSINESS_DAYS, days), None).due_at)
    return _instant_answer(case, case.hours.business_days_due(case.start, days))


def _is_open(case: _Case, kind: str) -> _Answer:
    ours = case.hours.is_open(case.start) != ("closed" in kind)
    return str(ours).lower(), lambda text: _truth(text, closed_is="closed" in kind) == ours


def _next_opening(case: _Case, _kind: str) -> _Answer:
    return _instant_answer(case, case.hours.next_opening(case.start))


def _outcome(case: _Case, kind: str) -> _Answer:
    budget = instants.amount(case.row["budget_minutes"])
    unit = TargetUnit.BUSINESS_DAYS if budget.is_days else TargetUnit.OPEN_MINUTES
    target = Target(unit, int(budget.number) if budget.is_days else budget.number / 60)
    outcome = case.replayed(target, case.end).outcome
    if kind in {"outcome", "state"}:
        return outcome.value, lambda text: text.strip().lower() == outcome.value
    wanted = ClockOutcome.MET if "met" in kind else ClockOutcome.MISSED
    ours = outcome is wanted
    return str(ours).lower(), lambda text: _truth(text, closed_is=False) == ours


def _instant_answer(case: _Case, at: datetime | None) -> _Answer:
    """An instant equals a naive cell when a clock in the row's zone shows that."""
    if at is None:
        return None, lambda _text: False
    local = at.astimezone(case.hours.tzinfo)

    def equals(text: str) -> bool:
        expected = instants.wall_or_instant(text)
        return expected == (local.replace(tzinfo=None) if expected.tzinfo is None else at)

    return local.replace(tzinfo=None).isoformat(" "), equals


def _same_length(seconds: Decimal, text: str, unit: int) -> bool:
    """Exact for whole figures; to the printed digits for a fraction."""
    expected = instants.amount(text, unit)
    exponent = expected.number.as_tuple().exponent
    has_fraction = "." in text and isinstance(exponent, int) and exponent < 0
    tolerance = unit * Decimal(5).scaleb(-len(text.rpartition(".")[2]) - 1) if has_fraction or unit > 1 else Decimal(0)
    return abs(seconds - expected.number) <= (tolerance if "." in text else 0)


def _truth(text: str, *, closed_is: bool) -> bool:
    word = text.strip().lower()
    if word in {"open", "closed"}:
        return (word == "closed") == closed_is
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise UnreadableError(f"neither true nor false: {text!r}")


_KINDS: tuple[tuple[str, Callable[[_Case, str], _Answer]], ...] = (
    (r"(add_)?(working|business|open)_days(_due|_add|_later|_at)?|add_days", _days_due),
    (r"due.*|deadline.*|(add|plus)_((working|business|open)_)?(minutes|hours|seconds|time)", _due),
    (r"(is_)?(open|closed)(_at)?|(is_)?in_(working_|business_)?hours|is_a_working_hour", _is_open),
    (r"next_open(ing)?(_at|_time)?|first_opening", _next_opening),
    (r"outcome|state|(is_)?(breached|missed|met)", _outcome),
    (
        r"(duration|elapsed|open|business|working|worked)(_time|_hours)?(_(seconds|minutes|hours))?(_between)?",
        _duration,
    ),
)
