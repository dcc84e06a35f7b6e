"""What ours add before offers are scored: knock-outs judged, interviews, what an offer costs us beside its price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision
from sourcing.actions.selections import refuse_over
from sourcing.models import (
    BriefQuestion,
    Interview,
    KnockoutVerdict,
    Offer,
    OfferAnswer,
    OwnCost,
    RatingSheet,
    Selection,
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether an offer passes a knock-out, and why."""

    passes: bool
    reason: str = ""


@transaction.atomic
def judge_knockouts(*, offer: Offer, verdicts: Mapping[int, Judgement], by: User | None, now: datetime) -> None:
    """Judge knock-outs by the id of their question, until somebody has scored.

    Raises:
        ValidationError: for a failing one, or one judged against the vendor's own answer, without a reason; before the
            due time; once somebody has scored.
    """
    selection = _judged_selection(offer, now)
    if RatingSheet.objects.filter(selection=selection).exclude(begun_at=None).exists():
        raise ValidationError(_("Somebody has scored already: the knock-outs stay as they were judged."))
    said = dict(OfferAnswer.objects.filter(offer=offer).values_list("question_id", "says_yes"))
    questions = BriefQuestion.objects.filter(brief=offer.brief_id, is_knockout=True, pk__in=verdicts)
    for question in questions:
        verdict = verdicts[question.pk]
        if not verdict.reason.strip() and (not verdict.passes or said.get(question.pk) is not True):
            words = _("Say why: it fails, or it passes although the answer was not yes.")
            raise ValidationError({f"reason_{question.pk}": words})
        KnockoutVerdict.objects.update_or_create(
            offer=offer,
            question=question,
            defaults={"passes": verdict.passes, "reason": verdict.reason.strip(), "judged_by": by, "judged_at": now},
        )
    passed = {str(pk): verdict.passes for pk, verdict in verdicts.items()}
    record("offer.knockouts_judged", by=by, subject=offer, passes=passed)


@transaction.atomic
def record_interview(
    *, offer: Offer, held_on: date, people: str, notes: Mapping[str, str], seen: int, by: User | None, now: datetime
) -> Interview:
    """Keep what was heard: ``notes`` under ``understands``, ``has_done`` and ``approach``.

    Raises:
        ConflictError: when somebody saved since ``seen`` (0: there was none).
        ValidationError: when the selection is over.
    """
    refuse_over(offer.brief.selection)
    values: dict[str, Any] = {"held_on": held_on, "people": people.strip(), **notes}
    row: Interview | None = Interview.objects.filter(offer=offer).first()
    if row is None:
        row = Interview.objects.create(offer=offer, recorded_by=by, recorded_at=now, **values)
    else:
        take_revision(row, seen=seen)
        for name, value in values.items():
            setattr(row, name, value)
        row.recorded_by, row.recorded_at = by, now
        row.save(update_fields=[*values, "recorded_by", "recorded_at"])
    record("offer.interviewed", by=by, subject=offer, held_on=held_on.isoformat())
    return row


@transaction.atomic
def add_own_cost(*, cost: OwnCost, by: User | None, now: datetime) -> OwnCost:
    """Count something that an offer, or every offer, costs us beside its price (an unsaved row).

    Raises:
        ValidationError: when the selection is over, or somebody has scored already.
    """
    _refuse_scored(cost.selection)
    cost.added_by, cost.added_at = by, now
    cost.save(force_insert=True)
    record(
        "selection.cost_added",
        by=by,
        subject=cost.selection,
        kind=cost.kind,
        amount=str(cost.amount),
        offer=cost.offer_id,
    )
    return cost


@transaction.atomic
def remove_own_cost(*, cost: OwnCost, by: User) -> None:
    """Count it no more.

    Raises:
        ValidationError: when the selection is over, or somebody has scored already.
    """
    _refuse_scored(cost.selection)
    record("selection.cost_removed", by=by, subject=cost.selection, kind=cost.kind, amount=str(cost.amount))
    cost.delete()


def _refuse_scored(selection: Selection) -> None:
    refuse_over(selection)
    if RatingSheet.objects.filter(selection=selection).exclude(handed_in_at=None).exists():
        raise ValidationError(_("Points were handed in already: the costs stay as they are."))


def _judged_selection(offer: Offer, now: datetime) -> Selection:
    selection: Selection = Selection.objects.get(pk=offer.brief.selection_id)
    refuse_over(selection)
    if now < offer.brief.due_at:
        raise ValidationError(_("Offers are opened when their time is over."))
    return selection
