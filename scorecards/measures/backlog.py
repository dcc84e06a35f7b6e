"""Backlog at the end of a period, its ages and how long it lasts; and the part of it that is older than a limit.

Opened before t and not closed before t: opened exactly at t is not in it, closed exactly at t still is. A reopened
item is back in it from the reopening on, as its events tell. A cancelled item leaves when it was closed, or was never
in it when no source says when.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engagements.models.metrics import Measure
from scorecards.measures import figures
from scorecards.measures.binary import columns
from scorecards.measures.figures import Figure, Gap
from scorecards.measures.pace import Pace, paces
from scorecards.measures.requests import Given, Request
from scorecards.measures.windows import Windows
from scorecards.statistics import backlog_days

MEASURES: Final = frozenset({Measure.BACKLOG, Measure.BACKLOG_AGED})
BAND_DAYS: Final = (1, 3, 7, 14, 30)
"""Edges of the ageing bands in days; an item of exactly one day is in the second band."""

_HOUR_US: Final = 3_600_000_000
_EDGES_US: Final = np.array(BAND_DAYS, dtype=np.int64) * 24 * _HOUR_US
# width_bucket counts the ends passed before opening and before completion: only an item that is in the backlog at some
# end becomes a row, and it costs the same for one week as for fifty. A reopened one is asked what its events say.
_SQL: Final = """
WITH {keys},
g AS MATERIALIZED (
    SELECT organization_id, engagement_id, segment_id, priorities,
        array_agg(ends_at ORDER BY ends_at, slot) AS ends, array_agg(slot ORDER BY ends_at, slot) AS slots,
        min(ends_at) AS first_end
    FROM k GROUP BY organization_id, engagement_id, segment_id, priorities
),
held AS (
    SELECT k.ends, k.slots, k.organization_id, i.* FROM g k CROSS JOIN LATERAL (
        SELECT w.id, w.opened_at, w.reopen_count, width_bucket(w.opened_at, k.ends) AS opened,
            width_bucket(w.completed_at, k.ends) AS completed
        FROM workitems_workitem w WHERE {items} AND w.completed_at >= k.first_end OFFSET 0
    ) i
    UNION ALL
    SELECT k.ends, k.slots, k.organization_id, i.* FROM g k CROSS JOIN LATERAL (
        SELECT w.id, w.opened_at, w.reopen_count, width_bucket(w.opened_at, k.ends), cardinality(k.ends)
        FROM workitems_workitem w WHERE {items} AND w.resolved_at IS NULL AND w.closed_at IS NULL
            AND w.status_class <> 'cancelled' OFFSET 0
    ) i
),
candidates AS (
    SELECT h.slots[n] AS slot, h.id, h.organization_id, h.opened_at, h.ends[n] AS ends_at, h.reopen_count
    FROM held h CROSS JOIN LATERAL generate_series(h.opened + 1, h.completed) n
    WHERE h.opened < h.completed
)
SELECT k.slot, k.opened_at AS opened, k.ends_at AS "end", {excluded}::int AS excluded FROM candidates k{exclusions}
WHERE k.reopen_count = 0 OR coalesce((
    SELECT e.kind = 'reopen' FROM workitems_workitemevent e
    WHERE e.organization_id = k.organization_id AND e.item_id = k.id AND e.retracted_at IS NULL
        AND e.kind IN ('stop', 'reopen', 'cancel') AND e.occurred_at < k.ends_at
    ORDER BY e.occurred_at DESC, e.sequence DESC LIMIT 1
), true)
"""
_KINDS: Final = {"slot": "int", "opened": "timestamptz", '"end"': "timestamptz", "excluded": "int"}


def measure(requests: Sequence[Request], given: Given) -> Iterator[tuple[Request, Figure]]:
    """The figures of this family, in the order asked."""
    windows = Windows.of(requests, excludes=given.excludes)
    sql = _SQL.format(
        keys=windows.keys, items=windows.items, excluded=windows.excluded, exclusions=windows.exclusions("k.id")
    )
    held = _Held.of(len(windows.slots), *columns(sql, windows.params, _KINDS))
    days = paces([each for each in requests if each.measure == Measure.BACKLOG and each in given.covered])
    for request in requests:
        slot = windows.slot(request)
        if request not in given.covered:
            yield request, figures.nothing(Gap.NOT_COVERED)
        elif request.measure == Measure.BACKLOG_AGED:
            kept, raw = held.older_than(slot, request.parameters.older_than_hours)
            yield request, figures.count(kept, raw=raw)
        else:
            yield request, _backlog(held, slot, days[request])


@dataclass(frozen=True, slots=True)
class _Held:
    """The backlogs of all windows: ages in microseconds, by slot; per slot the items that count, by age band."""

    ages: NDArray[np.int64]
    is_kept: NDArray[np.bool_]
    edges: NDArray[np.int64]
    bands: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        size: int,
        slots: NDArray[np.int64],
        opened: NDArray[np.int64],
        end: NDArray[np.int64],
        excluded: NDArray[np.int64],
    ) -> _Held:
        order = np.argsort(slots, kind="stable")
        slots, ages, is_kept = slots[order], (end - opened)[order], excluded[order] == 0
        width = len(_EDGES_US) + 1
        cells = slots * width + np.searchsorted(_EDGES_US, ages, side="right")
        bands = np.bincount(cells[is_kept], minlength=size * width).reshape(size, width)
        return cls(ages, is_kept, np.searchsorted(slots, np.arange(size + 1)), bands)

    def raw_count(self, slot: int) -> int:
        """Items in a backlog, the excluded ones too."""
        return int(self.edges[slot + 1] - self.edges[slot])

    def older_than(self, slot: int, hours: Decimal) -> tuple[int, int]:
        """Items older than a limit, without and with the excluded ones; exactly the limit is not older."""
        part = slice(int(self.edges[slot]), int(self.edges[slot + 1]))
        old = self.ages[part] > int(hours * _HOUR_US)
        return int((old & self.is_kept[part]).sum()), int(old.sum())


def _backlog(held: _Held, slot: int, pace: Pace) -> Figure:
    bands = held.bands[slot].tolist()
    number = sum(bands)
    lasts = backlog_days(number, pace.closed, pace.open_days)
    days = None if lasts is None else str(figures.stored(lasts))
    return figures.count(number, raw=held.raw_count(slot), detail={"bands": bands, "backlog_days": days})
