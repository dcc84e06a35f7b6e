"""A vendor's people read a brief, write their offer and submit it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.forms.submitting import is_conflict, take
from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission
from foundation.inbox.serving import as_download
from sourcing import pdf
from sourcing.actions import clarifying
from sourcing.actions import offers as actions
from sourcing.content import content_from
from sourcing.forms.clarifications import InquiryForm
from sourcing.forms.offers import DeclineForm, OfferForm
from sourcing.models import Brief, Offer, OfferAnswer
from sourcing.queries import offers as queries
from sourcing.queries.clarifications import clarifications_of, inquiries_of
from sourcing.requests import refused
from vendors.models import Vendor
from vendors.requests import serve


@needs(Permission.PORTAL_VIEW)
@require_safe
def briefs(request: TenantRequest) -> HttpResponse:
    """What one is asked to offer."""
    context = {"rows": queries.own_briefs(now=timezone.now())} | _zones(request)
    return render(request, "sourcing/portal_list.html", context)


@needs(Permission.PORTAL_VIEW)
@require_safe
def brief(request: TenantRequest, pk: int) -> HttpResponse:
    """One brief, with one's own offer."""
    return _page(request, _own(pk))


@require_POST
@needs(Permission.PORTAL_WORK)
def brief_ask(request: TenantRequest, pk: int) -> HttpResponse:
    """Ask the client something about it."""
    own = _own(pk)
    form = InquiryForm(request.POST)
    if form.is_valid():
        asked = take(
            form,
            lambda: clarifying.ask(
                brief=own.brief, vendor=_vendor(), text=form.cleaned_data["text"], by=request.user, now=timezone.now()
            ),
        )
        if asked is not None:
            messages.success(request, _("Asked. The client answers to everybody who was asked, without your name."))
            return redirect(address(request, "portal-brief-detail", pk=pk) + "#clarified-title")
    return _page(request, own, form)


@needs(Permission.PORTAL_WORK)
def offer_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Write the offer; two people may, each their part."""
    own = _own(pk)
    answers, prices = _rows(own.brief)
    data = request.POST if request.method == "POST" else None
    if data is None and not own.may_answer:
        return redirect(address(request, "portal-brief-detail", pk=pk))
    form = OfferForm(data, request.FILES or None, answers=answers, prices=prices)
    if data is not None and form.is_valid():
        saved = take(form, lambda: _saved(request, own.brief, form))
        if saved is not None:
            messages.success(request, _("Your draft is kept. The client reads nothing before you submit it."))
            return redirect(address(request, "portal-brief-detail", pk=pk))
        if is_conflict(form):
            form.merge(*_rows(own.brief))
    context = {"own": own, "brief": own.brief, "form": form, "back": address(request, "portal-brief-detail", pk=pk)}
    return render(request, "sourcing/portal_offer.html", context | _zones(request))


@require_POST
@needs(Permission.PORTAL_MANAGE)
def offer_submit(request: TenantRequest, pk: int) -> HttpResponse:
    """Hand it in."""
    own, back = _own(pk), address(request, "portal-brief-detail", pk=pk)
    try:
        actions.submit_offer(brief=own.brief, vendor=_vendor(), by=request.user, now=timezone.now())
    except ValidationError as error:
        return refused(request, error, back)
    messages.success(request, _("Submitted. The client reads it when the time for proposals is over."))
    return redirect(back)


@require_POST
@needs(Permission.PORTAL_MANAGE)
def offer_decline(request: TenantRequest, pk: int) -> HttpResponse:
    """Make no offer."""
    own, back = _own(pk), address(request, "portal-brief-detail", pk=pk)
    try:
        actions.decline(
            invitation=own.invitation,
            reason=request.POST.get("reason", "")[:2_000],
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        return refused(request, error, back)
    messages.success(request, _("Declined: the client sees it."))
    return redirect(back)


@require_safe
@needs(Permission.PORTAL_VIEW)
def brief_pdf(request: TenantRequest, pk: int) -> HttpResponse:
    """The brief on paper."""
    own = _own(pk)
    made = pdf.render_brief(own.brief, content_from(own.brief.content or {}), client=request.organization)
    return as_download(bytes(made), name=pdf.filename(own.brief), media_type="application/pdf")


@require_safe
@needs(Permission.PORTAL_VIEW)
def answer_download(request: TenantRequest, pk: int, question: int) -> HttpResponse:
    """The file to one's own answer."""
    rows = OfferAnswer.objects.select_related("file")
    row = get_object_or_404(rows, offer__brief_id=pk, question_id=question)
    return serve(request, row.file, back=address(request, "portal-brief-detail", pk=pk))


def address(request: TenantRequest, name: str, **kwargs: object) -> str:
    """The address of a page of the portal's briefs."""
    place = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    return reverse(f"sourcing:{name}", kwargs=place | kwargs)


def _page(request: TenantRequest, own: queries.OwnBrief, form: InquiryForm | None = None) -> HttpResponse:
    """The brief's page, with a question that was refused."""
    offer = own.offer
    may_ask = request.membership.may(Permission.PORTAL_WORK) and own.may_ask
    context: dict[str, Any] = {
        "own": own,
        "brief": own.brief,
        "content": content_from(own.brief.content or {}),
        "questions": queries.questions_of(own.brief),
        "lines": queries.lines_of(own.brief),
        "answers": queries.answered(offer) if offer else [],
        "prices": queries.priced(offer) if offer else [],
        "missing": queries.missing(offer) if offer and own.may_answer else [],
        "may_work": request.membership.may(Permission.PORTAL_WORK) and own.may_answer,
        "may_submit": request.membership.may(Permission.PORTAL_MANAGE) and own.may_answer,
        "decline_form": DeclineForm(auto_id="decline_%s"),
        "clarifications": clarifications_of(own.brief),
        "inquiries": [row for row in inquiries_of(own.brief) if row.clarification_id is None],
        "inquiry_form": form or (InquiryForm() if may_ask else None),
        "ask_url": address(request, "portal-brief-ask", pk=own.brief.pk),
    }
    return render(request, "sourcing/portal_brief.html", context | _zones(request))


def _own(pk: int) -> queries.OwnBrief:
    found = queries.own_brief(pk, now=timezone.now())
    if found is None:
        raise Http404
    return found


def _vendor() -> Vendor:
    found: Vendor = Vendor.objects.get()  # the wall shows the acting one alone
    return found


def _rows(brief: Brief) -> tuple[list[queries.Answered], list[queries.Priced]]:
    """What is asked, with what is answered so far."""
    offer = Offer.objects.filter(brief=brief).first()
    if offer is not None:
        return queries.answered(offer), queries.priced(offer)
    asked = [queries.Answered(row, None) for row in queries.questions_of(brief)]
    return asked, [queries.Priced(row, None) for row in queries.lines_of(brief)]


def _saved(request: TenantRequest, brief: Brief, form: OfferForm) -> Offer:
    return actions.save_offer(
        brief=brief,
        vendor=_vendor(),
        answers=form.changed_answers(),
        prices=form.changed_prices(),
        by=request.user,
        now=timezone.now(),
    )


def _zones(request: TenantRequest) -> dict[str, str]:
    zone = request.organization.time_zone
    return {"zone": zone, "own_zone": request.user.time_zone or _vendor().time_zone or zone}
