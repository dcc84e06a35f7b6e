"""Where the pages of this room stand: addresses, the way up, the words around a form."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.models import Engagement
from engagements.queries import engagements as queries
from engagements.views.pages import FormPage, crumb, today_of
from foundation.accounts.requests import TenantRequest
from foundation.accounts.roles import Permission
from procedures.models import Guide, TrainingProgramme
from procedures.queries.guides import with_places

TAB = "procedures"


def here(request: TenantRequest, name: str, **kwargs: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"procedures:{name}", kwargs={"org": request.organization.slug, **kwargs})


def guide_or_404(pk: int) -> Guide:
    """A guide with its place and owner."""
    found: Guide = get_object_or_404(with_places(), pk=pk)
    return found


def engagement_crumbs(request: TenantRequest, engagement: Engagement) -> list[dict[str, str]]:
    """The way up from a page of an engagement's procedures."""
    engagements = reverse("engagements:engagement-list", kwargs={"org": request.organization.slug})
    front = here(request, "engagement-procedures", pk=engagement.pk)
    return [crumb(_("Engagements"), engagements), crumb(engagement, front)]


def guide_crumbs(request: TenantRequest, guide: Guide, *, below: bool = True) -> list[dict[str, str]]:
    """The way up from a guide, or from a page ``below`` it."""
    if guide.engagement:
        above = engagement_crumbs(request, guide.engagement)
    else:
        above = [crumb(_("Knowledge base"), here(request, "knowledge-list"))]
    return [*above, crumb(guide, here(request, "guide-detail", pk=guide.pk))] if below else above


def engagement_page(request: TenantRequest, engagement: Engagement, title: str, **more: str) -> FormPage:
    """The words around a form that belongs to an engagement's procedures."""
    back = here(request, "engagement-procedures", pk=engagement.pk)
    crumbs = engagement_crumbs(request, engagement)
    return FormPage(title, back, crumbs, engagement=engagement, current=TAB, **more)


def guide_page(request: TenantRequest, guide: Guide, title: str, **more: str) -> FormPage:
    """The words around a form that belongs to a guide."""
    back = here(request, "guide-detail", pk=guide.pk)
    return FormPage(title, back, guide_crumbs(request, guide), engagement=guide.engagement, current=TAB, **more)


def programme_page(request: TenantRequest, programme: TrainingProgramme, title: str, **more: str) -> FormPage:
    """The words around a form that belongs to a training programme."""
    back = here(request, "programme-detail", pk=programme.pk)
    crumbs = [*engagement_crumbs(request, programme.engagement), crumb(programme, back)]
    return FormPage(title, back, crumbs, engagement=programme.engagement, current=TAB, **more)


def tab_context(request: TenantRequest, engagement: Engagement) -> dict[str, Any]:
    """What the frame of an engagement's pages shows."""
    return {
        "engagement": engagement,
        "current": TAB,
        "today": today_of(request),
        "now": timezone.now(),
        "state": queries.state_of(engagement, today=today_of(request)).value,
        "may_edit": may_edit(request),
    }


def may_edit(request: TenantRequest) -> bool:
    """Whether the reader may change what was agreed."""
    return request.membership.may(Permission.EDIT_AGREEMENTS)
