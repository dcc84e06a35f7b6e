"""Exclusions and assumptions of an agreement: claimed by one side, decided by the other, ended, never rewritten."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Assumption, ExclusionRule, Side
from engagements.models.registers import Decision
from foundation.accounts.audit import record
from foundation.accounts.models import User

Claim = TypeVar("Claim", ExclusionRule, Assumption)


@transaction.atomic
def claim(*, row: Claim, by: User | None, now: datetime) -> Claim:
    """Write down what one side says (an unsaved row with ``claimed_side``); the other side decides it.

    Raises:
        ValidationError: when it is recorded for the partner without ``claim_evidence``.
    """
    _check_claim(row)
    row.claimed_by, row.claimed_at, row.decision = by, now, Decision.OPEN
    row.save(force_insert=True)
    record(f"{row._meta.model_name}.claimed", by=by, subject=row, engagement=row.engagement_id, side=row.claimed_side)
    return row


@transaction.atomic
def change_claim(*, row: Claim, by: User, was: dict[str, Any]) -> Claim:
    """Reword a claim that still waits; whoever reworded it counts as the one who claimed it.

    Raises:
        ValidationError: when it was decided, or as for a claim.
    """
    _waiting(row)
    _check_claim(row)
    if was:
        row.claimed_by = by
        row.save(update_fields=[*was, "claimed_by"])
        changes = {name: [str(old), str(getattr(row, name))] for name, old in was.items()}
        record(f"{row._meta.model_name}.changed", by=by, subject=row, **changes)
    return row


@transaction.atomic
def decide(*, row: Claim, approve: bool, by: User | None, now: datetime, evidence: str = "", note: str = "") -> Claim:
    """Say yes or no for the side that did not claim it.

    A decision for the partner is recorded on its behalf and needs evidence; so does one by the person who claimed it.

    Raises:
        ValidationError: without that evidence; for a refusal without a reason; when it was decided meanwhile.
    """
    evidence, note = evidence.strip(), note.strip()
    _waiting(row)
    if row.claimed_side == Side.CLIENT and not evidence:
        raise ValidationError(
            {"evidence": _("Say what shows the partner's answer: a mail with its date, a signed page.")}
        )
    if by is not None and row.claimed_by_id == by.pk and not evidence:
        raise ValidationError(
            {"evidence": _("You wrote this down yourself: name evidence, or let somebody else decide.")}
        )
    if not approve and not note:
        raise ValidationError({"note": _("Say why it is refused.")})
    row.decision = Decision.APPROVED if approve else Decision.REFUSED
    row.decided_by, row.decided_at, row.decision_evidence, row.decision_note = by, now, evidence, note
    row.save(update_fields=["decision", "decided_by", "decided_at", "decision_evidence", "decision_note"])
    record(f"{row._meta.model_name}.{row.decision}", by=by, subject=row, engagement=row.engagement_id, note=note)
    return row


@transaction.atomic
def end_claim(*, row: Claim, last_day: date, by: User) -> Claim:
    """Say until which day (it still counts) an approved one holds; it may be moved."""
    was, row.ended_on = row.ended_on, last_day
    row.save(update_fields=["ended_on"])
    record(f"{row._meta.model_name}.ended", by=by, subject=row, ended_on=[str(was), last_day.isoformat()])
    return row


@transaction.atomic
def take_back(*, row: Claim, by: User) -> None:
    """Remove a claim that still waits.

    Raises:
        ValidationError: when it was decided.
    """
    _waiting(row)
    record(f"{row._meta.model_name}.taken_back", by=by, subject=row, engagement=row.engagement_id)
    row.delete()


def _waiting(row: Claim) -> None:
    """Lock the stored row and see that nobody decided it."""
    stored = type(row).objects.select_for_update(no_key=True).filter(pk=row.pk, decision=Decision.OPEN)
    if not stored.exists():
        raise ValidationError(_("This was decided meanwhile, so it stays as it is."))


def _check_claim(row: Claim) -> None:
    row.claim_evidence = row.claim_evidence.strip()
    if row.claimed_side == Side.VENDOR and not row.claim_evidence:
        raise ValidationError({"claim_evidence": _("You record this for the partner: say where they said it.")})
