"""What a worker does to a run, one short transaction a step: claimed for a lease, fenced by the attempt number.

due | blocked -> (measured) blocked | frozen -> issued -> rendered -> queued, or excused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from engagements.periods import period_from_key
from foundation.accounts.audit import record
from foundation.accounts.models import Membership
from foundation.outbox.actions import queue_message
from foundation.outbox.models import Document
from scorecards import emails, pdf
from scorecards.actions.freezing import freeze_scorecard
from scorecards.actions.issuing import issue_scorecard
from scorecards.models import ReportRun, ScheduleRecipient, Scorecard, ScorecardSnapshot
from scorecards.models.cards import Audience, CardState
from scorecards.models.schedules import RunState

RECHECK = timedelta(minutes=5)
"""How long a blocked run waits before it looks for data again."""

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=30)
AFTER_A_RACE = timedelta(seconds=2)
_OF_CARD = {
    CardState.BLOCKED: RunState.BLOCKED,
    CardState.FROZEN: RunState.FROZEN,
    CardState.ISSUED: RunState.ISSUED,
    CardState.EXCUSED: RunState.EXCUSED,
}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A recipient who got no mail, and why."""

    membership_id: int
    reason: str


def lease() -> timedelta:
    """How long a claim lasts; longer than a step can take, so that an expired one means a dead worker."""
    return timedelta(seconds=settings.RUN_LEASE)


def actionable(*, now: datetime) -> Q:
    """The runs that a worker can move on: not waiting for a person, an instant, or another worker's lease."""
    return (_moves(now) | Q(state=RunState.BLOCKED)) & (Q(lease_until=None) | Q(lease_until__lte=now))


def is_next(*, now: datetime) -> Q:
    """No earlier week of the same schedule is still to be moved; one that waits for data or failed holds up none."""
    earlier = ReportRun.objects.filter(schedule=OuterRef("schedule"), period_start__lt=OuterRef("period_start"))
    return Q(~Exists(earlier.filter(_moves(now), last_error="")))


def _moves(now: datetime) -> Q:
    issues = Q(state=RunState.FROZEN, schedule__issues_itself=True, issue_at__lte=now)
    return Q(state__in=[RunState.DUE, RunState.ISSUED, RunState.RENDERED]) | issues


@transaction.atomic
def claim_run(*, run_id: int, now: datetime) -> ReportRun | None:
    """Take a run for this worker; None when it is not its turn: nothing to do, somebody has it, or an earlier week."""
    free = ReportRun.objects.filter(actionable(now=now), is_next(now=now), pk=run_id)
    claimed = ReportRun.objects.filter(pk__in=free.values("pk")).filter(Q(lease_until=None) | Q(lease_until__lte=now))
    if claimed.update(attempt=F("attempt") + 1, lease_until=now + lease()) != 1:
        return None
    found = ReportRun.objects.select_related("schedule__engagement", "organization", "scorecard")
    run: ReportRun = found.get(pk=run_id)  # steps read these outside a transaction
    return run


def freeze_run(*, run: ReportRun, now: datetime) -> bool:
    """Due or blocked: measure, then freeze the week or leave it blocked. Says whether it may go on."""
    period = period_from_key(run.period_key, run.organization.time_zone)
    card = freeze_scorecard(engagement=run.schedule.engagement, period=period, now=now)
    state = _OF_CARD[CardState(card.state)]
    finished = {"finished_at": now} if state == RunState.EXCUSED else {}
    wait = now + RECHECK if state == RunState.BLOCKED else None
    moved = move(run, state, lease_until=wait, scorecard=card, last_error="", **finished)
    return moved and state in (RunState.FROZEN, RunState.ISSUED)


def issue_run(*, run: ReportRun, now: datetime) -> bool:
    """Frozen: the schedule issues it by itself, once its hour has come."""
    if not run.schedule.issues_itself or run.issue_at > now or run.scorecard is None:
        return move(run, RunState.FROZEN, lease_until=None) and False
    with transaction.atomic():
        issue_scorecard(scorecard=run.scorecard, by=None, now=now)
        return move(run, RunState.ISSUED, lease_until=now + lease())


