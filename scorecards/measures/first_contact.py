"""First contact resolution: resolved, and nobody came back about it within seven days.

An item resolved at the end of a period can still come back in the seven days after it. So the figure of a period covers
the items resolved in that period moved back by seven days (of a week: those of the week before), and says so.
Somebody came back when the item was reopened within seven days of its resolution, or when the same requester opened
another item of the same type in the same engagement. Items without a requester are not counted: nobody could tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from engagements.models.metrics import Measure
from engagements.periods import Period, local_instant
from scorecards.measures import figures
from scorecards.measures.figures import Figure
from scorecards.measures.requests import Given, Request, Window
from scorecards.measures.windows import Windows, tallies

MEASURES: Final = frozenset({Measure.FIRST_CONTACT})
WAIT: Final = timedelta(days=7)
"""How long after its resolution an item may come back."""

_SQL = (
    "WITH {keys}, done AS (SELECT k.slot, w.id, w.organization_id, w.engagement_id, w.requester, w.item_type,"
    " w.first_completed_at AS at, w.reopen_count, {excluded} AS is_out FROM k JOIN workitems_workitem w ON {items}"
    " AND w.first_completed_at >= k.starts_at AND w.first_completed_at < k.ends_at"
    " AND w.status_class <> 'cancelled' AND w.requester <> ''{exclusions}),"
    " asked_again AS (SELECT DISTINCT d.id FROM done d JOIN workitems_workitem n"
    " ON n.organization_id = d.organization_id AND n.engagement_id = d.engagement_id AND n.requester = d.requester"
    " AND n.item_type = d.item_type AND n.id <> d.id AND n.opened_at >= d.at"
    " AND n.opened_at < d.at + interval '168 hours'),"
    " reopened AS (SELECT d.id FROM done d LEFT JOIN workitems_workitemevent e"
    " ON e.organization_id = d.organization_id AND e.item_id = d.id AND e.kind = 'reopen' AND e.retracted_at IS NULL"
    " WHERE d.reopen_count > 0 GROUP BY d.id"
    # A source that tells no instant of the reopening is believed that it came back.
    " HAVING count(e.id) = 0 OR bool_or(e.occurred_at >= d.at AND e.occurred_at < d.at + interval '168 hours')),"
    " judged AS (SELECT d.slot, d.is_out, a.id IS NULL AND r.id IS NULL AS is_first FROM done d"
    " LEFT JOIN asked_again a ON a.id = d.id LEFT JOIN reopened r ON r.id = d.id)"
    " SELECT slot, count(*), count(*) FILTER (WHERE is_first), count(*) FILTER (WHERE is_out),"
    " count(*) FILTER (WHERE is_first AND is_out) FROM judged GROUP BY slot"
)


def measure(requests: Sequence[Request], given: Given) -> Iterator[tuple[Request, Figure]]:
    """The figures of this family; nobody known to have asked is no data, nor is a period of which nobody told us."""
    moved = {request: _moved(request) for request in requests}
    windows = Windows.over(moved.values(), excludes=given.excludes)
    rows = tallies(_SQL, windows)
    for request, window in moved.items():
        done, first, out, out_first = rows.get(windows.slots[window], (0, 0, 0, 0))
        found = figures.share(first - out_first, done - out, raw_part=first, raw_whole=done)
        yield request, found if request in given.covered else figures.nothing(figures.Gap.NOT_COVERED)


def resolved_in(period: Period) -> tuple[datetime, datetime]:
    """The half-open span (UTC) whose resolved items a period's figure covers: the period, seven local days earlier."""
    first, after = period.first_date - WAIT, period.last_date + timedelta(days=1) - WAIT
    return local_instant(first, time(0), period.zone), local_instant(after, time(0), period.zone)


def _moved(request: Request) -> Window:
    start, end = resolved_in(request.period)
    return request.window._replace(start=start, end=end)
