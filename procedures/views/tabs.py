"""The procedures of one engagement: what it works by, and whether everybody is ready."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from engagements.views.tabs import engagement_of
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from procedures.queries.guides import guides_of
from procedures.queries.proposals import open_proposals
from procedures.queries.readers import delivers, people, rows_of
from procedures.queries.readiness import parity_of, ramp_of, rehearsals_of, shadowing_of, training_of
from procedures.views.places import tab_context


@needs(Permission.VIEW)
def engagement_procedures(request: TenantRequest, pk: int) -> HttpResponse:
    """The tab: guides with their adoption, proposals, rehearsal, training, ramp, shadowing, parity."""
    engagement = engagement_of(pk)
    context = tab_context(request, engagement)
    guides, everybody = guides_of(engagement), people(context["today"], engagement=engagement)
    context |= {
        "rows": rows_of(guides, everybody, today=context["today"], now=context["now"]),
        "people": everybody,
        "proposals": open_proposals(engagement, guides),
        "rehearsals": rehearsals_of(engagement),
        "training": training_of(engagement, [person for person in everybody if delivers(person)]),
        "ramp": ramp_of(engagement),
        "shadowing": (log := shadowing_of(engagement)),
        "shadowing_minutes": sum(entry.minutes for entry in log),
        "parity": parity_of(engagement),
    }
    return render(request, "procedures/engagement_procedures.html", context)
