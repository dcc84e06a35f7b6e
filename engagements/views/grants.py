"""Which of the vendor's people may follow an engagement."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions.grants import grant_engagement, revoke_engagement
from engagements.models import Engagement
from engagements.views.pages import address
from foundation.accounts.models import Membership, User
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def grant_create(request: TenantRequest, pk: int, person: int) -> HttpResponse:
    """Open the engagement to somebody."""
    engagement, user = _both(pk, person)
    grant_engagement(engagement=engagement, person=user, by=request.user)
    messages.success(request, _("%(person)s may follow this engagement now.") % {"person": user})
    return redirect(address(request, "engagement-partner", pk=pk))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def grant_revoke(request: TenantRequest, pk: int, person: int) -> HttpResponse:
    """Close the engagement to somebody, at once."""
    engagement, user = _both(pk, person)
    revoke_engagement(engagement=engagement, person=user, by=request.user)
    messages.success(request, _("%(person)s no longer sees this engagement.") % {"person": user})
    return redirect(address(request, "engagement-partner", pk=pk))


def _both(pk: int, person: int) -> tuple[Engagement, User]:
    engagement: Engagement = get_object_or_404(Engagement, pk=pk)
    people = Membership.objects.filter(vendor_id=engagement.vendor_id, left_at=None).select_related("user")
    return engagement, get_object_or_404(people, user_id=person).user
