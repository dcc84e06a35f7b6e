"""Reads about templates of one's own."""

from __future__ import annotations

from engagements.models import EngagementTemplate


def templates_in_use() -> list[EngagementTemplate]:
    """The templates not archived, by name and country, without their content."""
    rows = EngagementTemplate.objects.filter(archived_at=None).defer("content")
    return list(rows.order_by("name", "country", "pk"))
