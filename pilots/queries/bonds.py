"""How long and for how much an engagement binds, as far as its own rows tell."""

from __future__ import annotations

from engagements.models import Engagement
from engagements.queries.engagements import terms_by_engagement
from pilots.contract import Bond, months_begun


def bond_of(engagement: Engagement) -> Bond:
    """From its first and last day, and the monthly fee over these months."""
    if engagement.ended_on is None:
        return Bond(None)
    months = months_begun(engagement.started_on, engagement.ended_on)
    terms = terms_by_engagement(today=engagement.started_on, engagement_ids=[engagement.pk]).get(engagement.pk)
    if terms is None:
        return Bond(months)
    return Bond(months, terms.monthly_fee * months, terms.currency)
