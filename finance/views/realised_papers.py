"""The one page about what became of a case: to take away, and by mail now or every quarter."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.periods import Period, PeriodError, PeriodKind, last_closed, period_from_key
from engagements.queries.engagements import local_today
from engagements.views.pages import show_form
from finance.actions import sending as actions
from finance.forms.sending import RealisedSendingForm
from finance.models import Every
from finance.pdf import realised as pdf
from finance.queries.realisation import Lived, approved_versions, lived
from finance.realised.printed import inside_of, sheet_of
from finance.views.papers import file_response
from finance.views.places import case_or_404, case_page, here
from finance.views.sending import planned
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission

QUARTERS: Final = 4


@needs(Permission.VIEW)
@require_safe
def realisation_pdf(request: TenantRequest, pk: int) -> HttpResponse:
    """The page to date, or that of a quarter (``?quarter=2026-Q3``), as the data is now."""
    case_or_404(pk)
    now = timezone.now()
    period = _quarter(request) if "quarter" in request.GET else None
    until = period.next().first_date if period else local_today(request.organization, now)
    found = _lived(request, pk, until)
    if found is None or not found.found.closed:
        messages.info(request, _("No month of it has ended by then, so there is nothing to print."))
        return redirect(here(request, "case-realisation", pk=pk))
    sheet = sheet_of(found, request.organization, period=period, now=now)
    content = pdf.render_realisation(sheet, inside_of(found), request.organization.paper_size)
    return file_response(content, pdf.filename(found.version.case.title, period), "application/pdf", "inline")


@needs(Permission.EDIT_CASES)
def realisation_mail(request: TenantRequest, pk: int) -> HttpResponse:
    """Choose who gets it, once or every quarter."""
    case = case_or_404(pk)
    back = here(request, "case-realisation", pk=pk)
    version = next(iter(approved_versions([pk])), None)
    if version is None:
        messages.error(request, _("Nothing is approved, so there is no plan to compare with."))
        return redirect(back)
    now = timezone.now()
    sent = request.POST if request.method == "POST" else None
    form = RealisedSendingForm(sent, owner=case.owner_id, zone=request.organization.time_zone, now=now)
    if made := planned(request, form, partial(actions.plan_realisation, version=version, now=now)):
        said = _("It goes out every quarter.") if made.every == Every.QUARTER else _("It is on its way.")
        messages.success(request, said)
        return redirect(f"{back}#mails")
    page = case_page(request, case, _("Mail what became of it"), back, submit_label=_("Mail it"))
    return show_form(request, form, page)


def quarters(request: TenantRequest, found: Lived) -> list[Period]:
    """The quarters that have ended and in which a month of the case did, the newest first, four at most."""
    period = last_closed(PeriodKind.QUARTER, timezone.now(), request.organization.time_zone)
    closing: list[Period] = []
    while len(closing) < QUARTERS and found.months.span(1).end <= period.next().first_date:
        closing.append(period)
        period = period.previous()
    return closing


def _quarter(request: TenantRequest) -> Period:
    try:
        period = period_from_key(request.GET["quarter"], request.organization.time_zone)
    except PeriodError as error:
        raise Http404 from error
    if period.kind is not PeriodKind.QUARTER or period.end > timezone.now():
        raise Http404
    return period


def _lived(request: TenantRequest, pk: int, until: date) -> Lived | None:
    return next(iter(lived(approved_versions([pk]), request.organization, today=until)), None)
