"""What a month of an engagement came to that no invoice tells: the list, entering, changing, forgetting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.models import Engagement
from engagements.queries.engagements import local_today
from engagements.views.pages import FormPage, crumb, show_form
from finance.actions import invoices as actions
from finance.forms.actuals import ActualEntryForm
from finance.models import ActualEntry
from finance.queries.realisation import entries_of, line_choices
from finance.views.places import here
from foundation.accounts.forms.submitting import has_seen, is_conflict, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.VIEW)
def engagement_actuals(request: TenantRequest, pk: int) -> HttpResponse:
    """Everything entered for an engagement, the newest month first."""
    engagement = get_object_or_404(Engagement.objects.select_related("vendor", "process"), pk=pk)
    names = dict(line_choices(engagement))
    context = {
        "engagement": engagement,
        "rows": [(entry, names.get(entry.line, entry.line)) for entry in entries_of(engagement)],
        "crumbs": [crumb(engagement, _home(request, pk))],
        "may_edit": request.membership.may(Permission.EDIT_INVOICES),
    }
    return render(request, "finance/actualentry_list.html", context)


@needs(Permission.EDIT_INVOICES)
def engagement_enter(request: TenantRequest, pk: int) -> HttpResponse:
    """Enter hours, avoided cost or revenue of a month."""
    engagement = get_object_or_404(Engagement, pk=pk)
    initial = {"currency": request.organization.currency, "line": request.GET.get("line")}
    form = _form(request, ActualEntry(engagement=engagement), engagement, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = take(form, lambda: actions.enter_actual(entry=form.instance, by=request.user, now=timezone.now()))
        if made is not None:
            messages.success(request, _("The month is entered."))
            return redirect(here(request, "engagement-actuals", pk=pk))
    return show_form(request, form, _page(request, engagement, _("What did the month come to?")))


@needs(Permission.EDIT_INVOICES)
def entry_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change an entry."""
    entry = get_object_or_404(ActualEntry.objects.select_related("engagement"), pk=pk)
    revision = entry.revision
    form = _form(request, entry, entry.engagement)
    if request.method == "POST" and form.is_valid():
        seen, now = form.cleaned_data["seen"] or 0, timezone.now()
        done = take(form, lambda: actions.enter_actual(entry=form.instance, by=request.user, now=now, seen=seen))
        if done is not None:
            messages.success(request, _("The entry is saved."))
            return redirect(here(request, "engagement-actuals", pk=entry.engagement_id))
        if is_conflict(form):
            has_seen(form, revision)
    return show_form(request, form, _page(request, entry.engagement, _("Change the entry")))


@require_POST
@needs(Permission.EDIT_INVOICES)
def entry_remove(request: TenantRequest, pk: int) -> HttpResponse:
    """Forget an entry."""
    entry = get_object_or_404(ActualEntry, pk=pk)
    actions.remove_actual(entry=entry, by=request.user)
    messages.success(request, _("The entry is removed; the month has no data again."))
    return redirect(here(request, "engagement-actuals", pk=entry.engagement_id))


def _form(request: TenantRequest, entry: ActualEntry, engagement: Engagement, **more: Any) -> ActualEntryForm:
    return ActualEntryForm(
        request.POST or None,
        instance=entry,
        organization=request.organization,
        lines=line_choices(engagement),
        today=local_today(request.organization, timezone.now()),
        **more,
    )


def _page(request: TenantRequest, engagement: Engagement, title: str) -> FormPage:
    above = here(request, "engagement-actuals", pk=engagement.pk)
    crumbs = [crumb(engagement, _home(request, engagement.pk)), crumb(_("Actuals"), above)]
    return FormPage(title, above, crumbs)


def _home(request: TenantRequest, pk: int) -> str:
    return here(request, "engagement-case", pk=pk)
