"""The workspace's limits from which on a contract needs a pilot."""

from __future__ import annotations

from engagements.models import Engagement
from pilots.contract import Limits, needs_pilot
from pilots.models import Pilot, PilotPolicy
from pilots.queries.bonds import bond_of


def policy() -> PilotPolicy:
    """What was set, else the default, not saved."""
    return PilotPolicy.objects.first() or PilotPolicy()


def limits() -> Limits:
    """The policy as limits."""
    found = policy()
    return Limits(found.term_months, found.commitment, found.currency)


def asked_for(engagement: Engagement) -> bool:
    """Whether an engagement needs a pilot, or has one anyway."""
    return needs_pilot(bond_of(engagement), limits()) or Pilot.objects.filter(engagement=engagement).exists()
