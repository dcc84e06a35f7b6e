"""Service levels."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from engagements.actions.service_levels import LevelTerms, TimeAllowed, create_service_level
from engagements.models import Engagement, Metric, Outcome, ServiceLevel, ServiceLevelVersion
from foundation.accounts.models import User

PERCENTS = ("expected_level", "minimum_level", "weight")


def apply(engagement: Engagement, content: list[dict[str, Any]], by: User, now: datetime) -> None:
    """Promise the times and the quality; ``outcome`` is the statement or the place of the outcome it serves.

    ``targets`` are [priority, amount, unit]; on the engagement's coverage unless ``around_the_clock``. A quality level
    whose metric (by name) the organization does not have is left out.
    """
    outcomes = list(engagement.outcomes.filter(dropped_at=None).order_by("position", "pk"))
    for each in content:
        metric = None
        if each["kind"] == "quality":
            metric = Metric.objects.filter(name__iexact=each.get("metric", ""), archived_at=None).first()
            if metric is None:
                continue
        terms = LevelTerms(
            targets=[TimeAllowed(priority, amount, unit) for priority, amount, unit in each.get("targets", [])],
            pass_rule=each["pass_rule"],
            calendar=None if metric or each.get("around_the_clock") else engagement.calendar,
            ignored_pauses=tuple(each.get("ignored_pauses", ())),
            metric=metric,
            expected_level=_number(each, "expected_level"),
            minimum_level=_number(each, "minimum_level"),
            weight=_number(each, "weight"),
        )
        create_service_level(
            engagement=engagement,
            name=each["name"],
            kind=each["kind"],
            terms=terms,
            outcome=_outcome(outcomes, each.get("outcome")),
            by=by,
            now=now,
        )


def export(engagement: Engagement) -> list[dict[str, Any]]:
    """The newest version of each level."""
    rows = ServiceLevel.objects.filter(engagement=engagement).select_related("outcome").order_by("pk")
    newest = [(row, row.versions.select_related("metric").order_by("-number").first()) for row in rows]
    return [_plain(level, version) for level, version in newest if version is not None]


def _number(wanted: dict[str, Any], name: str) -> Decimal | None:
    return None if wanted.get(name) is None else Decimal(wanted[name])


def _outcome(outcomes: list[Outcome], which: object) -> Outcome | None:
    if isinstance(which, int):
        return outcomes[which] if which < len(outcomes) else None
    return next((each for each in outcomes if each.statement == which), None)


def _plain(level: ServiceLevel, version: ServiceLevelVersion) -> dict[str, Any]:
    targets = version.targets.order_by("pk")
    values: dict[str, Any] = {
        "name": level.name,
        "kind": level.kind,
        "outcome": level.outcome.statement if level.outcome else None,
        "pass_rule": version.pass_rule,
        "around_the_clock": version.calendar_id is None,
        "ignored_pauses": list(version.ignored_pauses),
        "metric": version.metric.name if version.metric else "",
        "targets": [[target.priority, target.amount, target.unit] for target in targets],
    }
    numbers = {name: getattr(version, name) for name in PERCENTS}
    return values | {name: None if number is None else str(number) for name, number in numbers.items()}
