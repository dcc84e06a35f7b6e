"""Support's looks into a workspace: asked for outside, answered inside."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts import actions, queries
from foundation.accounts.forms.support import SupportRequestForm
from foundation.accounts.models import SupportAccess, User
from foundation.accounts.requests import TenantRequest, needs, outside_tenants
from foundation.accounts.roles import Permission
from foundation.accounts.supporting import is_support


@outside_tenants("support people ask before they are let in")
@login_required
def support_request(request: HttpRequest) -> HttpResponse:
    """Ask a workspace for a look inside; the answer is the same whether it exists or not."""
    person: User = request.user  # type: ignore[assignment]  # login_required
    if not is_support(person):
        raise Http404
    form = SupportRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.request_support(by=person, now=timezone.now(), **form.cleaned_data)
        messages.success(
            request, _("If this workspace exists, its owners see the request. Open its address once they agree.")
        )
        return redirect("support-request")
    return render(request, "accounts/support_request.html", {"form": form})


@needs(Permission.MANAGE_PEOPLE)
def support_list(request: TenantRequest) -> HttpResponse:
    """What support asked for, and what it was allowed."""
    accesses = queries.support_accesses()[: queries.PAGE]
    return render(request, "accounts/support_list.html", {"accesses": accesses, "now": timezone.now()})


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def support_approve(request: TenantRequest, pk: int) -> HttpResponse:
    """Let support look for the minutes it asked for."""
    access = get_object_or_404(SupportAccess, pk=pk)
    try:
        actions.approve_support(access=access, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("accounts:support-list", org=request.organization.slug)


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def support_end(request: TenantRequest, pk: int) -> HttpResponse:
    """Refuse, or end at once."""
    access = get_object_or_404(SupportAccess, pk=pk)
    actions.end_support(access=access, by=request.user, now=timezone.now())
    return redirect("accounts:support-list", org=request.organization.slug)
