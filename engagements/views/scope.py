"""The scope of one engagement: what is done, how much, when, who tells whom, and where data may be."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from engagements.models import ApprovedPlace, Side, Tool
from engagements.queries import engagements as queries
from engagements.queries.coverage import coverage_of
from engagements.queries.registers import communication_plan, listed_for
from engagements.queries.segments import routes, segments_of
from engagements.route_picture import route_bar
from engagements.views.pages import today_of
from engagements.views.tabs import engagement_of, show_tab
from engagements.week_picture import week_rows
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.VIEW)
def engagement_scope(request: TenantRequest, pk: int) -> HttpResponse:
    """Scope: process, segments with their route, coverage, money, communication plan, places for data, tools."""
    engagement, today = engagement_of(pk), today_of(request)
    history = queries.terms_history(pk)
    segments = segments_of(pk)
    shares = routes(segments)
    coverage = coverage_of(engagement, now=timezone.now(), today=today)
    places, tools = listed_for(ApprovedPlace, pk), listed_for(Tool, pk)
    context = {
        "terms": next((terms for terms in history if terms.valid_from <= today), None),
        "history": history,
        "segments": segments,
        "routes": shares,
        "route_bar": route_bar([each.share for each in shares], ", ".join(f"{s.label} {s.share:.0%}" for s in shares)),
        "volume": sum(each.volume for each in shares),
        "coverage": coverage,
        "week": week_rows(coverage.hours) if coverage.hours else [],
        "plan": communication_plan(pk),
        "places": places,
        "partners_places": [each for each in places if each.controlled_by == Side.VENDOR],
        "tools": tools,
        "partners_tools": [each for each in tools if each.owner_side == Side.VENDOR],
    }
    return show_tab(request, engagement, "scope", context)
