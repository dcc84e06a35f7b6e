"""What of the measures a pilot can decide about, and how. Pure; values as in ``engagements.models.metrics``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Way(NamedTuple):
    """How a measure is decided: kind as in ``models.Kind``, and which percentile."""

    kind: str
    percentile: int | None = None


SHARES: Final = (
    "sla_adherence",
    "sla_response",
    "sla_resolution",
    "source_met",
    "error_rate",
    "accuracy",
    "reopen_rate",
    "csat",
    "completion",
    "first_contact",
)
WAYS: Final[Mapping[str, Way]] = {
    **{measure: Way("share") for measure in SHARES},
    "turnaround_mean": Way("mean"),
    "turnaround_median": Way("percentile", 50),
    "turnaround_p90": Way("percentile", 90),
}
"""Measures that come down to items of which each is right or wrong, or has a value. A backlog or a cost does not."""

WATCHED: Final = frozenset({*WAYS, "throughput", "backlog", "backlog_aged"})
"""What a rollback trigger can watch over some days; cost and what is entered by hand have no days."""
