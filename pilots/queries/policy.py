"""The workspace's limits from which on a contract needs a pilot."""

from __future__ import annotations

from pilots.contract import Limits
from pilots.models import PilotPolicy


def policy() -> PilotPolicy:
    """What was set, else the default, not saved."""
    return PilotPolicy.objects.first() or PilotPolicy()


def limits() -> Limits:
    """The policy as limits."""
    found = policy()
    return Limits(found.term_months, found.commitment, found.currency)
