"""What waits to be measured."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from scorecards.measures.windows import fetch

_ENDED = (
    "SELECT d.organization_id, count(*) FROM workitems_dirtyweek d JOIN accounts_organization o"
    " ON o.id = d.organization_id WHERE (d.week_start + 7)::timestamp AT TIME ZONE o.time_zone <= %s"
    " GROUP BY d.organization_id ORDER BY d.organization_id"
)
_WEEKS = (
    "SELECT d.id, d.organization_id, d.engagement_id, d.week_start, d.marked_at FROM workitems_dirtyweek d"
    " JOIN accounts_organization o ON o.id = d.organization_id"
    " WHERE (d.week_start + 7)::timestamp AT TIME ZONE o.time_zone <= %s ORDER BY d.marked_at, d.id LIMIT %s"
)


class Mark(NamedTuple):
    """A week that waits: the mark's key, whose week it is, its Monday, and when it was marked last."""

    pk: int
    organization_id: int
    engagement_id: int
    week_start: date
    marked_at: datetime


def weeks_to_measure(*, now: datetime, limit: int) -> list[Mark]:
    """The weeks in scope that have ended, those marked longest ago first."""
    return [Mark(*row) for row in fetch(_WEEKS, [now, limit])]


def organizations_with_dirty_weeks(*, now: datetime) -> list[tuple[int, int]]:
    """(organization, weeks) of all in scope that have weeks to measure which have ended."""
    return [(organization, weeks) for organization, weeks in fetch(_ENDED, [now])]
