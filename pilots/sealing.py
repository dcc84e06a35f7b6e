"""The plan as both sides see it, and its seal: what was agreed before the start, in one document with a hash.

Nothing internal is in it: no budget, no control group, no baselines.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pilots.models import Pilot, RollbackTrigger, SuccessCriterion
from scorecards.canonical import seal_of

__all__ = ["FORMAT", "criterion_json", "document", "seal_of", "trigger_json"]

FORMAT: Final = 1


def document(
    pilot: Pilot, criteria: Iterable[SuccessCriterion], triggers: Iterable[RollbackTrigger], *, backlog: int
) -> dict[str, Any]:
    """The plan as JSON."""
    second = pilot.second_engagement
    return {
        "format": FORMAT,
        "title": pilot.title,
        "goal": pilot.goal,
        "engagements": [each.name for each in (pilot.engagement, second) if each is not None],
        "processes": [each.process.name for each in (pilot.engagement, second) if each is not None],
        "first_day": pilot.start_date.isoformat(),
        "last_day": pilot.last_day.isoformat(),
        "intake_form": str(pilot.intake_form or ""),
        "backlog": backlog,
        "criteria": [criterion_json(each) for each in criteria],
        "triggers": [trigger_json(each) for each in triggers],
        "rollback": {"days": pilot.rollback_days, "ours": pilot.rollback_ours, "theirs": pilot.rollback_theirs},
    }


def criterion_json(row: SuccessCriterion) -> dict[str, Any]:
    """A criterion as it is agreed."""
    return {
        "name": row.name,
        "process": row.engagement.process.name,
        "metric": row.metric_id,
        "unit": row.unit,
        "kind": row.kind,
        "percentile": row.percentile,
        "direction": row.direction,
        "threshold": _number(row.threshold),
        "planned_n": row.planned_n,
        "error_budget": _number(row.error_budget),
    }


def trigger_json(row: RollbackTrigger) -> dict[str, Any]:
    """A trigger as it is agreed."""
    return {
        "name": row.name,
        "process": row.engagement.process.name,
        "metric": row.metric_id,
        "event": row.event,
        "unit": row.unit,
        "direction": row.direction,
        "threshold": _number(row.threshold),
        "window_days": row.window_days,
        "minimum_n": row.minimum_n,
    }


def _number(value: Any) -> str | None:
    return None if value is None else f"{value.normalize():f}"
