"""One work item: what it is, what happened to it, how its clocks ran."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from workitems.forms.exclusions import ClaimForm
from workitems.models import WorkItem
from workitems.queries.item_details import item_detail, items_with_places
from workitems.views.timeline import event_words, timeline


@needs(Permission.VIEW)
def item_page(request: TenantRequest, pk: int) -> HttpResponse:
    """The page of one item."""
    return show_item(request, get_object_or_404(items_with_places(), pk=pk))


def show_item(request: TenantRequest, item: WorkItem, form: ClaimForm | None = None) -> HttpResponse:
    """The page, with a claim that was not accepted when there is one."""
    now = timezone.now()
    detail = item_detail(item, now=now)
    vendor_zone = item.vendor.time_zone if item.vendor else ""
    context: dict[str, Any] = {
        "detail": detail,
        "item": item,
        "now": now,
        "timeline": timeline(detail, now),
        "events": [(event, event_words(event)) for event in detail.events],
        "zone": timezone.get_current_timezone_name(),
        "other_zone": vendor_zone or request.organization.time_zone,
        "can_claim": request.membership.may(Permission.CLAIM_EXCLUSION) and detail.may_be_claimed,
        "can_decide": request.membership.may(Permission.APPROVE_EXCLUSION),
        "form": form or ClaimForm(organization=request.organization),
        "crumbs": [{"label": _("Work items"), "url": reverse("workitems:item-list", args=[request.organization.slug])}],
    }
    return render(request, "workitems/item_detail.html", context)
