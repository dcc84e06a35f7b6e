"""Evidence that a process is stable, documented and measurable; criteria for the next step of the provider path."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.inventory.graduation import STARTERS
from engagements.models import GraduationCriterion, MaturityProof, Process
from foundation.accounts.audit import record
from foundation.accounts.models import User


@transaction.atomic
def prove(*, process: Process, aspect: str, evidence: str, url: str = "", by: User, now: datetime) -> MaturityProof:
    """Confirm an aspect with evidence; the evidence that was in force is withdrawn and kept.

    Raises:
        ValidationError: without evidence.
    """
    if not evidence.strip():
        raise ValidationError({"evidence": _("Say what shows it.")})
    # One row of the process is locked, so that two people who prove the same at once come one after the other.
    Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    MaturityProof.objects.filter(process=process, aspect=aspect, withdrawn_at=None).update(withdrawn_at=now)
    proof: MaturityProof = MaturityProof.objects.create(
        process=process, aspect=aspect, evidence=evidence.strip(), url=url, confirmed_by=by, confirmed_at=now
    )
    record("maturityproof.confirmed", by=by, subject=proof, process=process.pk, aspect=aspect)
    return proof


@transaction.atomic
def withdraw_proof(*, proof: MaturityProof, by: User, now: datetime) -> None:
    """The evidence does not hold any more. Doing it twice changes nothing."""
    if MaturityProof.objects.filter(pk=proof.pk, withdrawn_at=None).update(withdrawn_at=now) == 1:
        record("maturityproof.withdrawn", by=by, subject=proof, process=proof.process_id, aspect=proof.aspect)


@transaction.atomic
def add_criterion(*, criterion: GraduationCriterion, by: User) -> GraduationCriterion:
    """Say what must be true before the next step."""
    criterion.save()
    record("graduationcriterion.added", by=by, subject=criterion, process=criterion.process_id)
    return criterion


@transaction.atomic
def propose_criteria(*, process: Process, by: User) -> int:
    """Add the usual criteria that are not there yet; returns how many were added."""
    there = {(step, text.lower()) for step, text in process.graduation_criteria.values_list("step", "text")}
    wanted = [(step, _(text)) for step, text in STARTERS]
    missing = [(step, text) for step, text in wanted if (step, text.lower()) not in there]
    for step, text in missing:
        add_criterion(criterion=GraduationCriterion(process=process, step=step, text=text), by=by)
    return len(missing)


@transaction.atomic
def meet_criterion(*, criterion: GraduationCriterion, evidence: str, by: User, now: datetime) -> None:
    """Confirm that a criterion is met.

    Raises:
        ValidationError: without evidence.
    """
    if not evidence.strip():
        raise ValidationError({"evidence": _("Say what shows it.")})
    criterion.evidence, criterion.met_at, criterion.met_by = evidence.strip(), now, by
    criterion.save(update_fields=["evidence", "met_at", "met_by"])
    record("graduationcriterion.met", by=by, subject=criterion, process=criterion.process_id)


@transaction.atomic
def reopen_criterion(*, criterion: GraduationCriterion, by: User) -> None:
    """It is not met, after all. Doing it twice changes nothing."""
    if criterion.met_at is not None:
        criterion.met_at, criterion.met_by = None, None
        criterion.save(update_fields=["met_at", "met_by"])
        record("graduationcriterion.reopened", by=by, subject=criterion, process=criterion.process_id)


@transaction.atomic
def remove_criterion(*, criterion: GraduationCriterion, by: User) -> None:
    """Take a criterion off the list."""
    record("graduationcriterion.removed", by=by, subject=criterion, text=criterion.text)
    criterion.delete()
