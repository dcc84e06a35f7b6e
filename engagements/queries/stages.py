"""Reads about the way of an engagement: what its gates ask for, and where it has been."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from engagements.models import Assumption, Engagement, ExclusionRule, MetricTarget, StageMove, WrittenRule
from engagements.models.registers import Decision
from engagements.queries.catalogue import newest_targets, not_ended


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
