"""Reads that span rooms: what the frame and the palette show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from foundation.accounts.models import Membership
from foundation.accounts.places import home_url, places_of
from foundation.accounts.tenancy import context
from workitems.models import WorkItem

COUNTS = """
SELECT (SELECT count(*) FROM engagements_engagement WHERE organization_id = %(o)s AND ended_on IS NULL),
       (SELECT count(*) FROM vendors_vendor WHERE organization_id = %(o)s AND archived_at IS NULL),
       (SELECT count(*) FROM scorecards_scorecard WHERE organization_id = %(o)s AND state IN ('frozen', 'blocked')),
       (SELECT count(*) FROM engagements_actionitem
        WHERE organization_id = %(o)s AND done_at IS NULL AND dropped_at IS NULL),
       (SELECT count(*) FROM engagements_actionitem
        WHERE organization_id = %(o)s AND done_at IS NULL AND dropped_at IS NULL AND due_date < %(today)s),
       (SELECT count(*) FROM outbox_message WHERE organization_id = %(o)s AND state IN ('uncertain', 'failed')),
       (SELECT count(*) FROM finance_caseversion WHERE organization_id = %(o)s AND state = 'submitted')
"""


@dataclass(frozen=True)
class NavigationCounts:
    """What the navigation counts, in one statement."""

    engagements: int
    vendors: int
    to_review: int
    open_actions: int
    overdue_actions: int
    stuck_messages: int
    waiting_cases: int


def navigation_counts(*, today: date) -> NavigationCounts:
    """The counts beside the navigation of the workspace in force; ``today`` is the person's local date."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"o": context.organization_id(), "today": today})
        return NavigationCounts(*cursor.fetchone())


def workspaces_of(membership: Membership) -> list[dict[str, object]]:
    """Every workspace and portal that the person may enter; a portal is named by its partner, who may be one of two."""
    here = home_url(membership)
    return [
        {
            "name": f"{place.vendor_name} · {place.organization}" if place.is_portal else place.organization,
            "current": place.url == here,
            "url": place.url,
        }
        for place in places_of(membership.user)
    ]


def places() -> list[tuple[str, str, int, str]]:
    """Everything the palette can jump to by name: (kind, name, id, hint)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'engagement', e.name, e.id, v.name FROM engagements_engagement e
            JOIN vendors_vendor v ON v.organization_id = e.organization_id AND v.id = e.vendor_id
            WHERE e.organization_id = %(o)s
            UNION ALL SELECT 'vendor', name, id, '' FROM vendors_vendor WHERE organization_id = %(o)s
            UNION ALL SELECT 'metric', name, id, '' FROM engagements_metric
            WHERE organization_id = %(o)s AND archived_at IS NULL
            ORDER BY 1, 2
            """,
            {"o": context.organization_id()},
        )
        return [(kind, name, pk, hint) for kind, name, pk, hint in cursor.fetchall()]


def engagement_has_items(engagement_id: int) -> bool:
    """Fills ``engagements.has_items``: any work item belongs to it."""
    return WorkItem.objects.filter(engagement_id=engagement_id).exists()
