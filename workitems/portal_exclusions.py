"""The partner's side of exclusions: claimed on its items, and the client's claims decided."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagements.models import Side
from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission
from workitems.actions.exclusions import claim_exclusion, decide_for_partner
from workitems.forms.exclusions import ClaimForm, DecisionForm
from workitems.models import Exclusion
from workitems.queries.portal_exclusions import claimable, own_exclusions


@needs(Permission.PORTAL_VIEW)
@require_safe
def exclusion_list(request: TenantRequest) -> HttpResponse:
    """Claims of both sides, those that wait first."""
    context = {
        "rows": own_exclusions(),
        "vendor_id": acting_vendor_id(),
        "can_decide": request.membership.may(Permission.PORTAL_MANAGE),
    }
    return render(request, "workitems/portal_exclusions.html", context)


@needs(Permission.PORTAL_WORK)
def exclusion_claim(request: TenantRequest, pk: int) -> HttpResponse:
    """Claim that an own item shall not count, within the days that were agreed."""
    item = get_object_or_404(claimable(), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = ClaimForm(data, instance=Exclusion(item=item), organization=request.organization)
    if request.method == "POST" and form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "note": form.cleaned_data["note"]}
        try:
            claim_exclusion(
                item=item,
                by=request.user,
                now=timezone.now(),
                rule=form.cleaned_data.get("rule"),
                side=Side.VENDOR,
                **said,
            )
        except ValidationError as error:
            known = hasattr(error, "error_dict") and set(error.error_dict) <= set(form.fields)
            form.add_error(None, error if known else ValidationError(error.messages))
        else:
            messages.success(request, _("Claimed. It changes nothing until the client approves it."))
            return _back(request)
    context = {"item": item, "form": form, "vendor_id": acting_vendor_id()}
    return render(request, "workitems/portal_exclusion_claim.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.PORTAL_MANAGE)
def exclusion_decide(request: TenantRequest, pk: int) -> HttpResponse:
    """Agree to the client's claim, or not."""
    exclusion = get_object_or_404(Exclusion, pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return _back(request)
    approve, note = form.cleaned_data["decision"] == "approve", form.cleaned_data["note"]
    try:
        with transaction.atomic():
            decide_for_partner(exclusion=exclusion, approve=approve, note=note, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request, _("Agreed: it leaves the adjusted figures.") if approve else _("Rejected: it counts.")
        )
    return _back(request)


def _back(request: TenantRequest) -> HttpResponse:
    return redirect("workitems:exclusion-portal-list", org=request.organization.slug, vendor=acting_vendor_id())