def render_run(*, run: ReportRun, now: datetime) -> bool:
    """Issued: one PDF for each audience that has a recipient. Rendering itself runs outside any transaction."""
    with transaction.atomic():
        snapshots = _snapshots(run)
    for snapshot in snapshots.values():
        pdf.scorecard_document(snapshot, paper=run.organization.paper_size, now=now)
    return move(run, RunState.RENDERED, lease_until=now + lease())


def queue_run(*, run: ReportRun, now: datetime) -> bool:
    """Rendered: a mail to each recipient, handed to the outbox, once. Whoever left is skipped, with a note."""
    with transaction.atomic():
        snapshots = _snapshots(run)
    documents = {
        audience: pdf.scorecard_document(snapshot, paper=run.organization.paper_size, now=now)
        for audience, snapshot in snapshots.items()
    }
    with transaction.atomic():
        skipped = _queue_mails(run, snapshots, documents, now)
        if not move(run, RunState.QUEUED, lease_until=None, finished_at=now, last_error=""):
            transaction.set_rollback(True)
            return False
        record("run.queued", by=None, subject=run, skipped=[[each.membership_id, each.reason] for each in skipped])
        return True


@transaction.atomic
def report_failure(*, run: ReportRun, error: str, now: datetime) -> None:
    """A step failed: it is tried again later, and the run says why until then."""
    wait = min(FIRST_WAIT * 2 ** min(run.attempt, 10), LONGEST_WAIT)
    ReportRun.objects.filter(pk=run.pk, attempt=run.attempt).update(last_error=error[:500], lease_until=now + wait)


@transaction.atomic
def report_race(*, run: ReportRun, now: datetime) -> None:
    """A step met another transaction on the same rows: nothing is wrong, it is tried again at once."""
    ReportRun.objects.filter(pk=run.pk, attempt=run.attempt).update(lease_until=now + AFTER_A_RACE)


@transaction.atomic
def move(run: ReportRun, state: RunState, **changes: Any) -> bool:
    """Write a run's new state, if it is still ours; says whether it was."""
    moved = ReportRun.objects.filter(pk=run.pk, attempt=run.attempt).update(state=state, **changes)
    if moved == 1:
        run.state = state
        for name, value in changes.items():
            setattr(run, name, value)
    return bool(moved == 1)


def _queue_mails(
    run: ReportRun,
    snapshots: dict[Audience, ScorecardSnapshot],
    documents: dict[Audience, Document],
    now: datetime,
) -> list[Skipped]:
    skipped = []
    card = _card(run)
    owner = run.schedule.engagement.owner
    for recipient in _recipients(run):
        if recipient.left_at is not None:
            skipped.append(Skipped(recipient.pk, "left"))
            continue
        audience = audience_of(recipient)
        mail = emails.scorecard_mail(snapshots[audience], recipient=recipient, now=now)
        queue_message(
            subject_key=f"scorecard/{card.pk}",
            recipient=recipient,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            document=documents[audience],
            reply_to=owner.email if owner else "",
            engagement_id=card.engagement_id,
            now=now,
        )
    return skipped


def audience_of(recipient: Membership) -> Audience:
    """What a member may see: the vendor's people their own snapshot, everybody else the client's."""
    return Audience.CLIENT if recipient.vendor_id is None else Audience.VENDOR


def _snapshots(run: ReportRun) -> dict[Audience, ScorecardSnapshot]:
    """The sealed documents that this run's recipients need."""
    needed = {audience_of(recipient) for recipient in _recipients(run) if recipient.left_at is None}
    found = ScorecardSnapshot.objects.filter(scorecard=_card(run), audience__in=needed)
    found = found.select_related("scorecard", "organization")  # rendering stands outside any transaction
    return {Audience(each.audience): each for each in found}


def _recipients(run: ReportRun) -> Sequence[Membership]:
    rows = ScheduleRecipient.objects.filter(schedule=run.schedule_id).select_related("membership__user")
    return [row.membership for row in rows.order_by("pk")]


def _card(run: ReportRun) -> Scorecard:
    card: Scorecard | None = run.scorecard
    if card is None:
        raise LookupError(f"run {run.pk} has no scorecard")
    return card
