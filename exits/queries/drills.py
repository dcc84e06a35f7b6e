"""Reads about drills."""

from __future__ import annotations

from exits.models import ExitDrill, ExitPlan


def drills_of(plan: ExitPlan) -> list[ExitDrill]:
    """A plan's drills, the newest first."""
    rows = ExitDrill.objects.filter(plan=plan).select_related("begun_by", "finished_by")
    return list(rows.order_by("-held_on", "-pk"))


def last_drill(engagement_id: int) -> ExitDrill | None:
    """The finished drill of an engagement's plan that was held last."""
    rows = ExitDrill.objects.filter(plan__engagement=engagement_id, finished_at__isnull=False)
    found: ExitDrill | None = rows.order_by("-held_on", "-pk").first()
    return found
