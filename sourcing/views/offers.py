"""One offer, once it is opened: answers, total cost, knock-outs, interview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from sourcing.actions import judging as actions
from sourcing.forms.judging import InterviewForm, KnockoutForm, OwnCostForm
from sourcing.models import Interview, Offer, OfferAnswer, OwnCost
from sourcing.queries import offers as queries
from sourcing.queries.results import costs_of
from sourcing.queries.selections import sheets_to_score
from sourcing.requests import address, offer_of, refused
from vendors.requests import serve, today_of


@needs(Permission.VIEW)
def offer_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """What a vendor offers; sealed until its time is over."""
    return _page(request, offer_of(pk))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def offer_judge(request: TenantRequest, pk: int) -> HttpResponse:
    """Judge its knock-outs."""
    offer = offer_of(pk)
    form = KnockoutForm(request.POST, answers=queries.answered(offer, with_verdicts=True))
    if form.is_valid():
        done = take(form, lambda: _judged(request, offer, form))
        if done is not None:
            messages.success(request, _("The knock-outs of %(vendor)s are judged.") % {"vendor": offer.vendor})
            return redirect(address(request, "offer-detail", pk=pk))
    return _page(request, offer, knockout_form=form)


@require_POST
@needs(Permission.WRITE_ACTIONS)
def offer_interview(request: TenantRequest, pk: int) -> HttpResponse:
    """Keep what was heard."""
    offer = offer_of(pk)
    form = InterviewForm(
        request.POST, instance=queries.interview_of(offer) or Interview(offer=offer), organization=request.organization
    )
    if form.is_valid():
        kept = take(form, lambda: _recorded(request, offer, form))
        if kept is not None:
            messages.success(request, _("The interview is kept."))
            return redirect(address(request, "offer-detail", pk=pk))
    return _page(request, offer, interview_form=form)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def offer_cost(request: TenantRequest, pk: int) -> HttpResponse:
    """Count something beside the price."""
    offer = offer_of(pk)
    row = OwnCost(selection=offer.brief.selection, offer=offer)
    form = OwnCostForm(request.POST, instance=row, organization=request.organization)
    if form.is_valid():
        if form.cleaned_data["for_all"]:
            form.instance.offer = None
        if take(form, lambda: actions.add_own_cost(cost=form.instance, by=request.user, now=timezone.now())):
            messages.success(request, _("Counted in the total cost."))
            return redirect(address(request, "offer-detail", pk=pk))
    return _page(request, offer, cost_form=form)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def owncost_remove(request: TenantRequest, pk: int) -> HttpResponse:
    """Count it no more."""
    row = get_object_or_404(OwnCost.objects.select_related("selection"), pk=pk)
    back = address(request, "selection-result", pk=row.selection_id)
    if row.offer_id:
        back = address(request, "offer-detail", pk=row.offer_id)
    try:
        actions.remove_own_cost(cost=row, by=request.user)
    except ValidationError as error:
        return refused(request, error, back)
    messages.success(request, _("Not counted any more."))
    return redirect(back)


@require_safe
@needs(Permission.VIEW)
def offeranswer_download(request: TenantRequest, pk: int) -> HttpResponse:
    """The file to an answer."""
    row = get_object_or_404(OfferAnswer.objects.select_related("file"), pk=pk)
    return serve(request, row.file, back=address(request, "offer-detail", pk=row.offer_id))


def _page(request: TenantRequest, offer: Offer, **forms: Any) -> HttpResponse:
    brief, selection = offer.brief, offer.brief.selection
    answers = queries.answered(offer, with_verdicts=True)
    interview = queries.interview_of(offer)
    may_edit = request.membership.may(Permission.EDIT_AGREEMENTS) and not selection.is_over
    costs = costs_of(brief, [offer])[offer.pk]
    now = timezone.now()
    is_open = brief.due_at <= now
    fresh = Interview(offer=offer, held_on=today_of(request))
    context = {
        "offer": offer,
        "brief": brief,
        "selection": selection,
        "is_open": is_open,
        "answers": answers,
        "prices": queries.priced(offer),
        "costs": costs,
        "own_costs": list(OwnCost.objects.filter(Q(offer=offer) | Q(offer=None), selection=selection).order_by("pk")),
        "total": sum(cost.amount for cost in costs),
        "interview": interview,
        "may_edit": may_edit,
        "may_write": request.membership.may(Permission.WRITE_ACTIONS) and not selection.is_over,
        "knockout_form": KnockoutForm(answers=answers),
        "interview_form": InterviewForm(
            instance=interview or fresh,
            organization=request.organization,
            initial={"seen": interview.revision if interview else 0},
            auto_id="interview_%s",
        ),
        "cost_form": OwnCostForm(
            instance=OwnCost(selection=selection), organization=request.organization, auto_id="cost_%s"
        ),
        "may_score": is_open
        and all(each.verdict is None or each.verdict.passes for each in answers)
        and sheets_to_score(now=now).filter(selection=selection, rater=request.user).exists(),
    }
    return render(request, "sourcing/offer_detail.html", context | forms)


def _judged(request: TenantRequest, offer: Offer, form: KnockoutForm) -> bool:
    actions.judge_knockouts(offer=offer, verdicts=form.result(), by=request.user, now=timezone.now())
    return True


def _recorded(request: TenantRequest, offer: Offer, form: InterviewForm) -> Interview:
    data = form.cleaned_data
    return actions.record_interview(
        offer=offer,
        held_on=data["held_on"],
        people=data["people"],
        notes=form.result(),
        seen=data["seen"],
        by=request.user,
        now=timezone.now(),
    )
