"""Exclusions: claimed on an item's page, decided by somebody else."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from workitems.actions.exclusions import approve_exclusion, claim_exclusion, reject_exclusion
from workitems.forms.exclusions import ClaimForm, DecisionForm
from workitems.models import Exclusion, WorkItem
from workitems.queries.exclusions import MOST, STATES, exclusions
from workitems.queries.item_details import items_with_places
from workitems.views.items import show_item

LABELS = {
    "waiting": gettext_lazy("Waiting"),
    "approved": gettext_lazy("Approved"),
    "rejected": gettext_lazy("Rejected"),
}


@needs(Permission.VIEW)
def exclusion_list(request: TenantRequest) -> HttpResponse:
    """Claims that wait, and with ``?state=`` those that were decided."""
    state = request.GET.get("state", "waiting")
    state = state if state in STATES else "waiting"
    return _show_list(request, state)


@require_POST
@needs(Permission.CLAIM_EXCLUSION)
def exclusion_claim(request: TenantRequest, pk: int) -> HttpResponse:
    """Claim that an item shall not count."""
    item = get_object_or_404(items_with_places(), pk=pk)
    form = ClaimForm(request.POST, instance=Exclusion(item=item), organization=request.organization)
    if form.is_valid():
        data = form.cleaned_data
        try:
            _claim(request, item, data)
        except ValidationError as error:
            known = hasattr(error, "error_dict") and set(error.error_dict) <= set(form.fields)
            form.add_error(None, error if known else ValidationError(error.messages))
        else:
            messages.success(
                request, _("The exclusion is claimed. It changes nothing until somebody else approves it.")
            )
            return redirect("workitems:item-detail", org=request.organization.slug, pk=item.pk)
    return show_item(request, item, form)


@require_POST
@needs(Permission.APPROVE_EXCLUSION)
def exclusion_decide(request: TenantRequest, pk: int) -> HttpResponse:
    """Approve or reject a claim of somebody else."""
    exclusion = get_object_or_404(Exclusion.objects.select_related("item"), pk=pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        decide = approve_exclusion if form.cleaned_data["decision"] == "approve" else reject_exclusion
        try:
            decide(exclusion=exclusion, by=request.user, now=timezone.now(), note=form.cleaned_data["note"])
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _decided(exclusion, form.cleaned_data["decision"]))
            return redirect("workitems:exclusion-list", org=request.organization.slug)
    else:
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    return _show_list(request, "waiting", note=request.POST.get("note", ""), refused=exclusion.pk)


def _claim(request: TenantRequest, item: WorkItem, data: dict[str, Any]) -> None:
    said = {"reason": data["reason"], "note": data["note"], "rule": data.get("rule")}
    claim_exclusion(item=item, by=request.user, now=timezone.now(), **said)


def _decided(exclusion: Exclusion, decision: str) -> str:
    words = {"item": exclusion.item.external_id}
    if decision == "approve":
        return _("%(item)s is excluded: its weeks are measured again.") % words
    return _("The exclusion of %(item)s is rejected: it keeps counting.") % words


def _show_list(request: TenantRequest, state: str, *, note: str = "", refused: int = 0) -> HttpResponse:
    here = reverse("workitems:exclusion-list", args=[request.organization.slug])
    rows = list(exclusions(state)[: MOST + 1])
    context = {
        "rows": rows[:MOST],
        "has_more": len(rows) > MOST,
        "most": MOST,
        "state": state,
        "pills": [
            {"label": label, "url": f"{here}?state={name}", "current": name == state} for name, label in LABELS.items()
        ],
        "can_decide": request.membership.may(Permission.APPROVE_EXCLUSION),
        "note": note,
        "refused": refused,
    }
    return render(request, "workitems/exclusion_list.html", context)
