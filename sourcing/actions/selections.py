"""The frame of a selection: begun, its criteria set and locked, called off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Engagement
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision
from sourcing.actions.telling import tell_called_off
from sourcing.models import (
    Basis,
    Brief,
    BriefInvitation,
    BriefQuestion,
    Criterion,
    CriterionGroup,
    Group,
    Outcome,
    PriceLine,
    RatingSheet,
    Selection,
)
from sourcing.queries.facts import monthly_volume, texts_of
from sourcing.scoring import WHOLE
from sourcing.starters import KNOCKOUTS, PRICES, QUESTIONS, STARTERS

MINIMUMS = (Group.CAPABILITY, Group.OPERATING, Group.CULTURE, Group.TRANSPARENCY)
"""The groups that must have a minimum: capability alone never wins."""


@dataclass(frozen=True, slots=True)
class GroupTerms:
    """What a group weighs, and its minimum."""

    key: str
    weight: Decimal
    minimum: Decimal | None


@dataclass(frozen=True, slots=True)
class CriterionTerms:
    """A criterion of a group; ``pk`` is None for a new one."""

    pk: int | None
    group: str
    name: str
    anchors: Sequence[str]


@transaction.atomic
def begin_selection(
    *,
    engagement: Engagement,
    name: str,
    path: str,
    currency: str,
    due_at: datetime,
    by: User | None,
    now: datetime,
    today: date,
) -> Selection:
    """Begin to choose who does an engagement's work: a draft of its brief and criteria of the playbook come with it.

    Raises:
        ValidationError: when another selection has the name.
    """
    if Selection.objects.filter(name__iexact=name.strip()).exists():
        raise ValidationError({"name": _("Another selection has this name already.")})
    made: Selection = Selection.objects.create(
        engagement=engagement, name=name.strip(), path=path, created_by=by, created_at=now
    )
    brief = Brief.objects.create(
        selection=made, title=made.name, currency=currency, due_at=due_at, **texts_of(engagement, today=today)
    )
    _fill_questions(brief, path, units=monthly_volume(engagement))
    _fill_criteria(made, path)
    record("selection.begun", by=by, subject=made, engagement=engagement.pk, path=path)
    return made


@transaction.atomic
def set_criteria(
    *,
    selection: Selection,
    groups: Sequence[GroupTerms],
    criteria: Sequence[CriterionTerms],
    seen: int,
    by: User,
) -> Selection:
    """Say what is judged, what it weighs and which minimums hold. What is not named any more goes.

    Raises:
        ConflictError: when somebody saved since ``seen``.
        ValidationError: when it is locked, weights do not come to 100, a minimum is missing, or a group that weighs
            something has no criterion.
    """
    refuse_over(selection)
    if selection.locked_at is not None:
        raise ValidationError(_("The weights are locked. Unlock them first; that works while nobody has scored."))
    _refuse_unsound(groups, criteria)
    take_revision(selection, seen=seen)
    rows = {row.key: row for row in CriterionGroup.objects.filter(selection=selection)}
    for terms in groups:
        row = rows[terms.key]
        row.weight, row.minimum = terms.weight, terms.minimum
        row.save(update_fields=["weight", "minimum"])
    kept = {each.pk for each in criteria if each.pk}
    Criterion.objects.filter(selection=selection).exclude(pk__in=kept).delete()
    for position, each in enumerate(criteria, 1):
        values = {
            "group": rows[each.group],
            "name": each.name.strip(),
            "anchors": list(each.anchors),
            "position": position,
        }
        if each.pk:
            Criterion.objects.filter(pk=each.pk, selection=selection).update(**values)
        else:
            Criterion.objects.create(selection=selection, **values)
    weights = {each.key: str(each.weight) for each in groups}
    record("selection.criteria_set", by=by, subject=selection, weights=weights, criteria=len(criteria))
    return selection


@transaction.atomic
def lock_weights(*, selection: Selection, by: User | None, now: datetime) -> Selection:
    """Seal weights, minimums and anchors. Twice changes nothing.

    Raises:
        ValidationError: when they are not sound yet.
    """
    refuse_over(selection)
    groups = list(CriterionGroup.objects.filter(selection=selection))
    terms = [GroupTerms(row.key, row.weight, row.minimum) for row in groups]
    known = Criterion.objects.filter(selection=selection).select_related("group")
    _refuse_unsound(terms, [CriterionTerms(row.pk, row.group.key, row.name, row.anchors) for row in known])
    if Selection.objects.filter(pk=selection.pk, locked_at=None).update(locked_at=now, locked_by=by) == 1:
        weights = {row.key: str(row.weight) for row in groups}
        record("selection.locked", by=by, subject=selection, weights=weights)
    selection.refresh_from_db()
    return selection


@transaction.atomic
def unlock_weights(*, selection: Selection, reason: str, by: User) -> Selection:
    """Open the seal again, with a reason that is kept, while nobody has scored.

    Raises:
        ValidationError: without a reason, once somebody has scored, or when vendors were shown the weights.
    """
    refuse_over(selection)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the weights are opened again.")})
    if RatingSheet.objects.filter(selection=selection).exclude(begun_at=None).exists():
        raise ValidationError(_("Somebody has scored already: the weights stay as they are."))
    if Brief.objects.filter(selection=selection, shows_weights=True).exclude(published_at=None).exists():
        raise ValidationError(_("The vendors were shown these weights: they stay as they are."))
    living = Selection.objects.filter(pk=selection.pk).exclude(locked_at=None)
    if living.update(locked_at=None, locked_by=None) == 1:
        record("selection.unlocked", by=by, subject=selection, reason=reason.strip())
    selection.refresh_from_db()
    return selection


@transaction.atomic
def cancel_selection(*, selection: Selection, reason: str, by: User, now: datetime) -> Selection:
    """Call it off. Whoever was asked is told by mail; the reason stays with us.

    Raises:
        ValidationError: without a reason, or when it is over.
    """
    refuse_over(selection)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is called off.")})
    Selection.objects.filter(pk=selection.pk).update(cancelled_at=now, cancelled_by=by, reason=reason.strip())
    brief = Brief.objects.select_related("selection").get(selection=selection)
    asked = BriefInvitation.objects.filter(brief=brief, withdrawn_at=None)
    asked.update(outcome=Outcome.CANCELLED)
    tell_called_off(brief, now=now)
    record("selection.cancelled", by=by, subject=selection, reason=reason.strip())
    selection.refresh_from_db()
    return selection


def refuse_over(selection: Selection) -> None:
    """Refuse to change what has ended.

    Raises:
        ValidationError: when it was decided or cancelled.
    """
    row = Selection.objects.only("decided_at", "cancelled_at").get(pk=selection.pk)
    if row.is_over:
        raise ValidationError(_("This selection is over: nothing in it changes any more."))


def _refuse_unsound(groups: Sequence[GroupTerms], criteria: Sequence[CriterionTerms]) -> None:
    total = sum((each.weight for each in groups), Decimal(0))
    if total != WHOLE:
        raise ValidationError(
            _("The weights come to %(total)s. They must come to 100.") % {"total": f"{total.normalize():f}"}
        )
    judged = {each.group for each in criteria}
    for each in groups:
        label = Group(each.key).label
        if each.key in MINIMUMS and each.minimum is None:
            raise ValidationError(_("%(group)s needs a minimum: no group makes up for it.") % {"group": label})
        if each.key != Group.PRICE and each.key not in judged and (each.weight or each.minimum is not None):
            raise ValidationError(_("%(group)s has no criterion to judge it by.") % {"group": label})
    if any(not all(anchor.strip() for anchor in each.anchors) for each in criteria):
        raise ValidationError(_("Every point from 0 to 5 needs a text that says what it looks like."))


def _fill_questions(brief: Brief, path: str, *, units: int) -> None:
    asked = [(each, True) for each in KNOCKOUTS[path]] + [(each, False) for each in QUESTIONS[path]]
    BriefQuestion.objects.bulk_create(
        BriefQuestion(
            brief=brief,
            position=position,
            group=each.group,
            text=str(each.text),
            is_knockout=is_knockout,
            wants_file=each.wants_file,
        )
        for position, (each, is_knockout) in enumerate(asked, 1)
    )
    counted = {Basis.UNIT: units or 1, Basis.HOUR: 40}
    PriceLine.objects.bulk_create(
        PriceLine(
            brief=brief,
            position=position,
            label=str(each.label),
            basis=each.basis,
            quantity=counted.get(each.basis, 1),
        )
        for position, each in enumerate(PRICES[path], 1)
    )


def _fill_criteria(selection: Selection, path: str) -> None:
    groups = CriterionGroup.objects.bulk_create(
        CriterionGroup(selection=selection, key=each.key, position=position, weight=each.weight, minimum=each.minimum)
        for position, each in enumerate(STARTERS[path], 1)
    )
    Criterion.objects.bulk_create(
        Criterion(
            selection=selection,
            group=group,
            position=position,
            name=str(one.name),
            anchors=[str(anchor) for anchor in one.anchors],
        )
        for group, each in zip(groups, STARTERS[path], strict=True)
        for position, one in enumerate(each.criteria, 1)
    )
