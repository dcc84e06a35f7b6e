"""Backlog at the end of a period, its ages and how long it lasts; and the part of it that is older than a limit.

Opened before t and not closed before t: opened exactly at t is not in it, closed exactly at t still is. A reopened
item is back in it from the reopening on, as its events tell. A cancelled item leaves when it was closed, or was never
in it when no source says when.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engagements.models.metrics import Measure
from scorecards.measures import figures
from scorecards.measures.binary import copied
from scorecards.measures.figures import Figure, Gap
from scorecards.measures.pace import Pace, paces
from scorecards.measures.requests import Request
from scorecards.measures.windows import Windows
from scorecards.statistics import backlog_days

MEASURES: Final = frozenset({Measure.BACKLOG, Measure.BACKLOG_AGED})
BAND_DAYS: Final = (1, 3, 7, 14, 30)
"""Edges of the ageing bands in days; an item of exactly one day is in the second band."""

_HOUR_US: Final = 3_600_000_000
_EDGES_US: Final = np.array(BAND_DAYS, dtype=np.int64) * 24 * _HOUR_US
# Completed once, still open, reopened. width_bucket counts the ends before opening and before completion: only an item
# that is in the backlog at some end becomes a row, and it costs the same for one week as for fifty.
_SQL: Final = """
WITH {keys},
g AS MATERIALIZED (
    SELECT organization_id, engagement_id, segment_id, priorities,
        array_agg(ends_at ORDER BY ends_at, slot) AS ends, array_agg(slot ORDER BY ends_at, slot) AS slots,
        min(ends_at) AS first_end, max(ends_at) AS last_end
    FROM k GROUP BY organization_id, engagement_id, segment_id, priorities
),
held AS (
    SELECT k.ends, k.slots, w.id, k.organization_id, w.opened_at,
        width_bucket(w.opened_at, k.ends) AS opened, width_bucket(w.completed_at, k.ends) AS completed
    FROM g k JOIN workitems_workitem w ON {items} AND w.completed_at >= k.first_end AND w.opened_at < k.last_end
        AND w.reopen_count = 0
    UNION ALL
    SELECT k.ends, k.slots, w.id, k.organization_id, w.opened_at, width_bucket(w.opened_at, k.ends), cardinality(k.ends)
    FROM g k JOIN workitems_workitem w ON {items} AND w.resolved_at IS NULL AND w.closed_at IS NULL
        AND w.opened_at < k.last_end AND w.status_class <> 'cancelled' AND w.reopen_count = 0
),
backlog AS (
    SELECT h.slots[n] AS slot, h.id, h.organization_id, h.opened_at, h.ends[n] AS ends_at
    FROM held h CROSS JOIN LATERAL generate_series(h.opened + 1, h.completed) n
    WHERE h.opened < h.completed
    UNION ALL
    SELECT k.slot, w.id, k.organization_id, w.opened_at, k.ends_at
    FROM k JOIN workitems_workitem w ON {items} AND w.reopen_count > 0 AND w.opened_at < k.ends_at
    LEFT JOIN LATERAL (
        SELECT e.kind FROM workitems_workitemevent e
        WHERE e.organization_id = w.organization_id AND e.item_id = w.id AND e.retracted_at IS NULL
            AND e.kind IN ('stop', 'reopen', 'cancel') AND e.occurred_at < k.ends_at
        ORDER BY e.occurred_at DESC, e.sequence DESC LIMIT 1
    ) e ON true
    WHERE CASE
        WHEN e.kind IS NOT NULL THEN e.kind = 'reopen'
        WHEN w.completed_at IS NOT NULL THEN w.completed_at >= k.ends_at
        ELSE w.status_class <> 'cancelled'
    END
)
SELECT k.slot, k.opened_at, k.ends_at, {excluded}::int4 FROM backlog k{exclusions}
"""
_COLUMNS: Final = [("slot", ">i4"), ("opened", ">i8"), ("end", ">i8"), ("excluded", ">i4")]


def measure(requests: Sequence[Request], known: frozenset[Request]) -> Iterator[tuple[Request, Figure]]:
    """The figures of this family; ``known`` holds the requests whose period some import covers."""
    windows = Windows.of(requests)
    sql = _SQL.format(
        keys=windows.keys, items=windows.items, excluded=windows.excluded, exclusions=windows.exclusions("k.id")
    )
    rows = copied(sql, windows.params, _COLUMNS)
    rows = rows[np.argsort(rows["slot"], kind="stable")]
    ages = rows["end"].astype(np.int64) - rows["opened"]
    kept = rows["excluded"] == 0
    edges = np.searchsorted(rows["slot"], np.arange(len(windows.slots) + 1))
    days = paces([request for request in requests if request.measure == Measure.BACKLOG and request in known])
    for request in requests:
        slot = windows.slot(request)
        part = slice(int(edges[slot]), int(edges[slot + 1]))
        if request not in known:
            yield request, figures.nothing(Gap.NOT_COVERED)
        elif request.measure == Measure.BACKLOG_AGED:
            yield request, _aged(request, ages[part], kept[part])
        else:
            yield request, _backlog(ages[part], kept[part], days[request])


def _aged(request: Request, ages: NDArray[np.int64], kept: NDArray[np.bool_]) -> Figure:
    """Items in the backlog longer than the limit; exactly the limit is not longer."""
    old = ages > int(request.parameters.older_than_hours * _HOUR_US)
    return figures.count(int((old & kept).sum()), raw=int(old.sum()))


def _backlog(ages: NDArray[np.int64], kept: NDArray[np.bool_], pace: Pace) -> Figure:
    number = int(kept.sum())
    bands = np.bincount(np.searchsorted(_EDGES_US, ages[kept], side="right"), minlength=len(_EDGES_US) + 1)
    lasts = backlog_days(number, pace.closed, pace.open_days)
    days = None if lasts is None else str(figures.stored(lasts))
    return figures.count(number, raw=len(ages)).with_detail(bands=bands.tolist(), backlog_days=days)
