"""Which partners bring their own items through the portal: the client lets them, and takes it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from workitems.actions import partner_files as actions
from workitems.forms.partner_files import PartnerSourceForm
from workitems.models import PartnerSource
from workitems.queries.partner_files import open_sources
from workitems.views.imports import steps


@needs(Permission.EDIT_AGREEMENTS)
def partnersource_list(request: TenantRequest) -> HttpResponse:
    """Who may, and the form that lets another one."""
    form = PartnerSourceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = take(form, lambda: actions.open_partner_source(**data, by=request.user, now=timezone.now()))
        if made is not None:
            messages.success(request, _("%(vendor)s can import items now.") % {"vendor": made.engagement.vendor})
            return redirect(steps.address(request, "partnersource-list"))
    context = {"form": form, "rows": open_sources(), "crumbs": steps.crumbs(request)}
    return render(request, "workitems/partnersource_list.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def partnersource_close(request: TenantRequest, pk: int) -> HttpResponse:
    """No more files from this partner; what is in stays."""
    source = get_object_or_404(PartnerSource, pk=pk)
    actions.close_partner_source(source=source, by=request.user, now=timezone.now())
    messages.success(request, _("No more files are taken; what is in stays."))
    return redirect(steps.address(request, "partnersource-list"))
