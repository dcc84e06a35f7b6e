"""The states of a message: who may follow whom, and how long to wait between tries. Pure.

pending -> claimed -> transmitting -> sent | retry | failed | uncertain
pending, retry, claimed -> suppressed
uncertain -> sent | failed (a person, or a look-up that found it) | retry (a look-up that proved it never left)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a message stands. Nothing moves out of sent, failed and suppressed; a resend is a message of its own."""

    PENDING = "pending"
    CLAIMED = "claimed"
    TRANSMITTING = "transmitting"
    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    SUPPRESSED = "suppressed"


MOVES: dict[State, frozenset[State]] = {
    State.PENDING: frozenset({State.CLAIMED, State.SUPPRESSED}),
    State.RETRY: frozenset({State.CLAIMED, State.SUPPRESSED}),
    State.CLAIMED: frozenset({State.TRANSMITTING, State.RETRY, State.FAILED, State.SUPPRESSED}),
    State.TRANSMITTING: frozenset({State.SENT, State.RETRY, State.FAILED, State.UNCERTAIN}),
    State.UNCERTAIN: frozenset({State.SENT, State.FAILED, State.RETRY}),
    State.SENT: frozenset(),
    State.FAILED: frozenset(),
    State.SUPPRESSED: frozenset(),
}
DUE = (State.PENDING, State.RETRY)
HELD = (State.CLAIMED, State.TRANSMITTING)
OVER = (State.SENT, State.FAILED, State.SUPPRESSED)
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))


def sources(target: State) -> tuple[State, ...]:
    """The states from which a message may come to ``target``."""
    return tuple(state for state, targets in MOVES.items() if target in targets)


def wait_after(attempt: int) -> timedelta | None:
    """How long to wait after a failed try (the first is 1); None when the tries, over about two days, are used up."""
    return _WAITS[attempt - 1] if 1 <= attempt <= len(_WAITS) else None


class Outcome(StrEnum):
    """What the mail server said, as far as we heard it."""

    SENT = "sent"
    REFUSED_FOR_NOW = "retry"
    REFUSED = "failed"
    UNKNOWN = "uncertain"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a try ended. ``note`` is what the server, or the network, said."""

    outcome: Outcome
    note: str = ""


class Finding(StrEnum):
    """What a look-up knows about a message that we are not sure to have sent."""

    FOUND = "found"
    ABSENT = "absent"
    UNKNOWN = "unknown"
