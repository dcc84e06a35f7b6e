"""Saved views of the item list: kept under a name, forgotten by their owner."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from workitems.models import SavedView

MOST: Final = 30
"""Views that one person may keep."""


@transaction.atomic
def save_view(*, name: str, query: str, is_shared: bool, by: User, now: datetime) -> SavedView:
    """Keep a filter under a name; the same name takes the place of what it held.

    Raises:
        ValidationError: for a filter that shows everything, or too many views.
    """
    if not query:
        raise ValidationError(_("This shows all items. Filter the list first, then keep it as a view."))
    mine = SavedView.objects.filter(owner=by)
    if not mine.filter(name=name).exists() and mine.count() >= MOST:
        text = _("You keep %(most)s views already. Forget one of them first.")
        raise ValidationError({"name": text % {"most": MOST}})
    view, _is_new = SavedView.objects.update_or_create(
        owner=by, name=name, defaults={"query": query, "is_shared": is_shared, "created_at": now}
    )
    record("savedview.saved", by=by, subject=view, is_shared=is_shared)
    return view


@transaction.atomic
def forget_view(*, view: SavedView, by: User) -> None:
    """Take a view away, for everybody when it was shared."""
    record("savedview.forgotten", by=by, subject=view)
    view.delete()
