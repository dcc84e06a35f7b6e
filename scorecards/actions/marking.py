"""Weeks that have to be measured although no fact of theirs changed: they ended, or what is counted is new."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

# Every active engagement with a target whose last closed week has no scorecard yet, so that silence shows too.
_CLOSED = """
SELECT e.organization_id, e.id, w.starts::date
FROM engagements_engagement e
JOIN accounts_organization o ON o.id = e.organization_id
CROSS JOIN LATERAL (
    SELECT date_trunc('week', %(now)s::timestamptz AT TIME ZONE o.time_zone) - interval '1 week' AS starts
) w
WHERE e.organization_id = ANY (current_setting('app.organization_ids')::bigint[])
    AND e.started_on <= w.starts::date + 6 AND (e.ended_on IS NULL OR e.ended_on >= w.starts::date)
    AND EXISTS (
        SELECT FROM engagements_metrictarget t WHERE t.organization_id = e.organization_id AND t.engagement_id = e.id
            AND t.valid_from <= w.starts::date + 6
    )
    AND NOT EXISTS (
        SELECT FROM scorecards_scorecard c WHERE c.organization_id = e.organization_id AND c.engagement_id = e.id
            AND c.period_kind = 'week' AND c.period_start >= (w.starts AT TIME ZONE o.time_zone)
    )
"""
# A metric with a target but without a figure: all weeks since the first item, up to the last that any item tells of. A
# definition made lately: the weeks from its first day on. A target that the newest moving scorecard does not show yet.
_UNMEASURED = """
WITH changed AS (
    SELECT t.organization_id, t.engagement_id, NULL::date AS since FROM engagements_metrictarget t
    WHERE t.organization_id = ANY (current_setting('app.organization_ids')::bigint[]) AND NOT EXISTS (
        SELECT FROM scorecards_metricvalue v WHERE v.organization_id = t.organization_id
            AND v.engagement_id = t.engagement_id AND v.metric_id = t.metric_id
    )
    UNION
    SELECT t.organization_id, t.engagement_id, m.valid_from FROM engagements_metricversion m
    JOIN engagements_metrictarget t ON t.organization_id = m.organization_id AND t.metric_id = m.metric_id
    WHERE m.organization_id = ANY (current_setting('app.organization_ids')::bigint[])
        AND m.created_at > %(now)s::timestamptz - interval '1 day' AND EXISTS (
            SELECT FROM scorecards_metricvalue v WHERE v.organization_id = t.organization_id
                AND v.engagement_id = t.engagement_id AND v.metric_id = t.metric_id AND v.version_id < m.id
                AND v.period_start >= m.valid_from + 1
        )
    UNION
    SELECT t.organization_id, t.engagement_id, t.valid_from FROM engagements_metrictarget t
    CROSS JOIN LATERAL (
        SELECT c.id, c.state, c.period_end FROM scorecards_scorecard c WHERE c.organization_id = t.organization_id
            AND c.engagement_id = t.engagement_id ORDER BY c.period_start DESC, c.revision DESC LIMIT 1
    ) newest
    WHERE t.organization_id = ANY (current_setting('app.organization_ids')::bigint[])
        AND newest.state IN ('open', 'blocked', 'history') AND t.valid_from + 1 < newest.period_end::date
        AND (t.ended_on IS NULL OR t.ended_on >= newest.period_end::date)
        AND NOT EXISTS (
            SELECT FROM engagements_metrictarget later WHERE later.organization_id = t.organization_id
                AND later.engagement_id = t.engagement_id AND later.metric_id = t.metric_id
                AND later.valid_from > t.valid_from
        )
        AND NOT EXISTS (
            SELECT FROM scorecards_scorecardline l WHERE l.organization_id = t.organization_id
                AND l.scorecard_id = newest.id AND l.target_id = t.id
        )
        AND NOT EXISTS (
            SELECT FROM engagements_metric m WHERE m.organization_id = t.organization_id AND m.id = t.metric_id
                AND m.archived_at IS NOT NULL
        )
)
SELECT DISTINCT c.organization_id, c.engagement_id, w.starts::date
FROM changed c
JOIN accounts_organization o ON o.id = c.organization_id
CROSS JOIN LATERAL (
    SELECT min(i.opened_at) AS first,
        greatest(max(i.opened_at), max(i.first_completed_at), max(i.closed_at)) AS last
    FROM workitems_workitem i WHERE i.organization_id = c.organization_id AND i.engagement_id = c.engagement_id
) told
CROSS JOIN LATERAL generate_series(
    date_trunc('week', greatest(told.first AT TIME ZONE o.time_zone, c.since::timestamp)),
    least(
        date_trunc('week', told.last AT TIME ZONE o.time_zone),
        date_trunc('week', %(now)s::timestamptz AT TIME ZONE o.time_zone) - interval '1 week'
    ),
    interval '1 week'
) AS w (starts)
WHERE told.first IS NOT NULL
"""
_MARK = """
INSERT INTO workitems_dirtyweek (organization_id, engagement_id, week_start, marked_at)
SELECT organization_id, id, starts, %(now)s FROM ({weeks}) AS w (organization_id, id, starts) ORDER BY 1, 2, 3
ON CONFLICT (organization_id, engagement_id, week_start) DO NOTHING
"""


@transaction.atomic
def mark_closed_weeks(*, now: datetime) -> int:
    """Ask for the week that has just ended, of every active engagement in scope; returns how many."""
    return _mark(_CLOSED, now)


@transaction.atomic
def mark_unmeasured(*, now: datetime) -> int:
    """Ask for the weeks that a new target, a new metric or a new definition concerns; returns how many."""
    return _mark(_UNMEASURED, now)


def _mark(weeks: str, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_MARK.format(weeks=weeks), {"now": now})
        return int(cursor.rowcount)
