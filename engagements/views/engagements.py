"""Engagements: the list, beginning, changing and ending one, its money."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions import engagements as actions
from engagements.forms.engagements import (
    EndForm,
    EngagementChangeForm,
    EngagementFilterForm,
    EngagementForm,
    TermsForm,
)
from engagements.models import Engagement, EngagementTerms
from engagements.queries import engagements as queries
from engagements.versions import next_monday
from engagements.views.pages import FormPage, address, crumb, show_form, today_of
from foundation.accounts.forms.submitting import old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from vendors.models import Vendor


@needs(Permission.VIEW)
def engagement_list(request: TenantRequest) -> HttpResponse:
    """What runs with whom; the filter stands in the address, ``?mine=1`` shows one's own."""
    form = EngagementFilterForm(request.GET)
    mine = request.GET.get("mine") == "1"
    wanted = form.wanted(owner_id=request.user.pk if mine else None)
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    context = {
        "form": form,
        "rows": queries.listed_engagements(wanted, today=today_of(request)),
        "is_filtered": bool(kept),
        "mine": mine,
        "mine_url": f"?{urlencode(kept | {'mine': 1})}",
        "all_url": f"?{urlencode(kept)}",
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
    }
    return render(request, "engagements/engagement_list.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def engagement_create(request: TenantRequest) -> HttpResponse:
    """Begin an engagement, with its money; ``?vendor=`` proposes the vendor."""
    organization, today = request.organization, today_of(request)
    proposed = request.GET.get("vendor", "")
    initial = {"owner": request.user.pk, "started_on": today, "vendor": proposed if proposed.isdecimal() else None}
    form = EngagementForm(request.POST or None, organization=organization, initial=initial)
    money = {"currency": organization.currency}
    terms = TermsForm(request.POST or None, organization=organization, prefix="terms", with_day=False, initial=money)
    if request.method == "POST" and all([form.is_valid(), terms.is_valid()]):
        terms.instance.valid_from = form.cleaned_data["started_on"]
        begun = take(
            form,
            lambda: actions.create_engagement(engagement=form.instance, terms=terms.instance, by=request.user),
        )
        if begun is not None:
            messages.success(request, _("%(name)s is begun. Now agree its metrics.") % {"name": begun})
            return redirect(address(request, "engagement-detail", pk=begun.pk))
    context = {"form": form, "terms": terms, "has_vendors": Vendor.objects.filter(archived_at=None).exists()}
    return render(request, "engagements/engagement_create.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def engagement_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change what may change."""
    engagement = get_object_or_404(queries.with_names(), pk=pk)
    title, back = str(engagement), address(request, "engagement-scope", pk=pk)
    form = EngagementChangeForm(request.POST or None, instance=engagement, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = old_values(form)
        if take(form, lambda: actions.change_engagement(engagement=engagement, by=request.user, was=was)):
            messages.success(request, _("%(name)s is saved.") % {"name": engagement})
            return redirect(back)
    note = _(
        "Process (%(process)s) and vendor (%(vendor)s) stay, because items are counted under them. For another vendor,"
        " end this engagement and begin a new one."
    )
    page = FormPage(
        title,
        back,
        _way_up(request),
        note=note % {"process": engagement.process, "vendor": engagement.vendor},
        engagement=engagement,
        current="scope",
    )
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def engagement_end(request: TenantRequest, pk: int) -> HttpResponse:
    """Say which day is the last."""
    engagement = get_object_or_404(Engagement, pk=pk)
    back = address(request, "engagement-scope", pk=pk)
    form = EndForm(request.POST or None, initial={"ended_on": engagement.ended_on or today_of(request)})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["ended_on"]
        if take(form, lambda: actions.end_engagement(engagement=engagement, last_day=day, by=request.user)):
            messages.success(request, _("The last day of %(name)s is set.") % {"name": engagement})
            return redirect(back)
    note = _("Figures, scorecards and actions stay. Nothing is measured after the last day.")
    page = FormPage(_("End %(name)s") % {"name": engagement}, back, _way_up(request), _("Set the last day"), note)
    return show_form(request, form, page)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def engagement_resume(request: TenantRequest, pk: int) -> HttpResponse:
    """Take the last day back."""
    engagement = actions.resume_engagement(engagement=get_object_or_404(Engagement, pk=pk), by=request.user)
    messages.success(request, _("%(name)s goes on.") % {"name": engagement})
    return redirect(address(request, "engagement-scope", pk=pk))


@needs(Permission.EDIT_AGREEMENTS)
def terms_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Agree other money from a day on."""
    engagement = get_object_or_404(Engagement, pk=pk)
    back = address(request, "engagement-scope", pk=pk)
    today = today_of(request)
    last = next(iter(queries.terms_history(pk)), None)
    names = ("monthly_fee", "currency", "oversight_hours", "oversight_rate")
    initial: dict[str, Any] = (
        {name: getattr(last, name) for name in names} if last else {"currency": request.organization.currency}
    )
    initial["valid_from"] = next_monday(today) if last else engagement.started_on
    blank = EngagementTerms(engagement=engagement)
    form = TermsForm(request.POST or None, instance=blank, organization=request.organization, initial=initial)
    if request.method == "POST" and form.is_valid():
        agreed = take(form, lambda: actions.add_terms(terms=form.instance, by=request.user))
        if agreed is not None:
            messages.success(request, _("The terms are agreed."))
            return redirect(back)
    title = _("New terms of %(name)s") % {"name": engagement}
    return show_form(request, form, FormPage(title, back, _way_up(request), engagement=engagement, current="scope"))


def _way_up(request: TenantRequest) -> list[dict[str, str]]:
    return [crumb(_("Engagements"), address(request, "engagement-list"))]
