"""How the workspace reckons its cases, and who approves how much."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.views.pages import FormPage, show_form
from finance.actions import policies as actions
from finance.forms.decisions import LimitForm, PolicyForm
from finance.models import ApprovalLimit
from finance.queries import cases as queries
from finance.views.places import crumbs, here
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.MANAGE_WORKSPACE)
def policy_edit(request: TenantRequest) -> HttpResponse:
    """The rules: non-cash value, discount rate, and the table of limits."""
    form = PolicyForm(request.POST or None, instance=queries.policy(), organization=request.organization)
    if (
        request.method == "POST"
        and form.is_valid()
        and take(form, lambda: actions.set_policy(policy=form.instance, by=request.user)) is not None
    ):
        messages.success(request, _("The rules are saved."))
        return redirect(here(request, "policy-edit"))
    context = {"form": form, "limits": queries.limits(), "crumbs": crumbs(request)}
    return render(request, "finance/policy_edit.html", context)


@needs(Permission.MANAGE_WORKSPACE)
def limit_create(request: TenantRequest) -> HttpResponse:
    """A further limit."""
    initial = {"currency": request.organization.currency}
    form = LimitForm(request.POST or None, instance=ApprovalLimit(), organization=request.organization, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and take(form, lambda: actions.add_limit(limit=form.instance, by=request.user)) is not None
    ):
        messages.success(request, _("The limit is set."))
        return redirect(here(request, "policy-edit"))
    page = FormPage(_("New approval limit"), here(request, "policy-edit"), crumbs(request))
    return show_form(request, form, page)


@require_POST
@needs(Permission.MANAGE_WORKSPACE)
def limit_delete(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a limit away."""
    actions.remove_limit(limit=get_object_or_404(ApprovalLimit, pk=pk), by=request.user)
    messages.success(request, _("The limit is gone."))
    return redirect(here(request, "policy-edit"))
