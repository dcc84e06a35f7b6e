"""Sharing out a process: agreeing a plan, making and retiring routes. The page itself is made of several rooms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.models import Process
from engagements.versions import next_monday
from engagements.views.pages import FormPage, crumb, show_form, today_of
from foundation.accounts.forms.submitting import has_seen, is_conflict, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from sourcing.actions import allocation as actions
from sourcing.forms.allocation import CONDITION, AllocationForm, RouteForm
from sourcing.models import Allocation, WorkRoute
from sourcing.queries import allocation as queries


@needs(Permission.EDIT_AGREEMENTS)
def allocation_create(request: TenantRequest, process: int) -> HttpResponse:
    """Agree who does what share from a day on; begins with what is agreed now."""
    row = get_object_or_404(Process, pk=process)
    today = today_of(request)
    form = AllocationForm(
        request.POST or None,
        instance=Allocation(process=row),
        organization=request.organization,
        engagements=queries.engagements_of(row, today=today),
        initial=_initial(row, today),
    )
    if request.method == "POST" and form.is_valid():
        made = take(
            form,
            lambda: actions.allocate(
                allocation=form.instance,
                shares=form.given(),
                seen=form.cleaned_data.get("seen") or 0,
                today=today,
                by=request.user,
                now=timezone.now(),
            ),
        )
        if made is not None:
            day = date_format(made.valid_from, "DATE_FORMAT")
            messages.success(request, _("The shares are agreed from %(day)s on.") % {"day": day})
            return redirect(_page(request, row))
        if is_conflict(form):
            has_seen(form, queries.newest_id(row))
    page = FormPage(_("Share out %(name)s") % {"name": row}, _page(request, row), _way_up(request, row))
    return render(request, "sourcing/allocation_form.html", {"form": form, "page": page, "process": row})


@needs(Permission.EDIT_AGREEMENTS)
def route_create(request: TenantRequest, process: int) -> HttpResponse:
    """Say where a type of work goes; ``?type=`` names it."""
    row = get_object_or_404(Process, pk=process)
    form = RouteForm(
        request.POST or None,
        instance=WorkRoute(process=row),
        organization=request.organization,
        engagements=queries.engagements_of(row, today=today_of(request)),
        initial={"item_type": request.GET.get("type", "")[:120]},
    )
    if request.method == "POST" and form.is_valid():
        made = take(form, lambda: actions.route_type(route=form.instance, by=request.user, now=timezone.now()))
        if made is not None:
            words = {"type": made.item_type, "name": made.engagement}
            messages.success(request, _("%(type)s goes to %(name)s.") % words)
            return redirect(f"{_page(request, row)}#routes")
    title = _("Where does a type of work go?")
    note = _(
        "Requests of this type are proposed to go there. The page of the shares compares it with what came, and names"
        " types without a route or with two."
    )
    return show_form(request, form, FormPage(title, _page(request, row), _way_up(request, row), _("Route it"), note))


@needs(Permission.EDIT_AGREEMENTS)
@require_POST
def route_retire(request: TenantRequest, pk: int) -> HttpResponse:
    """Send a type there no longer."""
    row = get_object_or_404(WorkRoute.objects.select_related("process", "engagement"), pk=pk)
    actions.retire_route(route=row, by=request.user, now=timezone.now())
    words = {"type": row.item_type, "name": row.engagement}
    messages.success(request, _("%(type)s goes to %(name)s no longer.") % words)
    return redirect(f"{_page(request, row.process)}#routes")


def _initial(process: Process, today: date) -> dict[str, Any]:
    """What a new plan begins with: the one agreed last, from next Monday on; the first begins where the work did."""
    last = next(iter(queries.allocations_of(process)), None)
    if last is None:
        return {"valid_from": next_monday(today), "seen": 0}
    initial: dict[str, Any] = {name: getattr(last, name) for name in ("switch_rule", *CONDITION)}
    if last.threshold is not None:
        initial["threshold"] = f"{last.threshold.normalize():f}"
    for share in queries.shares_by_allocation([last]).get(last.pk, []):
        initial[f"part_{share.engagement_id}"] = share.part
        initial[f"share_{share.engagement_id}"] = f"{share.share.normalize():f}"
    return initial | {"valid_from": next_monday(today), "seen": queries.newest_id(process)}


def _page(request: TenantRequest, process: Process) -> str:
    return reverse("outsourcing:allocation-detail", kwargs={"org": request.organization.slug, "process": process.pk})


def _way_up(request: TenantRequest, process: Process) -> list[dict[str, str]]:
    slug = request.organization.slug
    return [
        crumb(_("Processes"), reverse("engagements:process-list", kwargs={"org": slug})),
        crumb(process, reverse("engagements:process-detail", kwargs={"org": slug, "pk": process.pk})),
        crumb(_("Shared out"), _page(request, process)),
    ]
