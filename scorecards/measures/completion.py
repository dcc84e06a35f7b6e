"""Completion (done on time, of those due) and process efficiency (handled time, of turnaround)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from engagements.models.metrics import Measure
from scorecards.measures import figures
from scorecards.measures.figures import Figure
from scorecards.measures.requests import Given, Request
from scorecards.measures.windows import Windows, tallies

MEASURES: Final = frozenset({Measure.COMPLETION, Measure.EFFICIENCY})
_DUE_SQL = (
    "WITH {keys} SELECT k.slot, count(*), count(*) FILTER (WHERE w.first_completed_at <= w.due_at),"
    " count(*) FILTER (WHERE {excluded}), count(*) FILTER (WHERE w.first_completed_at <= w.due_at AND {excluded})"
    " FROM k JOIN workitems_workitem w ON {items} AND w.due_at >= k.starts_at AND w.due_at < k.ends_at"
    " AND w.status_class <> 'cancelled'{exclusions} GROUP BY k.slot"
)
# In whole microseconds, so that the sums are exact.
_HANDLED_SQL = (
    "WITH {keys} SELECT k.slot, sum(i.spent), sum(i.handled),"
    " coalesce(sum(i.spent) FILTER (WHERE i.is_out), 0), coalesce(sum(i.handled) FILTER (WHERE i.is_out), 0),"
    " count(*) FILTER (WHERE NOT i.is_out), count(*) FILTER (WHERE i.is_out) FROM k JOIN LATERAL ("
    "SELECT (extract(epoch FROM w.first_completed_at - w.opened_at) * 1000000)::bigint AS spent,"
    " (w.handled_minutes * 60000000)::bigint AS handled, {excluded} AS is_out FROM workitems_workitem w{exclusions}"
    " WHERE {items} AND w.first_completed_at >= k.starts_at AND w.first_completed_at < k.ends_at"
    " AND w.status_class <> 'cancelled' AND w.handled_minutes IS NOT NULL) i ON true GROUP BY k.slot"
)


def measure(requests: Sequence[Request], given: Given) -> Iterator[tuple[Request, Figure]]:
    """The figures of this family; nothing due, or no handled time known, is no data."""
    yield from _completion([each for each in requests if each.measure == Measure.COMPLETION], given)
    yield from _efficiency([each for each in requests if each.measure == Measure.EFFICIENCY], given)


def _completion(requests: Sequence[Request], given: Given) -> Iterator[tuple[Request, Figure]]:
    windows = Windows.of(requests, excludes=given.excludes)
    rows = tallies(_DUE_SQL, windows)
    for request in requests:
        due, done, out, out_done = rows.get(windows.slot(request), (0, 0, 0, 0))
        found = figures.share(done - out_done, due - out, raw_part=done, raw_whole=due)
        yield request, found if request in given.covered else figures.unheard(found)


def _efficiency(requests: Sequence[Request], given: Given) -> Iterator[tuple[Request, Figure]]:
    windows = Windows.of(requests, excludes=given.excludes)
    rows = tallies(_HANDLED_SQL, windows)
    for request in requests:
        spent, handled, out, out_handled, sample, excluded = map(int, rows.get(windows.slot(request), (0,) * 6))
        yield (
            request,
            figures.share_of_time(
                handled - out_handled, spent - out, raw_part=handled, raw_whole=spent, sample=sample, excluded=excluded
            ),
        )
