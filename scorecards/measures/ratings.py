"""What others say about items: customer satisfaction (top two boxes), and the source's own verdict on its SLA."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from engagements.models.metrics import Measure
from scorecards.measures import completed, figures
from scorecards.measures.figures import Figure
from scorecards.measures.requests import Given, Request
from scorecards.measures.windows import Windows, fetch

MEASURES: Final = frozenset({Measure.CSAT, Measure.SOURCE_MET})
_SOURCE_SQL = (
    "WITH {keys} SELECT k.slot, count(*), count(*) FILTER (WHERE w.source_met),"
    " count(*) FILTER (WHERE {excluded}), count(*) FILTER (WHERE w.source_met AND {excluded})"
    " FROM k JOIN workitems_workitem w ON {items} AND w.closed_at >= k.starts_at AND w.closed_at < k.ends_at"
    " AND w.source_met IS NOT NULL{exclusions} GROUP BY k.slot"
)
_CSAT_SQL = (
    "WITH {keys} SELECT k.slot, w.csat_score, count(*), count(*) FILTER (WHERE {excluded})"
    " FROM k JOIN workitems_workitem w ON {items} AND w.csat_at >= k.starts_at AND w.csat_at < k.ends_at"
    " AND w.csat_score IS NOT NULL{exclusions} GROUP BY k.slot, w.csat_score"
)


def measure(requests: Sequence[Request], given: Given) -> Iterator[tuple[Request, Figure]]:
    """The figures of this family; no answer, or no verdict, is no data."""
    yield from _source([request for request in requests if request.measure == Measure.SOURCE_MET], given)
    yield from _csat([request for request in requests if request.measure == Measure.CSAT], given)


def _source(requests: Sequence[Request], given: Given) -> Iterator[tuple[Request, Figure]]:
    if not requests:
        return
    windows = Windows.of(requests, excludes=given.excludes)
    rows = {slot: counts for slot, *counts in _rows(_SOURCE_SQL, windows)}
    for request in requests:
        verdicts, met, excluded, excluded_met = rows.get(windows.slot(request), (0, 0, 0, 0))
        yield request, figures.share(met - excluded_met, verdicts - excluded, raw_part=met, raw_whole=verdicts)


def _csat(requests: Sequence[Request], given: Given) -> Iterator[tuple[Request, Figure]]:
    if not requests:
        return
    windows = Windows.of(requests, excludes=given.excludes)
    scores: dict[int, list[tuple[Decimal, int, int]]] = {}
    for slot, score, number, excluded in _rows(_CSAT_SQL, windows):
        scores.setdefault(slot, []).append((score, number, excluded))
    asked = {request: replace(request, measure=Measure.THROUGHPUT.value) for request in requests}
    covered = frozenset(asked[each] for each in requests if each in given.covered)
    items = dict(completed.measure(list(asked.values()), Given(covered, given.excludes)))
    for request in requests:
        found = scores.get(windows.slot(request), [])
        top = [row for row in found if row[0] >= request.parameters.top_box_from]
        raw, raw_top = sum(row[1] for row in found), sum(row[1] for row in top)
        out, out_top = sum(row[2] for row in found), sum(row[2] for row in top)
        figure = figures.share(raw_top - out_top, raw - out, raw_part=raw_top, raw_whole=raw)
        sent = items[asked[request]].sample
        rate = str(figures.divided(100 * figure.sample, sent)) if sent else None
        yield request, figure.with_detail(completed=sent, response_rate=rate)


def _rows(sql: str, windows: Windows) -> list[tuple[Any, ...]]:
    return fetch(
        sql.format(keys=windows.keys, excluded=windows.excluded, items=windows.items, exclusions=windows.exclusions()),
        windows.params,
    )
