"""A decision about a submitted version, by somebody who may approve its amount."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from finance.models import CaseState, CaseVersion
from finance.models.cases import APPROVED_STATES, DECIDED_STATES
from finance.queries.cases import reason_not_to_decide
from foundation.accounts.audit import record
from foundation.accounts.models import User

_NEED_WORDS: Final = {
    CaseState.CONDITIONS: "conditions",
    CaseState.DEFERRED: "reason",
    CaseState.REJECTED: "reason",
}


@transaction.atomic
def decide(*, version: CaseVersion, decision: str, conditions: str, by: User, now: datetime) -> CaseVersion:
    """Approve, approve with conditions, defer or reject; ``conditions`` says on which conditions, or why not.

    An approved version that was in force before is superseded.

    Raises:
        ValidationError: when the person may not decide this amount, conditions or the reason are missing, or somebody
            decided meanwhile.
    """
    if decision not in DECIDED_STATES:
        raise ValidationError({"decision": _("Choose one of the four.")})
    if reason := reason_not_to_decide(version, by):
        raise ValidationError(reason)
    text = conditions.strip()
    if (needed := _NEED_WORDS.get(CaseState(decision))) and not text:
        words = _("Say on which conditions.") if needed == "conditions" else _("Say why, for those who asked.")
        raise ValidationError({"conditions": words})
    if decision in APPROVED_STATES:
        before = CaseVersion.objects.filter(case=version.case_id, state__in=APPROVED_STATES).exclude(pk=version.pk)
        before.update(state=CaseState.SUPERSEDED)
    waiting = CaseVersion.objects.filter(pk=version.pk, state=CaseState.SUBMITTED, seal=version.seal)
    if waiting.update(state=decision, conditions=text, decided_by=by, decided_at=now) != 1:
        raise ValidationError(_("Somebody decided this in the meantime, or it was withdrawn."))
    version.refresh_from_db()
    record("case.decided", by=by, subject=version, decision=decision, seal=version.seal, amount=str(version.amount))
    return version
