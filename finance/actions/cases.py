"""The life of a case and its versions: made, written, submitted, withdrawn, taken up again, put away."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from finance.case import CaseError, Document, Findings, find, findings_json, fingerprint, seal, to_json
from finance.models import BusinessCase, CaseState, CaseVersion
from finance.queries.cases import draft_of, policy
from finance.queries.known import known_of
from finance.starters import start
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision

_SEEDS: Final = 2**31


@transaction.atomic
def create_case(
    *,
    case: BusinessCase,
    starter: str,
    by: User,
    now: datetime,
    today: date,
    seed: int | None = None,
) -> CaseVersion:
    """A new case with its first draft, filled from the starter and from what the workspace knows.

    ``seed`` is that of its Monte Carlo, drawn when None.
    """
    case.owner, case.created_at = by, now
    if case.engagement and case.process is None:
        case.process = case.engagement.process
    case.save(force_insert=True)
    rules = policy()
    known = known_of(process=case.process, engagement=case.engagement, currency=case.currency, today=today)
    document = start(
        starter,
        currency=case.currency,
        discount_rate=rules.discount_rate,
        counts_non_cash=rules.counts_non_cash,
        known=known,
        today=today,
        seed=secrets.randbelow(_SEEDS) if seed is None else seed,
    )
    record("case.created", by=by, subject=case, starter=starter)
    return add_version(case=case, document=document, number=1, note="", by=by, now=now)


@transaction.atomic
def add_version(
    *, case: BusinessCase, document: Document, number: int, note: str, by: User, now: datetime
) -> CaseVersion:
    """A draft with this document.

    Raises:
        ValidationError: when the case cannot be computed or is in another currency.
    """
    version = CaseVersion(case=case, number=number, note=note, created_by=by, created_at=now)
    _fill(version, document)
    version.save(force_insert=True)
    record("case.drafted", by=by, subject=version, number=number)
    return version


@transaction.atomic
def save_draft(*, version: CaseVersion, document: Document, note: str, seen: int, by: User) -> CaseVersion:
    """Keep what was typed.

    Raises:
        ValidationError: when it is no draft any more, cannot be computed, or somebody saved since ``seen``.
    """
    _claim_draft(version)
    before = version.document
    take_revision(version, seen=seen)
    version.note = note
    _fill(version, document)
    version.save(update_fields=["document", "amount", "npv", "note"])
    record("case.saved", by=by, subject=version, inputs=fingerprint(version.document), was=fingerprint(before))
    return version


@transaction.atomic
def submit(*, version: CaseVersion, by: User, now: datetime) -> CaseVersion:
    """Ask for a decision: inputs and results are fixed and sealed. An older one that still waits is superseded.

    Raises:
        ValidationError: when it is no draft any more.
    """
    _claim_draft(version)
    document = version.read()
    findings = _computed(document)
    inputs, results = to_json(document), findings_json(findings)
    waiting = CaseVersion.objects.filter(case=version.case_id, state=CaseState.SUBMITTED)
    waiting.update(state=CaseState.SUPERSEDED, decided_at=now, decided_by=by)
    version.document, version.results = inputs, results
    version.input_hash, version.seal = fingerprint(inputs), seal(inputs, results)
    version.state, version.submitted_by, version.submitted_at = CaseState.SUBMITTED, by, now
    version.save()
    record("case.submitted", by=by, subject=version, seal=version.seal, amount=str(version.amount))
    return version


@transaction.atomic
def withdraw(*, version: CaseVersion, by: User) -> CaseVersion:
    """Take it back while nobody has decided; it is a draft again.

    Raises:
        ValidationError: when it was decided meanwhile, or another draft was begun.
    """
    if draft_of(version.case):
        raise ValidationError(_("A later draft was begun: submit or discard that one first."))
    rows = CaseVersion.objects.filter(pk=version.pk, state=CaseState.SUBMITTED)
    back: dict[str, Any] = {"submitted_by": None, "submitted_at": None, "seal": "", "input_hash": "", "results": {}}
    if rows.update(state=CaseState.DRAFT, **back) != 1:
        raise ValidationError(_("Somebody decided this in the meantime."))
    version.refresh_from_db()
    record("case.withdrawn", by=by, subject=version)
    return version


@transaction.atomic
def revise(*, version: CaseVersion, by: User, now: datetime) -> CaseVersion:
    """A new draft from a version; the draft that is there already, if any."""
    case = BusinessCase.objects.select_for_update().get(pk=version.case_id)
    if found := draft_of(case):
        return found
    numbers = CaseVersion.objects.filter(case=case).order_by("-number").values_list("number", flat=True)
    return add_version(case=case, document=version.read(), number=numbers[0] + 1, note="", by=by, now=now)


@transaction.atomic
def discard(*, version: CaseVersion, by: User) -> None:
    """Throw a draft away; the first one goes with its case.

    Raises:
        ValidationError: when it is no draft any more.
    """
    _claim_draft(version)
    record("case.discarded", by=by, subject=version)
    if version.number == 1:
        version.case.delete()
    else:
        version.delete()


@transaction.atomic
def rename(*, case: BusinessCase, by: User, was: dict[str, object]) -> BusinessCase:
    """Change title, engagement, process or owner; the versions stay as they are."""
    case.save(update_fields=list(was))
    record("case.changed", by=by, subject=case, was={name: str(value) for name, value in was.items()})
    return case


@transaction.atomic
def archive(*, case: BusinessCase, by: User, now: datetime | None) -> None:
    """Put a case away, or take it out again (``now`` None)."""
    case.archived_at = now
    case.save(update_fields=["archived_at"])
    record("case.archived" if now else "case.restored", by=by, subject=case)


def _claim_draft(version: CaseVersion) -> None:
    locked = CaseVersion.objects.select_for_update().filter(pk=version.pk, state=CaseState.DRAFT)
    if not locked.exists():
        raise ValidationError(_("This version is submitted: what changes now goes into a new version."))


def _fill(version: CaseVersion, document: Document) -> None:
    case = document.case
    if case.currency != version.case.currency:
        words = {"theirs": case.currency, "ours": version.case.currency}
        raise ValidationError(_("The numbers are in %(theirs)s, the case is in %(ours)s.") % words)
    found = _computed(document).results[document.preferred]
    version.document = to_json(document)
    version.amount, version.npv = found.total_cost, found.npv


def _computed(document: Document) -> Findings:
    try:
        return find(document)
    except CaseError as error:
        raise ValidationError([problem.text for problem in error.problems]) from error
