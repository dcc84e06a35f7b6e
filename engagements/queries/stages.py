"""Reads about the way of an engagement: what its gates ask for, and where it has been."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Q

from engagements.models import Assumption, Engagement, ExclusionRule, MetricTarget, StageMove, WrittenRule
from engagements.models.registers import Decision
from engagements.queries.catalogue import newest_targets, not_ended
from engagements.queries.raci import grid_of
from engagements.raci import Fault, Level, faults_of
from foundation.accounts.slots import Slot
from vendors.models import Vendor, VendorKind

has_items: Slot[Callable[[int], bool]] = Slot("engagements.has_items")
"""Whether work items belong to an engagement (its id), filled by the room that holds them."""


def agreed_targets(engagement: Engagement, today: date) -> list[MetricTarget]:
    """The newest target of each metric that was not ended, also one that begins later, in the scorecard's order."""
    found = newest_targets(until=date.max).filter(not_ended(today), engagement=engagement)
    return list(found.select_related("metric").order_by("position", "metric__name", "pk"))


def rule_in_force(engagement: Engagement, kind: str, today: date) -> bool:
    """Whether a written rule holds on a day."""
    return WrittenRule.objects.filter(engagement=engagement, kind=kind, in_force_from__lte=today).exists()


def undecided(register: type[ExclusionRule | Assumption], engagement: Engagement, today: date) -> int:
    """How many claims of a register, not ended, the other side has not decided."""
    living = Q(ended_on=None) | Q(ended_on__gte=today)
    return register.objects.filter(living, engagement=engagement, decision=Decision.OPEN).count()


def moves_of(engagement: Engagement) -> list[StageMove]:
    """Where it has been, the newest first."""
    return list(StageMove.objects.filter(engagement=engagement).select_related("moved_by").order_by("-pk"))


def is_with_own_team(engagement: Engagement) -> bool:
    """No partner is chosen: the vendor is the organization's own team."""
    return bool(engagement.vendor.kind == VendorKind.INTERNAL)


def partners() -> list[Vendor]:
    """The vendors that may be chosen, by name."""
    return list(Vendor.objects.filter(archived_at=None).exclude(kind=VendorKind.INTERNAL).order_by("name", "pk"))


def role_errors(engagement: Engagement, today: date, *, partner_too: bool) -> list[Fault]:
    """The errors of the RACI grid; vacant roles of the partner only when ``partner_too``."""
    grid = grid_of(engagement.pk, today).grid
    theirs = set() if partner_too else {column.key for column in grid.columns if column.at_vendor}
    faults = [each for each in faults_of(grid) if each.level != Level.WARNING]
    return [each for each in faults if not (each.rule == "vacant" and each.column in theirs)]
