"""What is wanted, and the metrics that show it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from engagements.actions.metrics import Definition, create_metric
from engagements.actions.outcomes import add_outcome
from engagements.actions.targets import set_target
from engagements.library import starter_metric
from engagements.models import Engagement, Metric, MetricTarget, Outcome
from engagements.queries.metrics import versions_on
from engagements.queries.stages import agreed_targets
from foundation.accounts.models import User

NUMBERS = ("minimum", "expected", "stretch", "baseline_value")


def apply(engagement: Engagement, content: list[dict[str, Any]], by: User, now: datetime) -> None:
    """Make the outcomes, each with its metrics and their targets from the first day on.

    A metric that the organization has (by name) is used; else it is made, from the library or from the template. Where
    the template says no figures, because volume or money differ each time, the metric is left out.
    """
    position = 0
    for each in content:
        outcome = None
        if each.get("statement"):
            outcome = add_outcome(
                engagement=engagement, statement=each["statement"], why=each.get("why", ""), by=by, now=now
            )
        for wanted in each.get("metrics", []):
            metric = _metric(wanted, by, now)
            if not MetricTarget.objects.filter(engagement=engagement, metric=metric).exists():
                set_target(target=_target(engagement, outcome, metric, wanted, position), by=by)
                position += 1


def export(engagement: Engagement) -> list[dict[str, Any]]:
    """The outcomes not dropped, each with the newest targets; targets without an outcome come last. No baselines."""
    targets = agreed_targets(engagement, engagement.started_on)
    versions = versions_on(date.max, [target.metric_id for target in targets])
    rows: list[dict[str, Any]] = []
    known = list(engagement.outcomes.filter(dropped_at=None).order_by("position", "pk"))
    for outcome in known:
        mine = [_plain(each, versions.get(each.metric_id)) for each in targets if each.outcome_id == outcome.pk]
        rows.append({"statement": outcome.statement, "why": outcome.why, "metrics": mine})
    ids = {outcome.pk for outcome in known}
    if rest := [_plain(each, versions.get(each.metric_id)) for each in targets if each.outcome_id not in ids]:
        rows.append({"statement": "", "metrics": rest})
    return rows


def _metric(wanted: dict[str, Any], by: User, now: datetime) -> Metric:
    starter = starter_metric(wanted.get("library", ""))
    name = _(starter.name) if starter else wanted["name"]
    found = Metric.objects.filter(name__iexact=name, archived_at=None).first()
    if found is not None:
        return found
    if starter:
        row = Metric(
            name=name,
            measure=starter.measure,
            unit=starter.unit,
            direction=starter.direction,
            is_internal=starter.is_internal,
        )
        said = Definition(_(starter.definition), _(starter.source), starter.cadence, dict(starter.parameters))
    else:
        row = Metric(**{key: wanted[key] for key in ("name", "measure", "unit", "direction", "is_internal")})
        said = Definition(wanted["definition"], wanted["source"], wanted["cadence"], wanted.get("parameters") or {})
    return create_metric(metric=row, definition=said, by=by, now=now)


def _target(
    engagement: Engagement, outcome: Outcome | None, metric: Metric, wanted: dict[str, Any], position: int
) -> MetricTarget:
    numbers = {name: Decimal(wanted[name]) for name in NUMBERS if wanted.get(name) is not None}
    return MetricTarget(
        engagement=engagement,
        metric=metric,
        outcome=outcome,
        position=position,
        valid_from=engagement.started_on,
        is_strict=wanted.get("is_strict", False),
        minimum_sample=wanted.get("minimum_sample", 1),
        baseline_period=wanted.get("baseline_period", "") if "baseline_value" in numbers else "",
        baseline_source=wanted.get("baseline_source", "") if "baseline_value" in numbers else "",
        **numbers,
    )


def _plain(target: MetricTarget, version: Any) -> dict[str, Any]:
    metric = target.metric
    values: dict[str, Any] = {
        "name": metric.name,
        "measure": metric.measure,
        "unit": metric.unit,
        "direction": metric.direction,
        "is_internal": metric.is_internal,
        "definition": version.definition if version else "",
        "source": version.source if version else "",
        "cadence": version.cadence if version else "week",
        "parameters": version.parameters if version else {},
        "minimum": str(target.minimum),
        "expected": str(target.expected),
        "stretch": None if target.stretch is None else str(target.stretch),
        "is_strict": target.is_strict,
        "minimum_sample": target.minimum_sample,
    }
    return values
