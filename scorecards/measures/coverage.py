"""Which periods the data covers: the difference between a quiet week, which is 0, and a week nobody told us about.

The rule and its reasons stand in docs/adr/ (zero or no data).
"""

from __future__ import annotations

from collections.abc import Sequence

from scorecards.measures.requests import Request
from scorecards.measures.windows import array, fetch

_KEYS = (
    "k AS MATERIALIZED (SELECT * FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::timestamptz[],"
    " %s::timestamptz[]) AS k (slot, organization_id, engagement_id, starts_at, ends_at))"
)
# Something happened in the period to an item of the engagement; tells the quiet ones whether it had begun at all.
_BUSY_SQL = f"""
WITH {_KEYS}
SELECT k.slot, EXISTS (
    SELECT FROM workitems_workitem w WHERE w.organization_id = k.organization_id
        AND w.engagement_id = k.engagement_id AND w.opened_at >= k.starts_at AND w.opened_at < k.ends_at
) OR EXISTS (
    SELECT FROM workitems_workitem w WHERE w.organization_id = k.organization_id
        AND w.engagement_id = k.engagement_id AND w.completed_at >= k.starts_at AND w.completed_at < k.ends_at
) OR EXISTS (
    SELECT FROM workitems_workitem w WHERE w.organization_id = k.organization_id
        AND w.engagement_id = k.engagement_id AND w.closed_at >= k.starts_at AND w.closed_at < k.ends_at
), EXISTS (
    SELECT FROM workitems_workitem w WHERE w.organization_id = k.organization_id
        AND w.engagement_id = k.engagement_id AND w.opened_at < k.ends_at
) FROM k
"""  # noqa: S608  # only the constant above is put in
# For a quiet period: the engagement's source was heard of within it, or one file (or the API) tells of before and after
# it, or the source's mapping was imported in the seven days after it, or all of its work is asked for in the product.
_QUIET_SQL = f"""
WITH {_KEYS},
sources AS (
    SELECT k.*, s.source, s.batch_id FROM k CROSS JOIN LATERAL (
        SELECT w.source, w.batch_id FROM workitems_workitem w
        WHERE w.organization_id = k.organization_id AND w.engagement_id = k.engagement_id AND w.opened_at < k.ends_at
        ORDER BY w.opened_at DESC LIMIT 1
    ) s
)
SELECT k.slot FROM sources k WHERE EXISTS (
    SELECT FROM workitems_workitem w WHERE w.organization_id = k.organization_id AND w.source = k.source
        AND w.opened_at >= k.starts_at AND w.opened_at < k.ends_at
) OR (
    SELECT coalesce(w.batch_id, 0) FROM workitems_workitem w
    WHERE w.organization_id = k.organization_id AND w.source = k.source
        AND w.opened_at < k.starts_at ORDER BY w.opened_at DESC, w.id DESC LIMIT 1
) = (
    SELECT coalesce(w.batch_id, 0) FROM workitems_workitem w
    WHERE w.organization_id = k.organization_id AND w.source = k.source
        AND w.opened_at >= k.ends_at ORDER BY w.opened_at, w.id LIMIT 1
) OR EXISTS (
    SELECT FROM inbox_importbatch b JOIN inbox_importbatch mine ON mine.organization_id = b.organization_id
        AND mine.mapping_id = b.mapping_id
    WHERE mine.organization_id = k.organization_id AND mine.id = k.batch_id AND b.state = 'committed'
        AND b.committed_at >= k.ends_at AND b.committed_at < k.ends_at + interval '7 days'
) OR NOT EXISTS (
    SELECT FROM workitems_workitem w WHERE w.organization_id = k.organization_id
        AND w.engagement_id = k.engagement_id AND w.source <> 'intake'
)
"""  # noqa: S608  # only the constant above is put in

_Key = tuple[int, int, object, object]


def covered(requests: Sequence[Request]) -> frozenset[Request]:
    """The requests whose period the data covers, for at least one of their engagements."""
    slots: dict[_Key, int] = {}
    for request in requests:
        for key in _keys(request):
            slots.setdefault(key, len(slots))
    if not slots:
        return frozenset()
    rows = fetch(_BUSY_SQL, _params(slots))
    known = {slot for slot, is_busy, _ in rows if is_busy}
    quiet = {slot for slot, is_busy, has_begun in rows if has_begun and not is_busy}
    if quiet:
        asked = {key: slot for key, slot in slots.items() if slot in quiet}
        known |= {slot for (slot,) in fetch(_QUIET_SQL, _params(asked))}
    return frozenset(request for request in requests if any(slots[key] in known for key in _keys(request)))


def _keys(request: Request) -> list[_Key]:
    return [
        (request.organization_id, engagement, request.period.start, request.period.end)
        for engagement in request.engagement_ids
    ]


def _params(slots: dict[_Key, int]) -> list[str]:
    rows = [(slot, *key) for key, slot in slots.items()]
    return [array(column) for column in zip(*rows, strict=True)]
