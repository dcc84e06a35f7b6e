"""A plan with all its parts, and how every rule stands."""

from __future__ import annotations

from collections.abc import Iterable

from engagements.models import Engagement
from pilots.models import BacklogItem, Pilot, PilotTerms, SuccessCriterion
from pilots.queries.plans import criteria_of, terms_of, triggers_of, waivers_of
from pilots.readiness.checking import Standing, readiness
from pilots.readiness.plan import Plan
from scorecards.models import MetricValue


def plan_of(pilot: Pilot) -> Plan:
    """The plan with all its parts."""
    criteria = criteria_of(pilot)
    terms = terms_of(pilot)
    return Plan(
        pilot,
        terms,
        criteria,
        triggers_of(pilot),
        list(BacklogItem.objects.filter(pilot=pilot)),
        _silent(criteria, terms),
    )


def standings_of(plan: Plan) -> list[Standing]:
    """How every rule of readiness stands."""
    return readiness(plan, waivers_of(plan.pilot))


def _silent(criteria: Iterable[SuccessCriterion], terms: PilotTerms) -> frozenset[int]:
    """The criteria for whose metric no figure is known in their process, nor of the control group."""
    asked = list(criteria)
    known = MetricValue.objects.filter(value__isnull=False, metric_id__in=[each.metric_id for each in asked])
    pairs = set(known.values_list("metric_id", "engagement__process_id").distinct())
    elsewhere = _metrics_of(terms.control) if terms.control is not None else set()
    return frozenset(
        each.pk
        for each in asked
        if (each.metric_id, each.engagement.process_id) not in pairs and each.metric_id not in elsewhere
    )


def _metrics_of(control: Engagement) -> set[int]:
    rows = MetricValue.objects.filter(engagement=control, value__isnull=False)
    return set(rows.values_list("metric_id", flat=True).distinct())
