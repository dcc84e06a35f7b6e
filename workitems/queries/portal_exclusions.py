"""Exclusions as the portal shows them: the partner's own claims, and the client's that wait for the partner."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from engagements.models import Side
from foundation.accounts.portal import Todo
from foundation.accounts.roles import Permission
from workitems.models import Exclusion, WorkItem

SHOWN = 100
ITEM = ("organization", "external_id", "title", "engagement", "opened_at", "completed_at")


def claimable() -> QuerySet[WorkItem]:
    """The acting partner's items, with the columns that a claim needs and the portal may read."""
    named = ("engagement__organization", "engagement__name")
    return WorkItem.objects.filter(engagement__isnull=False).select_related("engagement").only(*ITEM, *named)


def own_exclusions() -> list[Exclusion]:
    """Claims of both sides on the acting partner's items: those that wait first, then the newest."""
    columns = [f"item__{name}" for name in ITEM] + ["item__engagement__organization", "item__engagement__name"]
    found = Exclusion.objects.select_related("item__engagement").only(*_columns(), *columns)
    newest = found.order_by("-claimed_at", "-pk")[:SHOWN]
    return sorted(newest, key=lambda each: bool(each.rejected_at or each.approved_at))


def _columns() -> list[str]:
    return [field.name for field in Exclusion._meta.local_fields]


def portal_todo(*, now: datetime, today: date) -> list[Todo]:
    """The client's claims that the partner has to decide."""
    count = Exclusion.objects.filter(claimed_side=Side.CLIENT, approved_at=None, rejected_at=None).count()
    if not count:
        return []
    return [
        Todo(
            title=_("Exclusions to decide: %(count)d") % {"count": count},
            detail=_("The client asks that items shall not count; both sides must agree."),
            due=None,
            url_name="workitems:exclusion-portal-list",
            action_label=_("Decide"),
            permission=Permission.PORTAL_MANAGE,
        )
    ]
