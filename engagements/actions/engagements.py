"""Engagements: begun, changed, ended; their money from a day on; their segments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Engagement, EngagementTerms, Segment
from foundation.accounts.audit import record
from foundation.accounts.models import User


@transaction.atomic
def create_engagement(*, engagement: Engagement, by: User | None, terms: EngagementTerms | None = None) -> Engagement:
    """Begin an engagement (an unsaved row), with its first money terms if they are known."""
    engagement.save(force_insert=True)
    record("engagement.added", by=by, subject=engagement, vendor=engagement.vendor_id, process=engagement.process_id)
    if terms is not None:
        terms.engagement = engagement
        add_terms(terms=terms, by=by)
    return engagement


@transaction.atomic
def change_engagement(*, engagement: Engagement, by: User, was: dict[str, Any]) -> Engagement:
    """Save what changed; ``was`` holds the old values. Process and vendor stay: items are counted under them.

    Raises:
        ValueError: when process or vendor changed.
    """
    if {"vendor", "process"} & set(was):
        raise ValueError("An engagement keeps its process and vendor; end it and begin another.")
    if was:
        engagement.save(update_fields=list(was))
        changes = {name: [str(old), str(getattr(engagement, name))] for name, old in was.items()}
        record("engagement.changed", by=by, subject=engagement, **changes)
    return engagement


@transaction.atomic
def end_engagement(*, engagement: Engagement, last_day: date, by: User) -> Engagement:
    """Say which day is the last; it may still lie ahead, and may be moved.

    Raises:
        ValidationError: when it lies before the beginning.
    """
    if last_day < engagement.started_on:
        raise ValidationError({"ended_on": _("It cannot end before it begins.")})
    engagement.ended_on = last_day
    engagement.save(update_fields=["ended_on"])
    record("engagement.ended", by=by, subject=engagement, last_day=last_day.isoformat())
    return engagement


@transaction.atomic
def resume_engagement(*, engagement: Engagement, by: User) -> Engagement:
    """Take the last day back: it goes on."""
    if engagement.ended_on is not None:
        was, engagement.ended_on = engagement.ended_on, None
        engagement.save(update_fields=["ended_on"])
        record("engagement.resumed", by=by, subject=engagement, was=was.isoformat())
    return engagement


@transaction.atomic
def add_terms(*, terms: EngagementTerms, by: User | None) -> EngagementTerms:
    """Agree other money from ``terms.valid_from`` on (an unsaved row); days before keep theirs.

    Raises:
        ValidationError: when it does not begin after the terms before it.
    """
    Engagement.objects.select_for_update().get(pk=terms.engagement_id)
    last = EngagementTerms.objects.filter(engagement=terms.engagement_id).order_by("-valid_from").first()
    if last is not None and terms.valid_from <= last.valid_from:
        raise ValidationError({"valid_from": _("Terms that begin then or later exist. Choose a later day.")})
    terms.save(force_insert=True)
    names = ("currency", "monthly_fee", "oversight_hours", "oversight_rate")
    money = {name: str(getattr(terms, name)) for name in names}
    record("engagement.terms_set", by=by, subject=terms.engagement, valid_from=terms.valid_from.isoformat(), **money)
    return terms


@transaction.atomic
def add_segment(*, segment: Segment, by: User | None) -> Segment:
    """Look at a part of an engagement's work on its own (an unsaved row)."""
    segment.save(force_insert=True)
    record("segment.added", by=by, subject=segment, engagement=segment.engagement_id)
    return segment
