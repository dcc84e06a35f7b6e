"""Failure 3: nobody steers it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, ngettext

from engagements.health.rule import Symptom
from engagements.models import CommunicationEntry, DecisionRight, Engagement
from engagements.queries.action_items import counts_by_engagement


def ask(engagement: Engagement, today: date) -> Symptom:
    """Signs: no owner, no decision rights, no communication plan, actions overdue."""
    signs = []
    if engagement.owner_id is None:
        signs.append(gettext("Nobody owns it on your side."))
    if not DecisionRight.objects.filter(engagement=engagement).exists():
        signs.append(gettext("It is not written down who decides what."))
    if not CommunicationEntry.objects.filter(engagement=engagement).exists():
        signs.append(gettext("Nobody agreed who reports what to whom."))
    counts = counts_by_engagement(today=today, engagement_ids=[engagement.pk]).get(engagement.pk)
    if counts is not None and counts.overdue:
        words = ngettext("%(n)s action is overdue.", "%(n)s actions are overdue.", counts.overdue)
        signs.append(words % {"n": counts.overdue})
    return Symptom(tuple(signs), "engagements:engagement-raci")
