"""Claims of exclusions: which wait, and what was decided."""

from __future__ import annotations

from typing import Final

from django.db.models import Q, QuerySet

from workitems.models import Exclusion

STATES: Final = {
    "waiting": Q(decided_by=None),
    "approved": Q(approved_at__isnull=False),
    "rejected": Q(rejected_at__isnull=False),
}
MOST: Final = 200


def exclusions(state: str) -> QuerySet[Exclusion]:
    """Claims in a state, with their items and people: those that wait oldest first, decided ones newest first."""
    order = ["claimed_at", "pk"] if state == "waiting" else ["-claimed_at", "-pk"]
    found = Exclusion.objects.filter(STATES[state]).order_by(*order)
    return found.select_related("item__engagement__vendor", "claimed_by", "decided_by", "rule")
