"""What the pages of this room have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from engagements.models import Engagement
from engagements.queries.engagements import state_of
from engagements.views.pages import FormPage, crumb, today_of
from engagements.views.tabs import engagement_of
from exits.models import Exit, ExitPlan
from foundation.accounts.requests import TenantRequest
from foundation.accounts.roles import Permission


def plan_or_404(pk: int) -> ExitPlan:
    """A plan with its engagement."""
    plan: ExitPlan = get_object_or_404(
        ExitPlan.objects.select_related("engagement__vendor", "alternative_vendor", "reviewed_by"), pk=pk
    )
    return plan


def run_or_404(pk: int) -> Exit:
    """An exit with its engagement."""
    run: Exit = get_object_or_404(
        Exit.objects.select_related(
            "engagement__vendor", "started_by", "closed_by", "called_off_by", "portal_closed_by"
        ),
        pk=pk,
    )
    return run


def address(request: TenantRequest, name: str, **kwargs: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"exits:{name}", kwargs={"org": request.organization.slug, **kwargs})


def show_tab(request: TenantRequest, template: str, engagement: Engagement, context: dict[str, Any]) -> HttpResponse:
    """A page under an engagement's Exit tab."""
    shown = {
        "engagement": engagement,
        "current": "exit",
        "state": state_of(engagement, today=today_of(request)).value,
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
        "may_run": request.membership.may(Permission.RUN_EXITS),
        **context,
    }
    return render(request, template, shown)


def form_page(
    request: TenantRequest,
    form: Any,
    engagement_id: int,
    title: str,
    back: str,
    *,
    label: str = "",
    note: str = "",
    **more: Any,
) -> HttpResponse:
    """A page with one form under an engagement's Exit tab."""
    engagement = engagement_of(engagement_id)
    crumbs = [
        crumb(engagement.name, address(request, "engagement-exit", pk=engagement.pk)),
    ]
    page = FormPage(title, back, crumbs, label, note, engagement=engagement, current="exit")
    context = {"form": form, "page": page, "engagement": engagement, **more}
    return render(request, "exits/form.html", context, status=422 if form.errors else 200)
