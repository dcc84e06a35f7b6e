"""Two requests of the sample: one that went to the partner, and one that waits because the rules are not in writing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from engagements.models import Engagement
from foundation.accounts.models import User
from outsourcing.sample.nights import ANSWERS, LATER, LATER_ANSWERS, REQUEST
from workitems.actions.requests import Asked, answer_point, commit_to, submit_requests
from workitems.intake.drafts import Answer, Draft
from workitems.models import IntakeField, IntakeForm, IntakeRequest, RequestPoint
from workitems.models.requests import PointAnswer, PointKind

TO_PARTNER: Final = (REQUEST, ANSWERS)
WAITING: Final = (LATER, LATER_ANSWERS)


def ask(
    engagement: Engagement, told: tuple[dict[str, str], dict[str, str]], *, zone: str, by: User, now: datetime
) -> IntakeRequest:
    """Submit a request, its words and answers told by label, through the form of the engagement's process."""
    form = IntakeForm.objects.get(process=engagement.process_id, retired_at=None)
    words: dict[str, Any] = dict(told[0])
    said = told[1]
    rows = IntakeField.objects.filter(form=form, label__in=said)
    draft = Draft(
        **words,
        due_at=now + timedelta(days=6),
        due_zone=zone,
        criteria=tuple(form.criteria),
        checklist=tuple(form.checklist),
        evidence_before=tuple(form.evidence_before),
        evidence_after=tuple(form.evidence_after),
        requester=by.name,
        answers=tuple(Answer(row.key, row.label, row.kind, said[row.label]) for row in rows),
    )
    [request] = submit_requests(asked=Asked(form, engagement), drafts=[draft], by=by, now=now)
    return request


def promise(request: IntakeRequest, *, by: User, now: datetime) -> None:
    """The partner has named its day and begun with the checklist."""
    commit_to(request=request, day=(now + timedelta(days=3)).date(), by=by)
    first = RequestPoint.objects.filter(request=request, kind=PointKind.CHECKLIST).order_by("position").first()
    if first is not None:
        answer_point(point=first, answer=PointAnswer.DONE, note="", by=by, now=now)
