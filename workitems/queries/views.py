"""Saved views of the item list."""

from __future__ import annotations

from django.db.models import Q

from foundation.accounts.models import User
from workitems.models import SavedView


def views_of(person: User) -> list[SavedView]:
    """A person's own views and those that others share, by name."""
    return list(SavedView.objects.filter(Q(owner=person) | Q(is_shared=True)).order_by("name", "pk"))
