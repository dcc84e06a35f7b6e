"""Reminders: of proposals that are due and not submitted, and that scoring may begin. The outbox keeps one a step."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from sourcing.actions.telling import tell_due, tell_raters
from sourcing.models import Brief
from sourcing.queries.selections import sheets_to_score, waiting

STEPS: Final = (3, 1)
"""Days before the due day on which who has not submitted is reminded."""
MORNING: Final = 7


def remind_of_briefs(*, now: datetime) -> int:
    """Remind vendors from the morning of the third and of the last day before the due day on (local dates), once each.

    Whoever was asked on such a day, or after it, is spared its reminder. Returns how many vendors stand reminded.
    """
    with transaction.atomic():
        living = Brief.objects.filter(selection__decided_at=None, selection__cancelled_at=None)
        near = living.filter(due_at__gt=now, due_at__lte=now + timedelta(days=max(STEPS) + 1))
        briefs = list(near.exclude(published_at=None).select_related("organization").order_by("pk"))
    return sum(_remind(brief, now=now) for brief in briefs)


def remind_raters(*, now: datetime) -> int:
    """Tell raters that scoring may begin, once each; returns how many sheets nobody has begun."""
    with transaction.atomic():
        sheets = list(sheets_to_score(now=now).filter(begun_at=None).order_by("selection_id", "pk"))
        for _pk, rows in groupby(sheets, key=lambda sheet: sheet.selection_id):
            asked = list(rows)
            tell_raters(asked[0].selection, [sheet.rater for sheet in asked], may_begin=True, now=now)
    return len(sheets)


@transaction.atomic
def _remind(brief: Brief, *, now: datetime) -> int:
    zone = ZoneInfo(brief.organization.time_zone)
    local, due_date = now.astimezone(zone), brief.due_at.astimezone(zone).date()
    left = (due_date - local.date()).days
    if left > max(STEPS) or local.hour < MORNING:
        return 0
    step = min(days for days in STEPS if left <= days)
    told = 0
    for row in waiting(brief):
        if row.invited_at.astimezone(zone).date() < due_date - timedelta(days=step):
            tell_due(brief, row.vendor_id, step=step, now=now)
            told += 1
    return told
