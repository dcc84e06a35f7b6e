"""Reads about questions on a brief. In the portal the database leaves out what other vendors asked."""

from __future__ import annotations

from datetime import datetime

from sourcing.models import Brief, BriefInquiry, Clarification


def clarifications_of(brief: Brief) -> list[Clarification]:
    """What was answered to all, the oldest first."""
    return list(Clarification.objects.filter(brief=brief))


def inquiries_of(brief: Brief) -> list[BriefInquiry]:
    """What was asked, those that wait first; in the portal one's own alone."""
    rows = BriefInquiry.objects.filter(brief=brief).select_related("vendor", "asked_by")
    return sorted(rows, key=lambda row: row.clarification_id is not None)


def waiting_inquiries(*, now: datetime) -> list[BriefInquiry]:
    """The questions that can still be answered, the first that is due first."""
    rows = BriefInquiry.objects.filter(
        clarification=None,
        brief__due_at__gt=now,
        brief__selection__decided_at=None,
        brief__selection__cancelled_at=None,
    )
    return list(rows.select_related("brief__selection__engagement").order_by("brief__due_at", "pk"))
