"""Doing it oneself first: the clock and runs entered by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions import baselines as actions
from engagements.forms.baselines import RunForm, StopForm
from engagements.models import Process, ProcessBaseline
from engagements.views.pages import FormPage, address, crumb, show_form, today_of
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.EDIT_AGREEMENTS)
def run_create(request: TenantRequest, process: int) -> HttpResponse:
    """Enter a run by hand."""
    row = get_object_or_404(Process, pk=process)
    today, now = today_of(request), timezone.now()
    initial = {"who": request.user.name, "done_on": today}
    form = RunForm(request.POST or None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if take(form, lambda: actions.enter_run(process=row, by=request.user, now=now, **data)):
            messages.success(request, _("The run is taken down."))
            return redirect(_back(request, process))
    return show_form(request, form, _page(request, row, _("A run of our own")))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def run_start(request: TenantRequest, process: int) -> HttpResponse:
    """Start one's clock; it runs on the server, whatever becomes of the page."""
    row = get_object_or_404(Process, pk=process)
    zone = request.organization.time_zone
    actions.start_clock(process=row, by=request.user, zone=zone, now=timezone.now())
    return redirect(_back(request, process))


@needs(Permission.EDIT_AGREEMENTS)
def run_stop(request: TenantRequest, pk: int) -> HttpResponse:
    """Stop a clock, and say what was done."""
    run = get_object_or_404(ProcessBaseline.objects.select_related("process"), pk=pk)
    form = StopForm(request.POST or None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if take(form, lambda: actions.stop_clock(run=run, by=request.user, now=now, **data)):
            messages.success(request, _("The run is taken down."))
            return redirect(_back(request, run.process_id))
    return show_form(request, form, _page(request, run.process, _("Stop the clock")))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def run_remove(request: TenantRequest, pk: int) -> HttpResponse:
    """Forget a run or a clock."""
    run = get_object_or_404(ProcessBaseline, pk=pk)
    actions.remove_run(run=run, by=request.user)
    messages.success(request, _("The run is removed."))
    return redirect(_back(request, run.process_id))


def _back(request: TenantRequest, process: int) -> str:
    return f"{address(request, 'process-detail', pk=process)}#baseline"


def _page(request: TenantRequest, process: Process, title: str) -> FormPage:
    home = address(request, "process-list")
    above = [crumb(_("Processes"), home), crumb(process, address(request, "process-detail", pk=process.pk))]
    return FormPage(title, _back(request, process.pk), above)
