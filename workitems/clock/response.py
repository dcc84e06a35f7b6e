"""When a response clock stops, from the columns a source has (docs/metrics.md, clocks 5)."""

from datetime import datetime


def response_stopped_at(
    *, first_response_at: datetime | None, resolved_at: datetime | None, closed_at: datetime | None
) -> datetime | None:
    """The first response; without one the resolution of a closed item, else its closing; None while it waits.

    A source that has no column for the first response gives no data: its clock is ClockState.no_data(), not this.
    """
    return first_response_at or resolved_at or closed_at
