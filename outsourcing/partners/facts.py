"""What came and what was done, by engagement: counted in the database, one statement each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncWeek

from engagements.periods import Period
from foundation.accounts.tenancy import context
from sourcing.like_for_like import Kind, Tally
from workitems.models import WorkItem
from workitems.models.items import StatusClass

WEEKS: Final = 12
"""How many closed weeks are looked at."""
TOP_BOX_FROM: Final = 4
SLA, ERRORS, REOPENED, CSAT, TURNAROUND = "sla", "errors", "reopened", "csat", "turnaround"
Tallies = dict[str, dict[int, dict[Kind, Tally]]]

_NOT_EXCLUDED: Final = (
    "NOT EXISTS (SELECT FROM workitems_exclusion x WHERE x.organization_id = w.organization_id AND x.item_id = w.id"
    " AND x.approved_at IS NOT NULL)"
)
_DONE: Final = f"""
SELECT w.engagement_id, w.priority, w.item_type, count(*), count(*) FILTER (WHERE w.checked),
    count(*) FILTER (WHERE w.checked AND w.defective), count(*) FILTER (WHERE w.reopen_count > 0),
    sum(took.hours), sum(took.hours * took.hours)::float8
FROM workitems_workitem w
CROSS JOIN LATERAL (SELECT extract(epoch FROM w.first_completed_at - w.opened_at) / 3600 AS hours) took
WHERE w.organization_id = %s AND w.engagement_id = ANY(%s) AND w.first_completed_at >= %s AND w.first_completed_at < %s
    AND w.status_class <> 'cancelled' AND {_NOT_EXCLUDED}
GROUP BY 1, 2, 3
"""  # noqa: S608  # only the constant above is put in
_CLOCKS: Final = f"""
SELECT w.engagement_id, w.priority, w.item_type, count(*), count(*) FILTER (WHERE c.outcome = 'met')
FROM workitems_slaclock c
JOIN workitems_workitem w ON w.organization_id = c.organization_id AND w.id = c.item_id
WHERE c.organization_id = %s AND c.engagement_id = ANY(%s) AND c.outcome_at >= %s AND c.outcome_at < %s
    AND c.outcome IN ('met', 'missed') AND {_NOT_EXCLUDED}
GROUP BY 1, 2, 3
"""  # noqa: S608  # only the constant above is put in
_RATED: Final = f"""
SELECT w.engagement_id, w.priority, w.item_type, count(*), count(*) FILTER (WHERE w.csat_score >= {TOP_BOX_FROM})
FROM workitems_workitem w
WHERE w.organization_id = %s AND w.engagement_id = ANY(%s) AND w.csat_at >= %s AND w.csat_at < %s
    AND w.csat_score IS NOT NULL AND {_NOT_EXCLUDED}
GROUP BY 1, 2, 3
"""  # noqa: S608  # only the constants above are put in


def arrived_by_week(engagement_ids: Sequence[int], weeks: Sequence[Period]) -> dict[str, dict[int, int]]:
    """How many items each engagement got in each week (by its key), cancelled ones left out."""
    zone = ZoneInfo(weeks[0].zone)
    rows = (
        _arrived(engagement_ids, weeks[0].start, weeks[-1].end)
        .annotate(week=TruncWeek("opened_at", tzinfo=zone))
        .values("week", "engagement_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    keys = {week.first_date: week.key for week in weeks}
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for row in rows:
        found[keys[row["week"].date()]][row["engagement_id"]] = row["n"]
    return found


def arrived_by_type(engagement_ids: Sequence[int], start: datetime, end: datetime) -> dict[tuple[str, int], int]:
    """How many items of each type each engagement got in ``[start, end)``."""
    rows = _arrived(engagement_ids, start, end).values("item_type", "engagement_id").annotate(n=Count("pk")).order_by()
    return {(row["item_type"], row["engagement_id"]): row["n"] for row in rows}


def arrived(engagement_ids: Sequence[int], start: datetime, end: datetime) -> dict[int, int]:
    """How many items each engagement got in ``[start, end)``."""
    rows = _arrived(engagement_ids, start, end).values("engagement_id").annotate(n=Count("pk")).order_by()
    return {row["engagement_id"]: row["n"] for row in rows}


def _arrived(engagement_ids: Sequence[int], start: datetime, end: datetime) -> Any:
    came = WorkItem.objects.filter(engagement_id__in=list(engagement_ids), opened_at__gte=start, opened_at__lt=end)
    return came.exclude(status_class=StatusClass.CANCELLED)


def tallies_by_kind(engagement_ids: Sequence[int], start: datetime, end: datetime) -> Tallies:
    """By measure, engagement and kind of work (priority, type): what ``[start, end)`` came to; three statements.

    Approved exclusions are left out, as on the scorecards.
    """
    found: Tallies = {name: defaultdict(dict) for name in (SLA, ERRORS, REOPENED, CSAT, TURNAROUND)}
    given = [context.organization_id(), list(engagement_ids), start, end]
    for key, priority, item_type, n, checked, defective, reopened, hours, squares in _rows(_DONE, given):
        kind = (priority, item_type)
        found[REOPENED][key][kind] = Tally(n, Fraction(reopened))
        found[TURNAROUND][key][kind] = Tally(n, Fraction(hours), squares)
        if checked:
            found[ERRORS][key][kind] = Tally(checked, Fraction(defective))
    for name, sql in ((SLA, _CLOCKS), (CSAT, _RATED)):
        for key, priority, item_type, n, part in _rows(sql, given):
            found[name][key][priority, item_type] = Tally(n, Fraction(part))
    return found


def _rows(sql: str, given: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
