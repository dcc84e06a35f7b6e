"""The corrective actions that the partner's people own: how they stand, and that they are done."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.actions.progress import tell_progress
from engagements.forms.partner_work import ProgressForm
from engagements.models import AboutKind, ActionItem
from engagements.queries.conversations import threads_about
from engagements.queries.engagements import local_today
from engagements.queries.partner_work import own_actions
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission


@needs(Permission.PORTAL_VIEW)
@require_safe
def action_list(request: TenantRequest) -> HttpResponse:
    """Open ones, the soonest first, and what was closed last."""
    is_open, closed = own_actions()
    context = {
        "is_open": is_open,
        "closed": closed,
        "vendor_id": acting_vendor_id(),
        "today": local_today(request.organization, timezone.now()),
    }
    return render(request, "engagements/portal_actions.html", context)


@needs(Permission.PORTAL_VIEW)
def action_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """One action with its progress; whoever works for the partner adds to it."""
    action = get_object_or_404(
        ActionItem.objects.select_related("engagement").prefetch_related("owner", "progress__written_by"), pk=pk
    )
    may_work = request.membership.may(Permission.PORTAL_WORK)
    form = ProgressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_work:
            raise PermissionDenied
        said = form.cleaned_data if form.is_valid() else {}
        tell = partial(tell_progress, action_item=action, by=request.user, now=timezone.now(), **said)
        told = take(form, tell) if said else None
        if told:
            messages.success(request, _("Noted; the client sees it."))
            return redirect(request.path)
    context = {
        "action": action,
        "form": form,
        "may_work": may_work,
        "vendor_id": acting_vendor_id(),
        "threads": threads_about(action.engagement_id, AboutKind.ACTION, str(action.pk)),
        "about": f"{AboutKind.ACTION}:{action.pk}",
    }
    return render(request, "engagements/portal_action.html", context, status=422 if form.errors else 200)
