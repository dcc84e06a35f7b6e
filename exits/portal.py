"""Leaving, in the partner's portal: their tasks, what they said of them, and until when."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.queries.engagements import local_today
from exits.actions.tasks import tell_task
from exits.forms.runs import TellForm
from exits.models import TaskReport
from exits.queries.portal import own_exits, own_tasks, reports_of
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission
from vendors.requests import serve


@needs(Permission.PORTAL_VIEW)
@require_safe
def task_list(request: TenantRequest) -> HttpResponse:
    """Each engagement that ends, with the tasks of the partner."""
    context = {
        "exits": own_exits(),
        "vendor_id": acting_vendor_id(),
        "today": local_today(request.organization, timezone.now()),
    }
    return render(request, "exits/portal_task_list.html", context)


@needs(Permission.PORTAL_VIEW)
def task_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """One task; whoever works for the partner says that it is done, and shows it."""
    task = get_object_or_404(own_tasks(), pk=pk)
    may_work = request.membership.may(Permission.PORTAL_WORK)
    form = TellForm(request.POST or None, request.FILES or None) if may_work and task.is_open else None
    if request.method == "POST":
        vendor_id = acting_vendor_id()
        if not may_work or vendor_id is None:
            raise PermissionDenied
        if form is None:
            messages.error(request, _("This task was closed meanwhile."))
            return redirect(request.path)
        if form.is_valid():
            said = form.cleaned_data
            tell = partial(
                tell_task, task=task, text=said["text"], upload=said["file"], vendor_id=vendor_id, by=request.user,
                now=timezone.now(),
            )  # fmt: skip
            if take(form, tell) is not None:
                messages.success(request, _("Noted; the client sees it and closes the task."))
                return redirect(request.path)
    context = {
        "task": task,
        "reports": reports_of(task),
        "form": form,
        "vendor_id": acting_vendor_id(),
        "today": local_today(request.organization, timezone.now()),
    }
    return render(request, "exits/portal_task_detail.html", context)


@require_safe
@needs(Permission.PORTAL_VIEW)
def report_file(request: TenantRequest, pk: int) -> HttpResponse:
    """A file that was sent with a task."""
    report = get_object_or_404(TaskReport.objects.select_related("file"), pk=pk)
    vendor = acting_vendor_id()
    if vendor is None:
        raise Http404
    return serve(request, report.file, back=request.path.rpartition("/reports/")[0])
