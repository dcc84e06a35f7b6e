"""What a state of the source means to a clock."""

from enum import StrEnum


class StateMeaning(StrEnum):
    """One of: the clock runs, a pause for one of three reasons, stopped, cancelled, set the row aside, not decided.

    Waiting for the vendor's own subcontractor is `RUNNING`. `UNDECIDED` runs too, and is counted and shown until
    somebody says what it means; it is also the meaning of every state that a mapping does not name.
    """

    RUNNING = "running"
    CLIENT = "client"
    HOLD = "hold"
    CLIENT_THIRD_PARTY = "client_third_party"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    QUARANTINE = "quarantine"
    UNDECIDED = "undecided"

    @property
    def pauses(self) -> bool:
        """Whether it is one of the allowed reasons for a pause."""
        return self in (StateMeaning.CLIENT, StateMeaning.HOLD, StateMeaning.CLIENT_THIRD_PARTY)
