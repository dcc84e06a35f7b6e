"""Raters: asked, scoring, handing in, excused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import Membership, User
from sourcing.actions.selections import refuse_over
from sourcing.actions.telling import tell_raters
from sourcing.models import Brief, Criterion, Offer, RatingSheet, Score, Selection
from sourcing.queries.selections import offers_to_score, readiness


@dataclass(frozen=True, slots=True)
class Points:
    """What somebody gives for a criterion: 0 to 5, or None for "cannot say"."""

    criterion_id: int
    value: int | None
    note: str = ""


@transaction.atomic
def ask_raters(*, selection: Selection, people: Iterable[User], by: User | None, now: datetime) -> int:
    """Ask people of ours to score, by mail; returns how many are new.

    Raises:
        ValidationError: when it is over, when points were handed in by everybody, or for somebody who is no colleague.
    """
    refuse_over(selection)
    found = list(people)
    ours = set(
        Membership.objects.filter(user__in=found, vendor_id=None, left_at=None).values_list("user_id", flat=True)
    )
    if len(ours) != len(found):
        raise ValidationError({"people": _("Only your own people score.")})
    sheets = list(RatingSheet.objects.filter(selection=selection, excused_at=None))
    if sheets and all(row.handed_in_at is not None for row in sheets):
        raise ValidationError(_("Everybody has handed in: the result is known, nobody can join blind any more."))
    known = set(RatingSheet.objects.filter(selection=selection).values_list("rater_id", flat=True))
    new = [each for each in found if each.pk not in known]
    RatingSheet.objects.bulk_create(RatingSheet(selection=selection, rater=each) for each in new)
    if new:
        may_begin = readiness(selection, _brief(selection), now=now).is_ready
        tell_raters(selection, [each for each in new if each != by], may_begin=may_begin, now=now)
        record("selection.raters_asked", by=by, subject=selection, people=[each.pk for each in new])
    return len(new)


@transaction.atomic
def save_points(*, sheet: RatingSheet, offer: Offer, points: Sequence[Points], by: User, now: datetime) -> int:
    """Keep somebody's own points for an offer, until they hand in; returns how many are kept for it.

    Raises:
        ValidationError: for another's sheet, before weights are locked, offers opened and knock-outs judged, for an
            offer that was knocked out, or once handed in.
    """
    selection = _refuse_unready(sheet, by, now)
    if offer.pk not in {each.pk for each in offers_to_score(_brief(selection))}:
        raise ValidationError(_("This offer is not scored: it failed a knock-out, or was not submitted."))
    known = set(Criterion.objects.filter(selection=selection).values_list("pk", flat=True))
    if RatingSheet.objects.filter(pk=sheet.pk, begun_at=None).update(begun_at=now) == 1:
        record("selection.rating_begun", by=by, subject=selection)
    if any(each.criterion_id not in known for each in points):
        raise ValidationError(_("There is no such criterion."))
    kept = {row.criterion_id: row for row in Score.objects.filter(sheet=sheet, offer=offer)}
    key = {"sheet": sheet, "selection": selection, "offer": offer}
    rows = [kept.get(each.criterion_id) or Score(criterion_id=each.criterion_id, **key) for each in points]
    for row, each in zip(rows, points, strict=True):
        row.value, row.note, row.given_at = each.value, each.note.strip(), now
    new = [row for row in rows if row.criterion_id not in kept]
    Score.objects.bulk_create(new)
    Score.objects.bulk_update([row for row in rows if row.criterion_id in kept], ["value", "note", "given_at"])
    return len(kept) + len(new)


@transaction.atomic
def hand_in(*, sheet: RatingSheet, by: User, now: datetime) -> RatingSheet:
    """Hand one's points in, whole; they never change again, and one sees what the others gave who have.

    Raises:
        ValidationError: while points are missing, or for another's sheet.
    """
    selection = _refuse_unready(sheet, by, now)
    criteria = Criterion.objects.filter(selection=selection).count()
    offers = offers_to_score(_brief(selection))
    given = Score.objects.filter(sheet=sheet, offer__in=offers).count()
    if not offers or given < criteria * len(offers):
        words = _("%(n)d points are missing yet. Where you cannot say, say so.")
        raise ValidationError(words % {"n": criteria * len(offers) - given})
    if RatingSheet.objects.filter(pk=sheet.pk, handed_in_at=None).update(handed_in_at=now) == 1:
        record("selection.rating_handed_in", by=by, subject=selection, points=given)
    sheet.refresh_from_db()
    return sheet


@transaction.atomic
def excuse_rater(*, sheet: RatingSheet, reason: str, by: User, now: datetime) -> RatingSheet:
    """Go on without a rater who has not handed in; what they gave does not count.

    Raises:
        ValidationError: without a reason, or when they have handed in.
    """
    refuse_over(sheet.selection)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it goes on without this rater.")})
    busy = RatingSheet.objects.filter(pk=sheet.pk, handed_in_at=None, excused_at=None)
    if busy.update(excused_at=now, excuse=reason.strip()[:300]) != 1:
        raise ValidationError(_("What was handed in stays."))
    record("selection.rater_excused", by=by, subject=sheet.selection, rater=sheet.rater_id, reason=reason.strip())
    sheet.refresh_from_db()
    return sheet


def _refuse_unready(sheet: RatingSheet, by: User, now: datetime) -> Selection:
    row = RatingSheet.objects.select_related("selection").get(pk=sheet.pk)
    refuse_over(row.selection)
    if row.rater_id != by.pk or row.excused_at is not None:
        raise ValidationError(_("You are not asked to score here."))
    if row.handed_in_at is not None:
        raise ValidationError(_("You have handed in: your points do not change any more."))
    ready = readiness(row.selection, _brief(row.selection), now=now)
    if not ready.is_locked:
        raise ValidationError(_("Weights are locked before anything is scored."))
    if not ready.is_ready:
        raise ValidationError(_("Scoring begins when the offers are opened and every knock-out is judged."))
    found: Selection = row.selection
    return found


def _brief(selection: Selection) -> Brief:
    found: Brief = Brief.objects.get(selection=selection)
    return found
