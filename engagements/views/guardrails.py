"""The guardrails of one engagement: what must be in writing before any work goes to the partner."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from engagements.forms.triage import TryForm
from engagements.gates.routing import RULES_IN_WRITING
from engagements.gates.standing import standing_of
from engagements.models import Assumption, Engagement, ExclusionRule
from engagements.models.service_levels import ClockKind
from engagements.queries.registers import claims, written_rules
from engagements.queries.reviews import reviews
from engagements.queries.service_levels import levels_of, weights
from engagements.queries.triage import reason, rubric, times_for, triage_rules
from engagements.triage import triage
from engagements.views.pages import address, today_of
from engagements.views.tabs import engagement_of, show_tab
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.VIEW)
def engagement_guardrails(request: TenantRequest, pk: int) -> HttpResponse:
    """Service levels, triage, exclusions and assumptions, written rules, reviews; ``?title=`` tries the rubric."""
    engagement, today = engagement_of(pk), today_of(request)
    levels, rules = levels_of(pk, now=timezone.now()), triage_rules(pk)
    standings = [standing_of(engagement, key, today) for key in RULES_IN_WRITING]
    trying = TryForm(request.GET or None)
    match = None
    if trying.is_valid() and trying.cleaned_data["title"]:
        match = triage(rules, title=trying.cleaned_data["title"], item_type=trying.cleaned_data["item_type"])
    timed = {each.level.kind for each in levels}
    context = {
        "standings": [each for each in standings if each is not None],
        "levels": levels,
        "can_add": not set(ClockKind.values) <= timed,
        "weights": weights(levels),
        "rubric": rubric(rules, levels),
        "trying": trying,
        "has_types": any(rule.item_type for rule in rules),
        "match": match,
        "match_reason": reason(match) if match else "",
        "match_times": times_for(levels, match.priority) if match and match.rule else [],
        "exclusions": claims(ExclusionRule, pk, today=today),
        "assumptions": claims(Assumption, pk, today=today),
        "written": written_rules(pk, today=today),
        "reviews": reviews(pk),
        "today": today,
    }
    return show_tab(request, engagement, "guardrails", context)


@needs(Permission.VIEW)
def engagement_levels(request: TenantRequest, pk: int) -> HttpResponse:
    """Where the service levels were until they became a part of the guardrails."""
    get_object_or_404(Engagement, pk=pk)
    return redirect(f"{address(request, 'engagement-guardrails', pk=pk)}#level")
