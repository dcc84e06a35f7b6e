"""Work items, clocks and agreements for the tests of the measures: in the house's Night desk unless told otherwise."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from engagements.models import (
    Engagement,
    Metric,
    MetricTarget,
    MetricVersion,
    ServiceLevel,
    ServiceLevelTarget,
    ServiceLevelVersion,
)
from engagements.models.metrics import Cadence, Direction, Measure, Unit
from engagements.models.service_levels import ClockKind
from foundation.accounts.models import User
from foundation.inbox.models import ImportBatch, StoredFile
from workitems.models import Exclusion, SlaClock, WorkItem, WorkItemEvent

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_numbers = itertools.count(1)
UNITS = {
    Measure.THROUGHPUT: Unit.COUNT,
    Measure.BACKLOG: Unit.COUNT,
    Measure.BACKLOG_AGED: Unit.COUNT,
    Measure.TURNAROUND_MEAN: Unit.HOURS,
    Measure.TURNAROUND_MEDIAN: Unit.HOURS,
    Measure.TURNAROUND_P90: Unit.HOURS,
    Measure.COST_PER_UNIT: Unit.MONEY,
}
LOWER = {
    Measure.BACKLOG,
    Measure.BACKLOG_AGED,
    Measure.ERROR_RATE,
    Measure.REOPEN_RATE,
    Measure.TURNAROUND_MEAN,
    Measure.TURNAROUND_MEDIAN,
    Measure.TURNAROUND_P90,
    Measure.COST_PER_UNIT,
}


def at(text: str) -> datetime:
    """A UTC instant written "2026-11-17 10:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def item(
    engagement: Engagement | None, opened: str | datetime, completed: str | datetime | None = None, **more: Any
) -> WorkItem:
    """A work item; completed means resolved."""
    number = next(_numbers)
    opened_at = at(opened) if isinstance(opened, str) else opened
    resolved_at = at(completed) if isinstance(completed, str) else completed
    values = {
        "source": "test",
        "external_id": f"T{number}",
        "engagement": engagement,
        "vendor_id": engagement.vendor_id if engagement else None,
        "process_id": engagement.process_id if engagement else None,
        "opened_at": opened_at,
        "resolved_at": resolved_at,
        "status_class": "resolved" if resolved_at else "open",
        "row_hash": str(number),
        "created_at": opened_at,
        "updated_at": opened_at,
    }
    created: WorkItem = WorkItem.objects.create(**{**values, **more})
    return created


def events(of: WorkItem, *story: tuple[str, str]) -> None:
    """The events of an item, as (kind, instant) in order."""
    for sequence, (kind, when) in enumerate(story, 1):
        WorkItemEvent.objects.create(item=of, sequence=sequence, occurred_at=at(when), kind=kind)


def exclude(of: WorkItem, *, by: User, approved_by: User | None) -> Exclusion:
    """An exclusion, approved when somebody is named."""
    created: Exclusion = Exclusion.objects.create(
        item=of,
        reason="client_delay",
        note="Waited for access.",
        claimed_by=by,
        claimed_at=LONG_AGO,
        decided_by=approved_by,
        approved_at=LONG_AGO if approved_by else None,
    )
    return created


@dataclass
class Levels:
    """An engagement's service levels around the clock, made when first asked for."""

    engagement: Engagement
    targets: dict[str, ServiceLevelTarget] = field(default_factory=dict)

    def target(self, kind: str) -> ServiceLevelTarget:
        """The target of a clock, 60 minutes."""
        if kind not in self.targets:
            level = ServiceLevel.objects.create(engagement=self.engagement, name=kind, kind=kind)
            version = ServiceLevelVersion.objects.create(
                service_level=level, number=1, valid_from=LONG_AGO, pass_rule="In time.", created_at=LONG_AGO
            )
            self.targets[kind] = ServiceLevelTarget.objects.create(version=version, amount=60)
        return self.targets[kind]

    def clock(
        self, of: WorkItem, outcome: str, when: str | datetime, *, kind: str = ClockKind.RESOLUTION, **more: Any
    ) -> SlaClock:
        """A clock with its outcome; stopped at that instant."""
        instant = at(when) if isinstance(when, str) else when
        target = self.target(kind)
        values = {
            "item": of,
            "engagement_id": of.engagement_id,
            "kind": kind,
            "level_version": target.version,
            "target": target,
            "started_at": of.opened_at,
            "stopped_at": instant,
            "outcome": outcome,
            "outcome_at": instant,
            "computed_at": instant,
        }
        created: SlaClock = SlaClock.objects.create(**{**values, **more})
        return created


def metric(
    measure: str,
    *engagements: Engagement,
    name: str = "",
    expected: str = "95",
    minimum: str = "90",
    cadence: str = Cadence.WEEK,
    parameters: dict[str, Any] | None = None,
    since: date = date(2026, 1, 5),
    is_internal: bool = False,
    **target: Any,
) -> Metric:
    """A metric with its first version and a target for each engagement."""
    created: Metric = Metric.objects.create(
        name=name or str(Measure(measure).label),
        measure=measure,
        unit=target.pop("unit", UNITS.get(Measure(measure), Unit.PERCENT)),
        direction=target.pop("direction", Direction.LOWER if measure in LOWER else Direction.HIGHER),
        is_internal=is_internal,
    )
    MetricVersion.objects.create(
        metric=created,
        number=1,
        valid_from=since,
        definition=f"How {created.name} is counted.",
        source="Help desk",
        cadence=cadence,
        parameters=parameters or {},
        created_at=LONG_AGO,
    )
    for engagement in engagements:
        MetricTarget.objects.create(
            engagement=engagement, metric=created, valid_from=since, expected=expected, minimum=minimum, **target
        )
    return created


def batch(committed: str, *, mapping: Any = None, state: str = "committed", name: str = "week.csv") -> ImportBatch:
    """An import batch with an empty file."""
    number = next(_numbers)
    stored = StoredFile.objects.create(
        sha256=f"{number:064}", name=name, size=0, content=b"", uploaded_at=at(committed)
    )
    created: ImportBatch = ImportBatch.objects.create(
        file=stored,
        mapping=mapping,
        state=state,
        rules_hash=str(number),
        created_at=at(committed),
        committed_at=at(committed) if state == "committed" else None,
    )
    return created


def busy_weeks(engagement: Engagement, first: str, weeks: int, *, a_week: int = 2, hours: int = 5) -> list[WorkItem]:
    """Items opened on Tuesday 10:00 of each week and completed some hours later."""
    start = at(f"{first} 10:00")
    return [
        item(engagement, start + timedelta(weeks=week), start + timedelta(weeks=week, hours=hours))
        for week in range(weeks)
        for _ in range(a_week)
    ]
