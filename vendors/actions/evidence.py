"""Evidence: put there, decided, withdrawn, asked for; and what the policy makes of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from vendors.actions.files import keep_file
from vendors.models import Decided, Evidence, EvidenceKind, EvidencePolicy, EvidenceRequest, Vendor
from vendors.queries.evidence import policy
from vendors.rules import RULES, Paper, Terms, Validity


@transaction.atomic
def submit_evidence(
    *, evidence: Evidence, upload: tuple[str, bytes] | None, by: User | None, now: datetime, is_ours: bool
) -> Evidence:
    """Put a piece of evidence (an unsaved row) to a vendor; ``upload`` is the file's name and bytes.

    What ours put there is accepted at once; what the vendor's people put there waits for a decision.

    Raises:
        ValidationError: at ``file``, when it is no file that may be kept.
    """
    if upload is not None:
        name, content = upload
        evidence.file = keep_file(vendor_id=evidence.vendor_id, name=name, content=content, by=by, now=now)
    evidence.submitted_by, evidence.submitted_at = by, now
    if is_ours:
        _accept(evidence, by=by, now=now)
    evidence.save(force_insert=True)
    verb = "evidence.added" if is_ours else "evidence.submitted"
    record(verb, by=by, subject=evidence, vendor=evidence.vendor_id, kind=evidence.kind)
    if is_ours:
        _close_request(evidence, now=now)
    return evidence


@transaction.atomic
def decide_evidence(*, evidence: Evidence, accept: bool, note: str, by: User, now: datetime) -> Evidence:
    """Accept what the vendor's people put there, or refuse it with a note that they read.

    Raises:
        ValidationError: without a note to a refusal, or when somebody has decided meanwhile.
    """
    if not accept and not note.strip():
        raise ValidationError({"note": _("Say what is wrong with it: the vendor reads this and sends another one.")})
    locked = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if locked.decision != Decided.WAITING:
        raise ValidationError(_("Somebody else has decided this in the meantime."))
    if accept:
        _accept(locked, by=by, now=now)
    else:
        locked.decision, locked.decided_by, locked.decided_at = Decided.REFUSED, by, now
    locked.decision_note = note.strip()
    locked.save(update_fields=["decision", "decided_by", "decided_at", "decision_note", "valid_until", "fault"])
    record(f"evidence.{locked.decision}", by=by, subject=locked, vendor=locked.vendor_id, note=locked.decision_note)
    if accept:
        _close_request(locked, now=now)
    return locked


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, note: str, by: User, now: datetime) -> None:
    """Take evidence back that should not have been there; it counts no longer, and stays in the list with the note.

    Raises:
        ValidationError: without a note.
    """
    if not note.strip():
        raise ValidationError({"note": _("Say why it is taken back.")})
    living = Evidence.objects.filter(pk=evidence.pk, decision__in=[Decided.WAITING, Decided.ACCEPTED])
    values = {"decision": Decided.WITHDRAWN, "decided_by": by, "decided_at": now, "decision_note": note.strip()}
    if living.update(**values) == 1:
        record("evidence.withdrawn", by=by, subject=evidence, vendor=evidence.vendor_id, note=note)


@transaction.atomic
def ask_for_evidence(
    *, vendor: Vendor, kind: EvidenceKind, due_date: date, note: str, by: User | None, now: datetime
) -> EvidenceRequest:
    """Ask a vendor for evidence until a day; asked again, the open request gets the new day and note."""
    found, is_new = EvidenceRequest.objects.update_or_create(
        vendor=vendor,
        kind=kind,
        closed_at=None,
        defaults={"due_date": due_date, "note": note.strip()},
        create_defaults={"due_date": due_date, "note": note.strip(), "asked_by": by, "asked_at": now},
    )
    verb = "evidence.asked" if is_new else "evidence.asked_again"
    record(verb, by=by, subject=vendor, kind=kind.value, due_date=due_date.isoformat())
    return found


@transaction.atomic
def call_off_request(*, request: EvidenceRequest, by: User, now: datetime) -> None:
    """Ask no longer; doing it twice changes nothing."""
    if EvidenceRequest.objects.filter(pk=request.pk, closed_at=None).update(closed_at=now) == 1:
        record("evidence.called_off", by=by, subject=request.vendor, kind=request.kind)


@transaction.atomic
def set_policy(*, rules: EvidencePolicy, by: User, was: dict[str, Any]) -> int:
    """Save what the workspace demands, and judge all accepted evidence by it; returns how many pieces changed."""
    rules.save()
    changes = {name: [str(old), str(getattr(rules, name))] for name, old in was.items()}
    record("evidencepolicy.set", by=by, subject=rules, **changes)
    terms, changed = terms_of(rules), []
    for row in Evidence.objects.select_for_update(of=("self",)).filter(decision=Decided.ACCEPTED):
        found = validity_of(row, terms)
        if (row.valid_until, row.fault) != (found.until, found.fault.value):
            row.valid_until, row.fault = found.until, found.fault.value
            changed.append(row)
    Evidence.objects.bulk_update(changed, ["valid_until", "fault"])
    return len(changed)


def terms_of(rules: EvidencePolicy) -> Terms:
    """The part of the policy that the rules about single papers look at."""
    return Terms(rules.soc2_months, rules.soc2_basis, rules.breach_hours)


def validity_of(evidence: Evidence, terms: Terms) -> Validity:
    """What the kind's rule makes of a piece of evidence."""
    paper = Paper(
        issued_on=evidence.issued_on,
        effective_on=evidence.effective_on,
        expires_on=evidence.expires_on,
        soc2_type=evidence.soc2_type,
        period_end=evidence.period_end,
        opinion=evidence.opinion,
        bridge_until=evidence.bridge_until,
        scope=evidence.scope,
        purposes=evidence.purposes,
        breach_hours=evidence.breach_hours,
        retention=evidence.retention,
        sub_processing=evidence.sub_processing,
        has_cover=evidence.cover_amount is not None,
    )
    return RULES[evidence.kind](paper, terms)


def _accept(evidence: Evidence, *, by: User | None, now: datetime) -> None:
    found = validity_of(evidence, terms_of(policy()))
    evidence.valid_until, evidence.fault = found.until, found.fault.value
    evidence.decision, evidence.decided_by, evidence.decided_at = Decided.ACCEPTED, by, now


def _close_request(evidence: Evidence, *, now: datetime) -> None:
    EvidenceRequest.objects.filter(vendor=evidence.vendor_id, kind=evidence.kind, closed_at=None).update(closed_at=now)
