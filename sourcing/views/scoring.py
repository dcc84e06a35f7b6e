"""Raters and their points; nobody sees another's before handing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from sourcing.actions import scoring as actions
from sourcing.forms.judging import ScoreForm
from sourcing.forms.selections import RatersForm
from sourcing.models import Criterion, Offer, RatingSheet, Score
from sourcing.queries import selections as queries
from sourcing.queries.offers import answered, interview_of
from sourcing.requests import address, brief_of, offer_of, refused, selection_of


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def selection_raters(request: TenantRequest, pk: int) -> HttpResponse:
    """Ask people to score."""
    selection, back = selection_of(pk), address(request, "selection-detail", pk=pk)
    form = RatersForm(request.POST, selection=selection)
    if not form.is_valid():
        return refused(request, ValidationError(form.errors.as_data()), back)
    try:
        people = form.cleaned_data["people"]
        count = actions.ask_raters(selection=selection, people=people, by=request.user, now=timezone.now())
    except ValidationError as error:
        return refused(request, error, back)
    messages.success(request, ngettext("%(n)d rater is asked.", "%(n)d raters are asked.", count) % {"n": count})
    return redirect(back)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def ratingsheet_excuse(request: TenantRequest, pk: int) -> HttpResponse:
    """Go on without a rater."""
    sheet = get_object_or_404(RatingSheet.objects.select_related("selection", "rater"), pk=pk)
    back = address(request, "selection-detail", pk=sheet.selection_id)
    try:
        reason = request.POST.get("reason", "")
        actions.excuse_rater(sheet=sheet, reason=reason, by=request.user, now=timezone.now())
    except ValidationError as error:
        return refused(request, error, back)
    messages.success(request, _("It goes on without %(rater)s.") % {"rater": sheet.rater})
    return redirect(back)


@needs(Permission.VIEW)
def selection_score(request: TenantRequest, pk: int) -> HttpResponse:
    """What one has to score, and how far one is."""
    brief = brief_of(pk)
    sheet = _own_sheet(request, pk)
    if sheet is None:
        return _not_asked(request, pk)
    offers = queries.offers_to_score(brief)
    given: dict[int, int] = dict.fromkeys([offer.pk for offer in offers], 0)
    for offer_id in Score.objects.filter(sheet=sheet, offer__in=offers).values_list("offer_id", flat=True):
        given[offer_id] += 1
    criteria = Criterion.objects.filter(selection=pk).count()
    context = {
        "selection": brief.selection,
        "brief": brief,
        "sheet": sheet,
        "rows": [(offer, given[offer.pk]) for offer in offers],
        "criteria": criteria,
        "missing": criteria * len(offers) - sum(given.values()),
        "ready": queries.readiness(brief.selection, brief, now=timezone.now()),
    }
    return render(request, "sourcing/selection_score.html", context)


@needs(Permission.VIEW)
def offer_score(request: TenantRequest, pk: int) -> HttpResponse:
    """Score one offer by the anchors."""
    offer = offer_of(pk)
    selection = offer.brief.selection
    sheet = _own_sheet(request, selection.pk)
    if sheet is None:
        return _not_asked(request, selection.pk)
    criteria = list(Criterion.objects.filter(selection=selection).select_related("group"))
    given = {row.criterion_id: row for row in Score.objects.filter(sheet=sheet, offer=offer)}
    data = request.POST if request.method == "POST" else None
    form = ScoreForm(data, criteria=criteria, given=given)
    if data is not None and form.is_valid():
        kept = take(form, lambda: _saved(request, sheet, offer, form))
        if kept is not None:
            left = len(criteria) - kept
            said = ngettext("%(n)d criterion is open yet.", "%(n)d criteria are open yet.", left) % {"n": left}
            messages.success(request, _("Kept.") + (f" {said}" if left else ""))
            return redirect(address(request, "selection-score", pk=selection.pk))
    context: dict[str, Any] = {
        "offer": offer,
        "selection": selection,
        "sheet": sheet,
        "form": form,
        "answers": answered(offer),
        "interview": interview_of(offer),
    }
    return render(request, "sourcing/offer_score.html", context)


@require_POST
@needs(Permission.VIEW)
def selection_hand_in(request: TenantRequest, pk: int) -> HttpResponse:
    """Hand one's points in."""
    sheet = _own_sheet(request, pk)
    if sheet is None:
        return _not_asked(request, pk)
    try:
        actions.hand_in(sheet=sheet, by=request.user, now=timezone.now())
    except ValidationError as error:
        return refused(request, error, address(request, "selection-score", pk=pk))
    messages.success(request, _("Handed in. Your points do not change any more."))
    return redirect(address(request, "selection-result", pk=pk))


def _own_sheet(request: TenantRequest, pk: int) -> RatingSheet | None:
    """The reader's own sheet; None for who is not asked to score."""
    found: RatingSheet | None = RatingSheet.objects.filter(selection_id=pk, rater=request.user, excused_at=None).first()
    return found


def _not_asked(request: TenantRequest, pk: int) -> HttpResponse:
    brief_of(pk)  # 404 when there is no such selection here
    messages.error(request, _("You are not asked to score here."))
    return redirect(address(request, "selection-detail", pk=pk))


def _saved(request: TenantRequest, sheet: RatingSheet, offer: Offer, form: ScoreForm) -> int:
    return actions.save_points(sheet=sheet, offer=offer, points=form.result(), by=request.user, now=timezone.now())
