"""Mailing a sealed version: planned by people, carried out by a worker one round at a time, decided through a link.

A round is rendered outside any transaction, then queued in one; a worker that dies leaves it to the next, and the
outbox knows each mail by its key, so nobody gets it twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from finance import emails, pdf
from finance.actions.decisions import decide
from finance.links import LIFETIME
from finance.models import CaseLink, CaseRecipient, CaseSending, CaseVersion
from finance.queries.cases import reason_not_to_decide
from finance.queries.sending import LinkState, deciders, is_live, state_of
from finance.rounds import next_round
from foundation.accounts.audit import record
from foundation.accounts.models import Membership, User
from foundation.outbox.actions import queue_message

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=30)


@transaction.atomic
def plan_sending(
    *, version: CaseVersion, people: Sequence[Membership], at: datetime, every: str, by: User, now: datetime
) -> CaseSending:
    """Mail a sealed version to people at an instant, once or from then on.

    Raises:
        ValidationError: for a draft, without a recipient, or for a time that is over.
    """
    if not version.seal:
        raise ValidationError(_("A draft is not mailed: submit it first."))
    if not people:
        raise ValidationError({"people": _("Choose at least one recipient.")})
    if at < now - timedelta(minutes=1):
        raise ValidationError({"at": _("This time is over.")})
    sending: CaseSending = CaseSending.objects.create(
        version=version, seal=version.seal, every=every, first_at=at, next_at=at, created_by=by, created_at=now
    )
    for membership in people:
        CaseRecipient.objects.create(sending=sending, membership=membership)
    record("case.mail_planned", by=by, subject=version, to=[each.pk for each in people], every=every)
    return sending


def ask_deciders(*, version: CaseVersion, by: User, now: datetime) -> CaseSending | None:
    """Mail a version that was just submitted to everybody who may decide it; None when nobody may."""
    people = deciders(version)
    return plan_sending(version=version, people=people, at=now, every="", by=by, now=now) if people else None


@transaction.atomic
def stop_sending(*, sending: CaseSending, by: User) -> bool:
    """No further round; mails that are queued go out. Says whether there was one to stop."""
    stopped = CaseSending.objects.filter(pk=sending.pk, next_at__isnull=False).update(next_at=None, lease_until=None)
    if stopped:
        record("case.mail_stopped", by=by, subject=sending.version)
    return bool(stopped)


@transaction.atomic
def claim_sending(*, sending_id: int, now: datetime) -> CaseSending | None:
    """Take a round that is due for this worker; None when there is none or somebody has it."""
    free = CaseSending.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now), pk=sending_id, next_at__lte=now)
    if free.update(attempt=F("attempt") + 1, lease_until=now + timedelta(seconds=settings.RUN_LEASE)) != 1:
        return None
    found: CaseSending = CaseSending.objects.select_related(
        "version__organization",
        "version__decided_by",
        "version__submitted_by",
        "version__case__engagement",
        "version__case__process",
        "version__case__owner",
    ).get(pk=sending_id)
    return found


def send_round(*, sending: CaseSending, now: datetime) -> int:
    """Render the claimed round and put it into the outbox; a version that is no longer live ends the sending.

    Returns how many mails were queued.
    """
    if not is_live(sending):
        _move_on(sending, next_at=None)
        return 0
    version = sending.version
    paper = version.organization.paper_size
    document = pdf.case_document(version, paper=paper, now=now)
    mail = emails.CaseMail.of(version)
    with transaction.atomic():
        number = sending.round + 1
        upcoming = next_round(sending.first_at, number, sending.every, ZoneInfo(version.organization.time_zone))
        if not _move_on(sending, next_at=upcoming, round=number):
            return 0
        people = [row.membership for row in _recipients(sending) if row.membership.left_at is None]
        for membership in people:
            letter = mail.to(membership, link=_link(sending, membership, number, now), now=now)
            queue_message(
                subject_key=sending.subject_key(number),
                recipient=membership,
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
                document=document,
                reply_to=version.case.owner.email,
                engagement_id=version.case.engagement_id,
                by=sending.created_by,
                now=now,
            )
        record("case.mailed", by=None, subject=version, to=[each.pk for each in people], round=number)
    return len(people)


@transaction.atomic
def report_failure(*, sending: CaseSending, error: str, now: datetime) -> None:
    """A round failed: it is tried again later, and says why until then."""
    wait = min(FIRST_WAIT * 2 ** min(sending.attempt, 10), LONGEST_WAIT)
    held = CaseSending.objects.filter(pk=sending.pk, attempt=sending.attempt)
    held.update(last_error=error[:500], lease_until=now + wait)


@transaction.atomic
def decide_by_link(*, link: CaseLink, decision: str, conditions: str, now: datetime) -> CaseVersion:
    """Decide through a link, as its person: the link is used up together with the decision, or neither is.

    Raises:
        ValidationError: when the link is closed, or as ``decide`` does.
    """
    if state_of(link, now=now) is not LinkState.OPEN:
        raise ValidationError(_("This link is closed: the case was decided, withdrawn or replaced in the meantime."))
    used = CaseLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now)
    if used != 1:
        raise ValidationError(_("This link was used a moment ago."))
    version = link.sending.version
    by = link.membership.user
    decided = decide(version=version, decision=decision, conditions=conditions, by=by, now=now)
    record("case.decided_by_link", by=by, subject=version, link=link.pk)
    return decided


def _link(sending: CaseSending, membership: Membership, number: int, now: datetime) -> CaseLink | None:
    """A link for somebody who may decide what still waits; everybody else reads."""
    version = sending.version
    if version.decided_at or reason_not_to_decide(version, membership.user):
        return None
    made: CaseLink = CaseLink.objects.create(
        sending=sending, membership=membership, round=number, created_at=now, expires_at=now + LIFETIME
    )
    return made


def _recipients(sending: CaseSending) -> Sequence[CaseRecipient]:
    return list(CaseRecipient.objects.filter(sending=sending).select_related("membership__user").order_by("pk"))


@transaction.atomic
def _move_on(sending: CaseSending, **changes: object) -> bool:
    """Write what comes next, if the round is still ours; says whether it was."""
    held = CaseSending.objects.filter(pk=sending.pk, attempt=sending.attempt, next_at=sending.next_at)
    return held.update(lease_until=None, last_error="", **changes) == 1
