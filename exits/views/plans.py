"""Exit plans: the list, and one engagement's tab."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.queries import engagements
from engagements.views.pages import today_of
from engagements.views.tabs import engagement_of
from exits.actions import plans as actions
from exits.queries import plans as queries
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.VIEW)
def plan_list(request: TenantRequest) -> HttpResponse:
    """Every living engagement with a partner, and whether there is a way out."""
    rows = queries.listed_plans(today=today_of(request))
    return render(request, "exits/plan_list.html", {"rows": rows, "without": sum(row.plan is None for row in rows)})


@needs(Permission.VIEW)
def engagement_exit(request: TenantRequest, pk: int) -> HttpResponse:
    """The exit plan of an engagement."""
    engagement = engagement_of(pk)
    plan = queries.plan_of(pk)
    context = {
        "engagement": engagement,
        "current": "exit",
        "state": engagements.state_of(engagement, today=today_of(request)).value,
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
        "plan": plan,
        "steps": queries.steps_of(plan) if plan else [],
    }
    return render(request, "exits/engagement_exit.html", context)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def plan_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Begin the plan, prefilled."""
    engagement = engagement_of(pk)
    try:
        actions.make_plan(engagement=engagement, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The exit plan is begun. Put in your own terms."))
    return redirect("exits:engagement-exit", request.organization.slug, pk)
