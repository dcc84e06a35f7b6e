"""The tabs of one engagement."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from engagements.models import Engagement
from engagements.queries import engagements as queries
from engagements.queries.grants import contacts
from engagements.views.pages import today_of
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.VIEW)
def engagement_partner(request: TenantRequest, pk: int) -> HttpResponse:
    """Partner: the vendor, and which of its people may follow this engagement."""
    engagement = engagement_of(pk)
    return show_tab(request, engagement, "partner", {"contacts": contacts(engagement)})


def engagement_of(pk: int) -> Engagement:
    """The engagement with what every tab shows of it, or 404."""
    found: Engagement = get_object_or_404(queries.with_names().select_related("vendor__owner", "vendor__deputy"), pk=pk)
    return found


def show_tab(request: TenantRequest, engagement: Engagement, current: str, context: dict[str, Any]) -> HttpResponse:
    """A tab of an engagement; its template is ``engagements/engagement_<current>.html``."""
    shown = {
        "engagement": engagement,
        "current": current,
        "state": queries.state_of(engagement, today=today_of(request)).value,
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
        **context,
    }
    return render(request, f"engagements/engagement_{current}.html", shown)
