"""The tasks of an exit, the access taken back, what is deleted, what is owed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagements.views.pages import today_of
from exits.actions import erasing, proving
from exits.actions import tasks as actions
from exits.forms.runs import DoneForm, DropForm, ProofForm, SettlementForm, TaskForm
from exits.models import Erasure, ExitTask, Settlement, TaskReport
from exits.queries.money import open_invoices
from exits.queries.plans import plan_of
from exits.queries.runs import open_grants
from exits.views.pages import address, form_page, run_or_404
from foundation.accounts.forms.submitting import old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from vendors.models import AccessGrant
from vendors.requests import serve


@needs(Permission.RUN_EXITS)
def task_done(request: TenantRequest, pk: int) -> HttpResponse:
    """Say that a task is done, and what shows it."""
    task = _task(pk)
    form = DoneForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = take(
            form,
            lambda: actions.complete_task(
                task=task, proof=said["proof"], upload=said["file"], by=request.user, now=timezone.now()
            ),
        )
        if done is not None:
            messages.success(request, _("Done: %(task)s.") % {"task": task.title})
            return _back(request, task.exit_id)
    back = address(request, "exit-detail", pk=task.exit_id)
    return form_page(request, form, task.exit.engagement_id, task.title, back, label=_("It is done"), note=task.detail)


@require_POST
@needs(Permission.RUN_EXITS)
def task_drop(request: TenantRequest, pk: int) -> HttpResponse:
    """Say that a task is not needed, and why."""
    task = _task(pk)
    reason = request.POST.get("reason", "")[:500]
    act = lambda: actions.drop_task(task=task, reason=reason, by=request.user, now=timezone.now())  # noqa: E731
    return _do(request, task.exit_id, act, _("Not needed: %(task)s.") % {"task": task.title})


@require_POST
@needs(Permission.RUN_EXITS)
def task_reopen(request: TenantRequest, pk: int) -> HttpResponse:
    """It was closed by mistake."""
    task = _task(pk)
    act = lambda: actions.reopen_task(task=task, by=request.user)  # noqa: E731
    return _do(request, task.exit_id, act, _("Open again: %(task)s.") % {"task": task.title})


@needs(Permission.RUN_EXITS)
def task_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Another owner or day, what it waits for; or that it is not needed."""
    task = _task(pk)
    form = TaskForm(request.POST or None, instance=task, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = old_values(form)
        if take(form, lambda: actions.change_task(task=form.instance, by=request.user, was=was)):
            messages.success(request, _("Saved: %(task)s.") % {"task": task.title})
            return _back(request, task.exit_id)
    back = address(request, "exit-detail", pk=task.exit_id)
    drop = address(request, "task-drop", pk=pk) if task.is_open else None
    return form_page(
        request,
        form,
        task.exit.engagement_id,
        task.title,
        back,
        note=task.detail,
        drop_url=drop,
        drop_form=DropForm(auto_id="drop_%s"),
    )


@require_safe
@needs(Permission.VIEW)
def task_file(request: TenantRequest, pk: int) -> HttpResponse:
    """The file that shows that a task is done."""
    task = get_object_or_404(ExitTask.objects.select_related("file"), pk=pk)
    return serve(request, task.file, back=address(request, "exit-detail", pk=task.exit_id))


@require_safe
@needs(Permission.VIEW)
def report_file(request: TenantRequest, pk: int) -> HttpResponse:
    """A file that the partner sent with a task."""
    report = get_object_or_404(TaskReport.objects.select_related("file", "task"), pk=pk)
    return serve(request, report.file, back=address(request, "exit-detail", pk=report.task.exit_id))


@needs(Permission.RUN_EXITS)
def exit_prove(request: TenantRequest, pk: int, grant: int) -> HttpResponse:
    """Take one grant of the access register back, with proof."""
    run, today = run_or_404(pk), today_of(request)
    row: AccessGrant = get_object_or_404(open_grants(run.engagement.vendor), pk=grant)
    form = ProofForm(request.POST or None, run=run)
    if request.method == "POST" and form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        done = take(
            form, lambda: proving.prove_access(run=run, grant=row, by=request.user, now=now, today=today, **said)
        )
        if done is not None:
            messages.success(request, _("Noted: %(grant)s.") % {"grant": row})
            return redirect(f"{address(request, 'exit-detail', pk=pk)}#access")
    title = _("%(person)s in %(system)s") % {"person": row.person_name, "system": row.system}
    note = _("%(level)s; %(scope)s. Granted because: %(reason)s") % {
        "level": row.get_level_display(),
        "scope": row.scope,
        "reason": row.reason,
    }
    back = address(request, "exit-detail", pk=pk)
    return form_page(request, form, run.engagement_id, title, back, note=note)


@needs(Permission.RUN_EXITS)
def exit_settle(request: TenantRequest, pk: int) -> HttpResponse:
    """Write down what both sides agreed to be owed."""
    run, now, today = run_or_404(pk), timezone.now(), today_of(request)
    plan = plan_of(run.engagement_id)
    currency = plan.currency if plan else request.organization.currency
    found = open_invoices(run.engagement)
    initial = {"currency": currency, "invoices": found.get(currency, Decimal(0)), "agreed_on": today}
    row = Settlement(exit=run)
    form = SettlementForm(request.POST or None, instance=row, organization=request.organization, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = take(form, lambda: proving.settle(settlement=form.instance, by=request.user, now=now, today=today))
        if done is not None:
            messages.success(request, _("The settlement is written down."))
            return redirect(f"{address(request, 'exit-detail', pk=pk)}#settlement")
    parts = [f"{amount:,.2f} {code}" for code, amount in sorted(found.items())]
    note = _("Open invoices that name this engagement: %(sums)s.") % {"sums": ", ".join(parts) or _("none")}
    back = address(request, "exit-detail", pk=pk)
    return form_page(request, form, run.engagement_id, _("Settlement"), back, note=note)


@require_POST
@needs(Permission.RUN_EXITS)
def erasure_count(request: TenantRequest, pk: int) -> HttpResponse:
    """The dry run: how many rows it would empty."""
    row = _erasure(pk)
    act = lambda: erasing.count_erasure(erasure=row, by=request.user, now=timezone.now())  # noqa: E731
    return _do(request, row.exit_id, act, _("Counted. Nothing is deleted yet."), "#retention")


@require_POST
@needs(Permission.ERASE_DATA)
def erasure_approve(request: TenantRequest, pk: int) -> HttpResponse:
    """Say that it may be deleted on its day."""
    row = _erasure(pk)
    act = lambda: erasing.approve_erasure(erasure=row, by=request.user, now=timezone.now())  # noqa: E731
    return _do(request, row.exit_id, act, _("Approved. It is deleted on its day, by itself."), "#retention")


@require_POST
@needs(Permission.ERASE_DATA)
def erasure_withdraw(request: TenantRequest, pk: int) -> HttpResponse:
    """Take the approval back."""
    row = _erasure(pk)
    act = lambda: erasing.withdraw_erasure(erasure=row, by=request.user)  # noqa: E731
    return _do(request, row.exit_id, act, _("The approval is taken back. Nothing is deleted."), "#retention")


def _task(pk: int) -> ExitTask:
    task: ExitTask = get_object_or_404(ExitTask.objects.select_related("exit__engagement__vendor"), pk=pk)
    return task


def _erasure(pk: int) -> Erasure:
    row: Erasure = get_object_or_404(Erasure.objects.select_related("exit"), pk=pk)
    if not row.exit.is_running:
        raise Http404
    return row


def _do(request: TenantRequest, run_id: int, act: Callable[[], object], said: str, anchor: str = "") -> HttpResponse:
    try:
        with transaction.atomic():
            act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect(address(request, "exit-detail", pk=run_id) + anchor)


def _back(request: TenantRequest, run_id: int) -> HttpResponse:
    return redirect(address(request, "exit-detail", pk=run_id))
