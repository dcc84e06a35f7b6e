"""What the partner says to an issued scorecard, and what the client answers. The sealed figures never change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from engagements.actions.files import share_file
from engagements.models import AboutKind, Side
from foundation.accounts.audit import record
from foundation.accounts.models import User
from scorecards.actions.freezing import refresh_frozen_scorecard
from scorecards.actions.issuing import revise_scorecard
from scorecards.models import Acknowledgement, Dispute, Scorecard, ScorecardSnapshot
from scorecards.models.answers import Verdict
from scorecards.models.cards import CardState
from scorecards.queries.answers import DISPUTE
from scorecards.sheets import Sheet

REASON_LENGTH = 300


@transaction.atomic
def acknowledge_scorecard(*, snapshot: ScorecardSnapshot, by: User, now: datetime, note: str = "") -> Acknowledgement:
    """The partner takes the figures as they are, but for the lines it disputes. In the portal's scope.

    Raises:
        ValidationError: when a colleague was faster, or a newer revision was issued.
    """
    _check_newest(snapshot)
    try:
        with transaction.atomic():
            given: Acknowledgement = Acknowledgement.objects.create(
                scorecard_id=snapshot.scorecard_id,
                engagement_id=snapshot.engagement_id,
                note=note.strip(),
                given_by=by,
                given_at=now,
            )
    except IntegrityError:
        raise ValidationError(_("A colleague acknowledged this scorecard already.")) from None
    record("scorecard.acknowledged", by=by, subject=given, scorecard=snapshot.scorecard_id)
    return given


@transaction.atomic
def raise_dispute(
    *,
    snapshot: ScorecardSnapshot,
    metric_id: int,
    text: str,
    evidence: str,
    by: User,
    now: datetime,
    file: UploadedFile[Any] | None = None,
) -> Dispute:
    """The partner says that a line is wrong, and what shows it, with a file or without. In the portal's scope.

    Raises:
        ValidationError: when nobody says what is wrong or what shows it, the line is not the partner's to see, a newer
            revision was issued, or the line is disputed already; at ``file``, for one that is not taken.
    """
    problems = {}
    if not text.strip():
        problems["text"] = _("Say what is wrong, and what the figure should be.")
    if not evidence.strip():
        problems["evidence"] = _("Say what shows it: a link, a ticket, a mail with its date.")
    if problems:
        raise ValidationError(problems)
    if metric_id not in {line.metric_id for line in Sheet.read(snapshot.data).lines}:
        raise ValidationError(_("This metric is not on the scorecard."))
    _check_newest(snapshot)
    try:
        with transaction.atomic():
            dispute: Dispute = Dispute.objects.create(
                scorecard_id=snapshot.scorecard_id,
                engagement_id=snapshot.engagement_id,
                metric_id=metric_id,
                text=text.strip(),
                evidence=evidence.strip(),
                raised_by=by,
                raised_at=now,
            )
    except IntegrityError:
        raise ValidationError(_("This line is disputed already, and waits for an answer.")) from None
    if file is not None:
        share_file(
            engagement=snapshot.engagement,
            name=file.name or "",
            content=file.read(),
            side=Side.VENDOR,
            by=by,
            now=now,
            about=(AboutKind.LINE, f"{DISPUTE}{dispute.pk}"),
        )
    record("dispute.raised", by=by, subject=dispute, scorecard=snapshot.scorecard_id, metric=metric_id)
    return dispute


@transaction.atomic
def uphold_dispute(*, dispute: Dispute, note: str, by: User, now: datetime) -> Scorecard:
    """Agree: the week's next revision is opened with today's figures and their difference, to be reviewed and issued.

    Where a revision is under way already, this one joins it, and its figures are taken again.

    Raises:
        ValidationError: when somebody decided it meanwhile, or the week's newest scorecard cannot be corrected.
    """
    locked = _waiting(dispute)
    card = locked.scorecard
    same = {"engagement": card.engagement_id, "period_kind": card.period_kind, "period_key": card.period_key}
    newest: Scorecard = Scorecard.objects.filter(**same).order_by("-revision")[0]
    words = {"metric": locked.metric.name, "why": note.strip() or locked.text}
    reason = (_("Dispute upheld, %(metric)s: %(why)s") % words)[:REASON_LENGTH]
    if newest.state == CardState.FROZEN:
        revision = refresh_frozen_scorecard(scorecard=newest, reason=reason, by=by, now=now)
    else:
        revision = revise_scorecard(scorecard=newest, reason=reason, by=by, now=now)
    _decide(locked, Verdict.UPHELD, note=note, by=by, now=now, revision=revision)
    return revision


@transaction.atomic
def reject_dispute(*, dispute: Dispute, note: str, by: User, now: datetime) -> None:
    """Disagree, with a reason that the partner reads; the figures stand.

    Raises:
        ValidationError: when nobody says why, or somebody decided it meanwhile.
    """
    if not note.strip():
        raise ValidationError({"note": _("Say why the figures stand; the partner reads it.")})
    _decide(_waiting(dispute), Verdict.REJECTED, note=note, by=by, now=now, revision=None)


def _check_newest(snapshot: ScorecardSnapshot) -> None:
    """Only the newest issued revision is spoken about; the portal sees no other than issued ones."""
    mine = Scorecard.objects.filter(pk=snapshot.scorecard_id).values("engagement_id", "period_key", "revision").get()
    later = Scorecard.objects.filter(
        engagement_id=mine["engagement_id"], period_key=mine["period_key"], revision__gt=mine["revision"]
    )
    if later.exists():
        raise ValidationError(_("A newer revision of this scorecard was issued. Answer that one."))


def _waiting(dispute: Dispute) -> Dispute:
    locked: Dispute = Dispute.objects.select_for_update(of=("self",)).get(pk=dispute.pk)
    if not locked.is_open:
        raise ValidationError(_("Somebody else decided this dispute meanwhile."))
    return locked


def _decide(
    dispute: Dispute, verdict: Verdict, *, note: str, by: User, now: datetime, revision: Scorecard | None
) -> None:
    dispute.decision, dispute.decided_by, dispute.decided_at = verdict, by, now
    dispute.decision_note, dispute.revision = note.strip(), revision
    dispute.save(update_fields=["decision", "decided_by", "decided_at", "decision_note", "revision"])
    record(f"dispute.{verdict}", by=by, subject=dispute, scorecard=dispute.scorecard_id, note=note.strip())
