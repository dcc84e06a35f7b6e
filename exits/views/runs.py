"""An exit: started, followed, its portal shut, closed, or called off."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from engagements.views.pages import today_of
from engagements.views.tabs import engagement_of
from exits.actions import runs as actions
from exits.data_classes import CLASSES
from exits.forms.runs import ReasonForm, StartForm
from exits.models import Exit, Mode
from exits.queries import runs as queries
from exits.queries.plans import earliest_end, plan_of
from exits.settling import owed
from exits.views.pages import address, form_page, run_or_404, show_tab
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.RUN_EXITS)
def exit_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Start the exit of an engagement (its id)."""
    engagement, now, today = engagement_of(pk), timezone.now(), today_of(request)
    plan = plan_of(pk)
    earliest = earliest_end(plan, today) if plan else None
    form = StartForm(request.POST or None, initial={"ends_on": earliest})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"mode": Mode(form.cleaned_data["mode"])}
        run = take(
            form, lambda: actions.start_exit(engagement=engagement, by=request.user, now=now, today=today, **said)
        )
        if run is not None:
            messages.success(request, _("The exit is under way. Every task has its day and its owner."))
            return redirect(address(request, "exit-detail", pk=run.pk))
    note = _("The plan becomes dated tasks, counted back from the last day. The partner sees theirs in the portal.")
    back = address(request, "engagement-exit", pk=pk)
    return form_page(request, form, pk, _("Start the exit"), back, label=_("Start the exit"), note=note)


@needs(Permission.VIEW)
def exit_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """Progress, tasks, access, retention, settlement."""
    run, today = run_or_404(pk), today_of(request)
    tasks = queries.tasks_with_reports(run)
    lines = queries.lines_of(tasks, today=today)
    closed = sum(not task.is_open for task in tasks)
    settlement = queries.settlement_of(run)
    context = {
        "run": run,
        "lines": lines,
        "closed": closed,
        "late": sum(line.is_late for line in lines),
        "blocked": [line for line in lines if line.task.is_open and line.task.blocked_by],
        "days_left": (run.ends_on - today).days,
        "grants": queries.unproved(run) if run.is_running else [],
        "proofs": queries.proofs_of(run),
        "erasures": [(row, CLASSES[row.data]) for row in queries.erasures_of(run) if row.data in CLASSES],
        "settlement": settlement,
        "owed": owed(settlement) if settlement else Decimal(0),
        "today": today,
        "may_erase": request.membership.may(Permission.ERASE_DATA),
        "may_shut": run.is_running and run.portal_closed_at is None and today > run.ends_on,
        "off_form": ReasonForm(auto_id="off_%s"),
    }
    return show_tab(request, "exits/exit_detail.html", engagement_of(run.engagement_id), context)


@require_POST
@needs(Permission.RUN_EXITS)
def exit_off(request: TenantRequest, pk: int) -> HttpResponse:
    """Call it off: we stay."""
    run, today = run_or_404(pk), today_of(request)
    reason = request.POST.get("reason", "")[:300]
    act = lambda: actions.call_off_exit(run=run, reason=reason, by=request.user, now=timezone.now(), today=today)  # noqa: E731
    return _do(request, run, act, _("The exit is called off; the engagement goes on."))


@require_POST
@needs(Permission.RUN_EXITS)
def exit_shut(request: TenantRequest, pk: int) -> HttpResponse:
    """Shut the partner's portal for this engagement."""
    run, now, today = run_or_404(pk), timezone.now(), today_of(request)
    shut_out: list[int] = []

    def act() -> None:
        shut_out.append(actions.close_portal(run=run, by=request.user, now=now, today=today))

    def said() -> str:
        words = ngettext(
            "The portal is shut: %(n)d person no longer sees this engagement.",
            "The portal is shut: %(n)d people no longer see this engagement.",
            shut_out[0],
        )
        return words % {"n": shut_out[0]}

    return _do(request, run, act, said)


@require_POST
@needs(Permission.RUN_EXITS)
def exit_close(request: TenantRequest, pk: int) -> HttpResponse:
    """We have left."""
    run = run_or_404(pk)
    act = lambda: actions.close_exit(run=run, by=request.user, now=timezone.now())  # noqa: E731
    return _do(request, run, act, _("The exit is closed. Everything that shows it stays here."))


def _do(request: TenantRequest, run: Exit, act: Callable[[], object], said: str | Callable[[], str]) -> HttpResponse:
    try:
        with transaction.atomic():
            act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said() if callable(said) else said)
    return redirect(address(request, "exit-detail", pk=run.pk))
