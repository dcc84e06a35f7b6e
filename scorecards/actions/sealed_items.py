"""Keeping, beside a vendor's snapshot, the very items behind each line: what the portal explains figures with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from scorecards.models import MetricValue, Scorecard, ScorecardLine, SealedItems
from scorecards.queries.explanations import Behind, items_behind
from vendors.models import VendorKind
from workitems.models import WorkItem


def seal_items(card: Scorecard, lines: Sequence[ScorecardLine], *, now: datetime) -> None:
    """Write the items behind the lines that the vendor sees; none for the own team, which has no portal.

    ``lines`` hold no internal metric. What was entered by hand has no items.
    """
    if card.engagement.vendor.kind == VendorKind.INTERNAL:
        return
    keys = {line.period_key for line in lines}
    stored = MetricValue.objects.filter(
        engagement=card.engagement_id,
        segment=None,
        metric__in=[line.metric_id for line in lines],
        period_key__in=keys,
    ).select_related("metric", "version", "engagement__organization")
    values = {(value.metric_id, value.period_key): value for value in stored}
    rows = []
    for line in lines:
        value = values.get((line.metric_id, line.period_key))
        if value is None or value.detail.get("entry"):
            continue
        parts = [_part(behind) for behind in items_behind(value)]
        rows.append(
            SealedItems(
                organization_id=card.organization_id,
                scorecard=card,
                engagement_id=card.engagement_id,
                metric_id=line.metric_id,
                parts=parts,
                created_at=now,
            )
        )
    SealedItems.objects.bulk_create(rows)


def _part(behind: Behind) -> dict[str, Any]:
    found = behind.items.apply(WorkItem.objects.order_by("-opened_at", "-pk"))
    shown = list(
        found.values_list("pk", "external_id", "title", "opened_at", "first_completed_at")[: SealedItems.MOST + 1]
    )
    count = len(shown) if len(shown) <= SealedItems.MOST else found.order_by().values("pk").count()
    return {
        "part": behind.part,
        "code": behind.code,
        "count": count,
        "items": [
            [pk, external, title, opened.isoformat(), done.isoformat() if done else None]
            for pk, external, title, opened, done in shown[: SealedItems.MOST]
        ],
    }
