"""Reads about people, invitations, tokens and the audit log of one workspace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from foundation.accounts.models import ApiToken, AuditEvent, AuditSeal, Invitation, Membership, SupportAccess
from foundation.accounts.models.memberships import ROLE_LABELS
from foundation.accounts.roles import Role
from foundation.accounts.slots import Slot

# The partners whose people may be invited, as (id, name), in the order of names.
vendor_choices: Slot[Callable[[], list[tuple[int, str]]]] = Slot("accounts.vendor_choices")

PAGE = 50


def members() -> QuerySet[Membership]:
    """Everybody who may enter the workspace now: staff first, then by partner and name."""
    living = Membership.objects.filter(left_at=None).select_related("user")
    return living.order_by(F("vendor_id").asc(nulls_first=True), "user__name", "user__email", "pk")


def has_member(email: str, *, vendor_id: int | None) -> bool:
    """Whether somebody with this address is in, as staff or for that partner."""
    return Membership.objects.filter(user__email__iexact=email, vendor_id=vendor_id, left_at=None).exists()


def open_invitations() -> QuerySet[Invitation]:
    """Invitations neither accepted nor revoked, the expired ones included, newest first."""
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None).select_related("invited_by")
    return waiting.order_by("-created_at", "-pk")


def role_label(role: str) -> str:
    """A role in words."""
    return str(ROLE_LABELS[Role(role)])


def tokens() -> QuerySet[ApiToken]:
    """The workspace's API tokens, newest first, dead ones included."""
    return ApiToken.objects.select_related("user").order_by("-pk")


class AuditPage(NamedTuple):
    """A page of the audit log, newest first; ``newer`` and ``older`` are ids to page on from, None at an end."""

    events: list[AuditEvent]
    newer: int | None
    older: int | None


def audit_page(
    *, verb: str = "", person: int | None = None, before: int | None = None, after: int | None = None
) -> AuditPage:
    """The events whose verb begins with ``verb``, done by ``person``, beside an id; keyset, no offsets."""
    found = AuditEvent.objects.all()
    if verb:
        found = found.filter(verb__startswith=verb)
    if person is not None:
        found = found.filter(actor_id=person)
    if after is not None:
        events = list(reversed(found.filter(pk__gt=after).order_by("pk")[: PAGE + 1]))
        more_newer, more_older = len(events) > PAGE, True
        events = events[-PAGE:]
    else:
        older = found.filter(pk__lt=before) if before is not None else found
        events = list(older.order_by("-pk")[: PAGE + 1])
        more_newer, more_older = before is not None, len(events) > PAGE
        events = events[:PAGE]
    return AuditPage(
        events,
        newer=events[0].pk if events and more_newer else None,
        older=events[-1].pk if events and more_older else None,
    )


def recent_verbs() -> list[str]:
    """What was done lately, for a list of suggestions."""
    return sorted(set(AuditEvent.objects.order_by("-pk").values_list("verb", flat=True)[:500]))


def last_seal() -> AuditSeal | None:
    """The newest link of the workspace's chain."""
    return AuditSeal.objects.order_by("-last_event_id").first()


class InvitationState(NamedTuple):
    """Whether an invitation still works; ``reason`` is ``accepted``, ``revoked``, ``expired`` or empty."""

    is_open: bool
    reason: str


def state_of(invitation: Invitation, *, now: datetime) -> InvitationState:
    """The state of an invitation at an instant."""
    for reason, is_so in (
        ("accepted", invitation.accepted_at is not None),
        ("revoked", invitation.revoked_at is not None),
        ("expired", invitation.expires_at <= now),
    ):
        if is_so:
            return InvitationState(is_open=False, reason=reason)
    return InvitationState(is_open=True, reason="")


SEALED_FIELDS = (
    "id",
    "organization_id",
    "occurred_at",
    "actor_id",
    "actor_name",
    "verb",
    "subject_type",
    "subject_id",
    "subject_name",
    "data",
    "request_id",
)


def head_of_chain(organization: int) -> AuditSeal | None:
    """The newest link of one organization's chain."""
    chain = AuditSeal.objects.filter(organization_id=organization)
    return chain.order_by("-last_event_id").first()


def events_to_seal(organization: int, *, after: int, until: datetime, limit: int) -> list[dict[str, Any]]:
    """The next events of one organization's log, in the order of their ids: none younger than ``until``.

    It stops before the first younger one, so that ids stay in order across links.
    """
    events = AuditEvent.objects.filter(organization_id=organization, pk__gt=after)
    younger = events.filter(occurred_at__gt=until).order_by("pk").values_list("pk", flat=True).first()
    if younger is not None:
        events = events.filter(pk__lt=younger)
    return list(events.order_by("pk").values(*SEALED_FIELDS)[:limit])


def sealed_events(organization: int, *, after: int, until: int) -> list[dict[str, Any]]:
    """What a link covers: the events with ids in (after, until]."""
    events = AuditEvent.objects.filter(organization_id=organization, pk__gt=after, pk__lte=until)
    return list(events.order_by("pk").values(*SEALED_FIELDS))


def support_accesses() -> QuerySet[SupportAccess]:
    """What support asked this workspace for, newest first."""
    return SupportAccess.objects.order_by("-pk")
