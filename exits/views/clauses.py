"""The plan as clauses: to read, to copy, as a PDF."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from engagements.views.pages import today_of
from engagements.views.tabs import engagement_of
from exits.clauses import blocks
from exits.pdf import render_clauses
from exits.queries.plans import retention_of, steps_of
from exits.views.pages import plan_or_404, show_tab
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@require_safe
@needs(Permission.VIEW)
def plan_clauses(request: TenantRequest, pk: int) -> HttpResponse:
    """Both text blocks."""
    plan = plan_or_404(pk)
    context = {"plan": plan, "blocks": blocks(plan, steps_of(plan), retention_of(plan))}
    return show_tab(request, "exits/plan_clauses.html", engagement_of(plan.engagement_id), context)


@require_safe
@needs(Permission.VIEW)
def plan_clauses_pdf(request: TenantRequest, pk: int) -> HttpResponse:
    """Both blocks on the workspace's paper."""
    plan = plan_or_404(pk)
    content = render_clauses(
        plan,
        blocks(plan, steps_of(plan), retention_of(plan)),
        organization=request.organization.name,
        paper=request.organization.paper_size,
        language=get_language() or "en",
        today=today_of(request),
    )
    name = f"exit-clauses-{slugify(plan.engagement.name)[:60] or plan.pk}.pdf"
    headers = {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'inline; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(content), headers=headers)
