"""A work item's life as the chart of its clocks needs it, in the reader's zone and words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.periods import local_instant
from foundation.charts import ClockRow, Moment, Span
from workitems.models import SlaClock, WorkItemEvent
from workitems.models.clocks import ClockOutcome
from workitems.queries.item_details import ClockDetail, ItemDetail
from workitems.replaying import RESPONSE

_STATUS: Final = {ClockOutcome.MET: "on_target", ClockOutcome.MISSED: "off_target"}
_STEPS_HOURS: Final = (1, 3, 6, 12, 24, 48, 168, 336, 720, 2160, 8760)
_MOST_TICKS: Final = 7
_LONGEST: Final = timedelta(days=400)
_NOT_DRAWN: Final = ("respond",)


@dataclass(frozen=True)
class Timeline:
    """What ``clock_timeline`` draws. Empty without a clock that has a start and a deadline."""

    clocks: list[ClockRow] = field(default_factory=list)
    events: list[Moment] = field(default_factory=list)
    closed: list[Span] = field(default_factory=list)
    ticks: list[Moment] = field(default_factory=list)


def timeline(detail: ItemDetail, now: datetime) -> Timeline:
    """The clocks with their pauses, the events above them, closed hours (of the resolution clock) and an axis."""
    drawn = [clock for clock in detail.clocks if clock.state and clock.state.due_at]
    if not drawn:
        return Timeline()
    rows = [_row(clock) for clock in drawn]
    instants = [at for row in rows for at in (row.started, row.due, row.stopped or now) if at]
    events = [Moment(event.occurred_at, event_words(event)) for event in detail.events if event.kind not in _NOT_DRAWN]
    instants += [event.at for event in events]
    start, stop = min(instants), max(instants)
    return Timeline(rows, events, _closed(drawn[-1], start, stop), _ticks(start, stop))


def event_words(event: WorkItemEvent) -> str:
    """What happened, in a few words."""
    words = str(event.get_kind_display())
    if event.kind == "pause":
        reasons = {
            "client": _("waiting for the client"),
            "hold": _("approved hold"),
            "client_third_party": _("waiting for the client's third party"),
        }
        return f"{words}: {reasons.get(event.reason, event.reason)}"
    return f"{words}: {event.detail}" if event.detail and event.kind in ("assign", "reprioritise") else words


def _row(clock: ClockDetail) -> ClockRow:
    stored, state = clock.stored, clock.state
    return ClockRow(
        label=_("Response") if stored.kind == RESPONSE else _("Resolution"),
        started=stored.started_at,
        due=state.due_at if state else stored.due_at,
        stopped=stored.stopped_at or (stored.outcome_at if stored.outcome == ClockOutcome.CANCELLED else None),
        pauses=[Span(pause.started_at, pause.ended_at) for pause in state.pauses] if state else [],
        status=_STATUS.get(ClockOutcome(stored.outcome), ""),
        note=_note(stored, state.due_at if state else None),
    )


def _note(clock: SlaClock, due_at: datetime | None) -> str:
    if due_at is None:
        return ""
    due = _("due %(at)s") % {"at": date_format(timezone.localtime(due_at), "D j M H:i")}
    return f"{due}, {clock.get_outcome_display()}"


def _closed(clock: ClockDetail, start: datetime, stop: datetime) -> list[Span]:
    if clock.counted is None or stop - start > _LONGEST:
        return []
    hours = clock.counted.target.hours(clock.counted.governing.hours)
    margin = (stop - start) / 20 + timedelta(minutes=1)
    return [Span(*pair) for pair in hours.closed_intervals(start - margin, stop + margin)]


def _ticks(start: datetime, stop: datetime) -> list[Moment]:
    """At most seven instants at round local hours or midnights."""
    hours = (stop - start) / timedelta(hours=1)
    step = next((step for step in _STEPS_HOURS if hours / step <= _MOST_TICKS), _STEPS_HOURS[-1])
    zone = timezone.get_current_timezone_name()
    first = timezone.localtime(start)
    found: list[Moment] = []
    for place in range(_MOST_TICKS + 24):
        moment = first.replace(tzinfo=None, minute=0, second=0, microsecond=0)
        moment = moment - timedelta(hours=moment.hour % min(step, 24)) + timedelta(hours=step * place)
        at = local_instant(moment.date(), moment.time(), zone)
        if at > stop:
            break
        label = date_format(moment, "D H:i" if step < 24 else "j M")  # noqa: PLR2004  # hours a day
        found.append(Moment(at, label))
    return found
