"""Reads about the partner's people and what they promised."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, F, Func, OuterRef, QuerySet
from django.utils.translation import gettext as _

from engagements.models import ActionItem, ActionProgress, Engagement, InvitedGrant
from engagements.queries.action_items import OPEN
from foundation.accounts.models import Invitation, Membership
from foundation.accounts.portal import Todo
from foundation.accounts.roles import Permission

CLOSED_SHOWN = 20


class Offer(NamedTuple):
    """An open invitation of a colleague, and the engagements it opens."""

    invitation: Invitation
    engagements: list[str]
    is_expired: bool


def colleagues() -> QuerySet[Any]:
    """The living people of the acting partner, by name; ``within_own``: they follow no more than the reader."""
    within = Func(F("user_id"), function="portal_follows_all_of", output_field=BooleanField())
    people = Membership.objects.filter(left_at=None).annotate(within_own=within).select_related("user")
    return people.order_by("user__name", "user__email")


def open_offers(*, now: datetime) -> list[Offer]:
    """The acting partner's open invitations; of their engagements those that the reader follows too."""
    waiting = list(
        Invitation.objects.defer("token_hash").filter(accepted_at=None, revoked_at=None).order_by("-created_at", "-pk")
    )
    names: dict[int, list[str]] = {}
    offered = InvitedGrant.objects.filter(invitation__in=[each.pk for each in waiting])
    for invitation, name in offered.order_by("engagement__name").values_list("invitation_id", "engagement__name"):
        names.setdefault(invitation, []).append(name)
    return [Offer(each, names.get(each.pk, []), each.expires_at <= now) for each in waiting]


def followed_engagements() -> QuerySet[Engagement]:
    """The engagements that the acting person follows, by name."""
    return Engagement.objects.order_by("name", "pk")


def own_actions() -> tuple[list[ActionItem], list[ActionItem]]:
    """The actions of the acting partner's people: open ones, the soonest first, and those closed last."""
    rows = ActionItem.objects.select_related("engagement").prefetch_related("owner", "progress__written_by")
    closed = rows.exclude(OPEN).order_by("-due_date", "-pk")[:CLOSED_SHOWN]
    return list(rows.filter(OPEN).order_by("due_date", "pk")), list(closed)


def proposed_done() -> QuerySet[ActionItem]:
    """Open actions whose owner at the partner says they are done; for the client."""
    says_so = ActionProgress.objects.filter(action_item=OuterRef("pk"), proposes_done=True)
    return (
        ActionItem.objects.filter(OPEN).filter(Exists(says_so)).select_related("engagement").order_by("due_date", "pk")
    )


def portal_todo(*, now: datetime, today: date) -> list[Todo]:
    """Open actions of the partner's people that nobody said to be done."""
    said = ActionProgress.objects.filter(action_item=OuterRef("pk"), proposes_done=True)
    waiting = ActionItem.objects.filter(OPEN).filter(~Exists(said)).select_related("engagement")
    return [
        Todo(
            title=action.title,
            detail=_("Corrective action, %(engagement)s") % {"engagement": action.engagement},
            due=action.due_date,
            url_name="engagements:action-portal-detail",
            url_kwargs={"pk": action.pk},
            action_label=_("Say how it stands"),
            permission=Permission.PORTAL_WORK,
        )
        for action in waiting.order_by("due_date", "pk")[:50]
    ]
