"""Reads about mailed cases: who may decide, what was sent to whom and what became of it, what a link opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from finance.links import Named
from finance.models import BusinessCase, CaseLink, CaseRecipient, CaseSending, CaseState, CaseVersion, Every
from finance.queries.cases import decidable, limits
from foundation.accounts.models import Membership
from foundation.outbox.models import Message

_LIVE = (CaseState.SUBMITTED, CaseState.APPROVED, CaseState.CONDITIONS)


class LinkState(StrEnum):
    """What can be done with a link."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Round:
    """A sending with the newest mail to each recipient; without mails it is still to come."""

    sending: CaseSending
    people: tuple[Membership, ...]
    messages: tuple[Message, ...]

    @property
    def is_silent(self) -> bool:
        """Whether a round is to come that reaches nobody, since everybody chosen has left."""
        return self.sending.next_at is not None and all(each.left_at is not None for each in self.people)


def staff_members() -> list[Membership]:
    """Everybody of the workspace who can get its cases by mail."""
    rows = Membership.objects.filter(left_at=None, vendor_id=None, user__is_active=True)
    return list(rows.select_related("user").order_by("user__name", "user__email"))


def deciders(version: CaseVersion) -> list[Membership]:
    """Those who may decide this very version."""
    table = limits()
    return [each for each in staff_members() if decidable([version], each, table)]


def is_live(sending: CaseSending) -> bool:
    """Whether the version is still the one that was sealed, and waits or is in force."""
    version = sending.version
    return version.seal == sending.seal and version.state in _LIVE


def due_sendings(*, now: datetime, limit: int = 500) -> list[tuple[int, int]]:
    """Organization and id of the sendings whose round has come and that no worker holds, the longest due first."""
    free = CaseSending.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now), next_at__lte=now)
    return list(free.order_by("next_at", "id").values_list("organization_id", "pk")[:limit])


def rounds_of(case: BusinessCase, about: str = "") -> list[Round]:
    """What was or will be mailed of a case, the newest first; of each recipient the newest mail. ``about``: one page
    alone."""
    rows = CaseSending.objects.filter(version__case=case)
    sendings = list(
        (rows.filter(about=about) if about else rows)
        .select_related("version", "created_by")
        .prefetch_related("recipients__membership__user")
        .order_by("-id")
    )
    by_key = _messages(sendings)
    return [
        Round(
            sending,
            tuple(recipient.membership for recipient in sending.recipients.all()),
            tuple(by_key.get(sending.subject_key(sending.round, sending.period_key), {}).values()),
        )
        for sending in sendings
    ]


def _messages(sendings: Sequence[CaseSending]) -> dict[str, dict[int, Message]]:
    """The newest message to each recipient of the last round of each sending."""
    keys = [sending.subject_key(sending.round, sending.period_key) for sending in sendings if sending.round]
    found: dict[str, dict[int, Message]] = {}
    rows = Message.objects.filter(subject_key__in=keys).select_related("recipient__user").defer("text", "html")
    for message in rows.order_by("send_no"):
        found.setdefault(message.subject_key, {})[message.recipient_id] = message
    return found


def link_of(named: Named) -> CaseLink | None:
    """The row of a link, inside the scope of its member; None for one that is another's or gone."""
    rows = CaseLink.objects.filter(pk=named.link_id, membership_id=named.membership_id)
    found: CaseLink | None = rows.select_related(
        "membership__user",
        "membership__organization",
        "sending__version__organization",
        "sending__version__decided_by",
        "sending__version__submitted_by",
        "sending__version__case__engagement",
        "sending__version__case__process",
        "sending__version__case__owner",
    ).first()
    return found


def state_of(link: CaseLink, *, now: datetime) -> LinkState:
    """Whether somebody can still decide through it, and if not, why."""
    version = link.sending.version
    if link.used_at is not None:
        return LinkState.USED
    if version.seal != link.sending.seal or version.state != CaseState.SUBMITTED:
        return LinkState.OVERTAKEN
    return LinkState.EXPIRED if link.expires_at <= now else LinkState.OPEN


def silent_mailings() -> list[CaseSending]:
    """Quarterly mailings with a round to come whose every recipient has left."""
    there = CaseRecipient.objects.filter(sending=OuterRef("pk"), membership__left_at=None)
    rows = CaseSending.objects.filter(~Exists(there), every=Every.QUARTER, next_at__isnull=False)
    return list(rows.select_related("version__case__engagement").order_by("pk"))
