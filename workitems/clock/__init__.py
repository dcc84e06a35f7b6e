"""Service-level clocks: a pure function of events, terms, opening hours and now (docs/metrics.md, clocks 1 to 8).

Many clocks at once, with numpy: workitems.clock.columns."""

from workitems.clock.events import ClockEvent, ClockEventKind, StateMeaning, events_from_states
from workitems.clock.history import Announcement, announcements
from workitems.clock.reasons import PauseReason
from workitems.clock.replay import replay
from workitems.clock.response import response_stopped_at
from workitems.clock.state import ClockOutcome, ClockState, ClockWarning, Pause
from workitems.clock.terms import LevelTerms, OnReopen, Target, TargetUnit

__all__ = [
    "Announcement",
    "ClockEvent",
    "ClockEventKind",
    "ClockOutcome",
    "ClockState",
    "ClockWarning",
    "LevelTerms",
    "OnReopen",
    "Pause",
    "PauseReason",
    "StateMeaning",
    "Target",
    "TargetUnit",
    "announcements",
    "events_from_states",
    "replay",
    "response_stopped_at",
]
