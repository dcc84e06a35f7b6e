"""Keeping a walk through the fit wizard."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.fit.answers import Answers
from engagements.fit.recommendation import recommend
from engagements.models import FitAssessment, Process
from foundation.accounts.audit import record
from foundation.accounts.models import User


@transaction.atomic
def assess(
    *, process: Process, answers: Answers, chosen: str = "", reason: str = "", by: User, now: datetime
) -> FitAssessment:
    """Keep the answers, what the rules say to them, and the model that was chosen (empty: the recommended one).

    Raises:
        ValidationError: when another model than the recommended one is chosen without a reason.
    """
    found = recommend(answers)
    chosen = chosen or found.model
    if chosen != found.model and not reason.strip():
        raise ValidationError({"reason": _("You choose another model than the rules recommend: say why.")})
    assessment: FitAssessment = FitAssessment.objects.create(
        process=process,
        answers=answers.to_dict(),
        recommended=found.model,
        fired=[rule.key for rule in found.fired],
        chosen=chosen,
        chosen_reason=reason.strip(),
        created_by=by,
        created_at=now,
    )
    record("fitassessment.kept", by=by, subject=assessment, process=process.pk, recommended=found.model, chosen=chosen)
    return assessment
