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

from finance.actions.decisions import decide
from finance.actions.posts import case_post, realised_post
from finance.links import LIFETIME
from finance.models import About, BusinessCase, CaseLink, CaseRecipient, CaseSending, CaseVersion, Every
from finance.models.cases import APPROVED_STATES
from finance.queries.cases import reason_not_to_decide
from finance.queries.sending import LinkState, deciders, state_of
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
    return _plan(CaseSending(version=version, every=every, first_at=at), people, by, now)


@transaction.atomic
def plan_realisation(
    *, version: CaseVersion, people: Sequence[Membership], at: datetime, every: str, by: User, now: datetime
) -> CaseSending:
    """Mail what became of a case at an instant: to date, or from then on each quarter, once a quarter and case.

    Raises:
        ValidationError: for a version that is not in force, a second mailing in the timetable, without a recipient, or
            for a time that is over.
    """
    if version.state not in APPROVED_STATES:
        raise ValidationError(_("Nothing is approved, so there is no plan to compare with."))
    BusinessCase.objects.select_for_update(of=("self",)).get(pk=version.case_id)
    others = CaseSending.objects.filter(version__case=version.case_id, about=About.REALISED, next_at__isnull=False)
    if every == Every.QUARTER and others.filter(every=Every.QUARTER).exists():
        raise ValidationError({"every": _("It is mailed every quarter already. Stop that mailing first.")})
    sending = CaseSending(version=version, about=About.REALISED, every=every, first_at=at)
    return _plan(sending, people, by, now)


def _plan(sending: CaseSending, people: Sequence[Membership], by: User, now: datetime) -> CaseSending:
    if not people:
        raise ValidationError({"people": _("Choose at least one recipient.")})
    if sending.first_at < now - timedelta(minutes=1):
        raise ValidationError({"at": _("This time is over.")})
    sending.seal, sending.next_at = sending.version.seal, sending.first_at
    sending.created_by, sending.created_at = by, now
    sending.save(force_insert=True)
    CaseRecipient.objects.bulk_create([CaseRecipient(sending=sending, membership=each) for each in people])
    to = [each.pk for each in people]
    record("case.mail_planned", by=by, subject=sending.version, to=to, every=sending.every, about=sending.about)
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
    """Render the claimed round and put it into the outbox; a case that is no longer live ends the sending. Whoever
    left is skipped, with a note.

    Returns how many mails were queued.
    """
    make = case_post if sending.about == About.CASE else realised_post
    post = make(sending, now=now)
    if post is None:
        _move_on(sending, next_at=None)
        return 0
    version = sending.version
    with transaction.atomic():
        number = sending.round + 1
        upcoming = next_round(sending.first_at, number, sending.every, ZoneInfo(version.organization.time_zone))
        if not _move_on(sending, next_at=upcoming, round=number, period_key=post.period_key):
            return 0
        chosen = [row.membership for row in _recipients(sending)]
        people = [each for each in chosen if each.left_at is None and post.letter is not None]
        for membership in people:
            letter = post.write(membership, _link(sending, membership, number, now))
            queue_message(
                subject_key=sending.subject_key(number, post.period_key),
                recipient=membership,
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
                document=post.document,
                reply_to=version.case.owner.email,
                engagement_id=version.case.engagement_id,
                by=sending.created_by,
                now=now,
            )
        left = [each.pk for each in chosen if each.left_at is not None]
        to = [each.pk for each in people]
        record("case.mailed", by=None, subject=version, to=to, left=left, round=number, period=post.period_key)
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
    if sending.about != About.CASE or version.decided_at or reason_not_to_decide(version, membership.user):
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
