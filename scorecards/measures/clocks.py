"""SLA adherence: clocks met of clocks decided, in the period that holds the outcome. It counts clocks, not items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from engagements.models.metrics import Measure
from scorecards.measures import figures
from scorecards.measures.figures import Figure
from scorecards.measures.requests import Given, Request
from scorecards.measures.windows import Windows, fetch

KINDS: Final = {
    Measure.SLA_ADHERENCE.value: ("response", "resolution"),
    Measure.SLA_RESPONSE.value: ("response",),
    Measure.SLA_RESOLUTION.value: ("resolution",),
}
MEASURES: Final = frozenset(KINDS)
_SQL = (
    "WITH {keys} SELECT k.slot, c.kind, count(*), count(*) FILTER (WHERE c.outcome = 'met'),"
    " count(*) FILTER (WHERE {excluded}), count(*) FILTER (WHERE c.outcome = 'met' AND {excluded})"
    " FROM k CROSS JOIN LATERAL (SELECT c.item_id, c.kind, c.outcome FROM workitems_slaclock c{items}"
    " WHERE c.organization_id = k.organization_id AND c.engagement_id = k.engagement_id"
    " AND c.outcome_at >= k.starts_at AND c.outcome_at < k.ends_at AND c.outcome IN ('met', 'missed'){part} OFFSET 0) c"
    "{exclusions} GROUP BY k.slot, c.kind"
)
_ITEMS = " JOIN workitems_workitem w ON w.organization_id = c.organization_id AND w.id = c.item_id"


def measure(requests: Sequence[Request], given: Given) -> Iterator[tuple[Request, Figure]]:
    """The figures of this family; no clock decided is no data, nor are misses alone where no data covers the period."""
    windows = Windows.of(requests, excludes=given.excludes)
    sql = _SQL.format(
        keys=windows.keys,
        excluded=windows.excluded,
        items=_ITEMS if windows.part else "",
        part=windows.part,
        exclusions=windows.exclusions("c.item_id"),
    )
    rows = {(slot, kind): figures_ for slot, kind, *figures_ in fetch(sql, windows.params)}
    for request in requests:
        found = [rows.get((windows.slot(request), kind), (0, 0, 0, 0)) for kind in KINDS[request.measure]]
        decided, met, excluded, excluded_met = (sum(column) for column in zip(*found, strict=True))
        found_share = figures.share(met - excluded_met, decided - excluded, raw_part=met, raw_whole=decided)
        yield request, found_share if request in given.covered else figures.unheard(found_share)
