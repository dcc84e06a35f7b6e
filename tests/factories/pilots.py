"""A pilot of Kestrel's Night desk: three criteria, a trigger, sixty items to begin with; and the items of its days."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engagements.models import Engagement, Metric
from engagements.models.metrics import Measure
from foundation.accounts.roles import Role
from pilots.actions.plans import create_pilot, replace_backlog, save_part
from pilots.actions.starting import start_pilot
from pilots.measurable import WAYS
from pilots.models import BacklogItem, Pilot, PilotTerms, RollbackTrigger, SuccessCriterion
from scorecards.models import MetricValue
from tests.factories.cast import House
from tests.factories.scorecards import metric
from workitems.models import IntakeForm, WorkItem

FIRST, LAST = date(2026, 10, 26), date(2026, 12, 18)
NINE = datetime(2026, 10, 26, 9, tzinfo=UTC)
CRITERIA = (
    (Measure.ERROR_RATE, "lower", "5", 60),
    (Measure.TURNAROUND_P90, "lower", "8", 60),
    (Measure.SOURCE_MET, "higher", "90", 80),
)
_numbers = itertools.count(1)


def known_figure(counted: Metric, engagement: Engagement, now: datetime) -> None:
    """A week's figure, so that the metric has data in its process."""
    MetricValue.objects.get_or_create(
        metric=counted,
        engagement=engagement,
        period_kind="week",
        period_key="2026-W40",
        defaults={
            "version": counted.versions.get(),
            "period_start": now,
            "period_end": now,
            "value": Decimal(90),
            "computed_at": now,
        },
    )


def planned(house: House, **more: Any) -> Pilot:
    """A plan that may start: call it in the staff's scope."""
    lead, desk = house.people[Role.OPS_LEAD], more.get("engagement", house.engagements["kestrel"])
    form = IntakeForm.objects.filter(process=desk.process).first() or IntakeForm.objects.create(
        process=desk.process, name="Night requests", created_at=NINE
    )
    values = {
        "title": "Nights with Kestrel",
        "engagement": desk,
        "start_date": FIRST,
        "end_date": LAST,
        "owner": lead,
        "intake_form": form,
        "rollback_ours": ["Stop new work", "Take access back"],
        "rollback_theirs": ["Hand over open items"],
    }
    pilot = create_pilot(
        pilot=Pilot(**{**values, **more}),
        terms=PilotTerms(budget=Decimal(18000), currency="EUR", control=house.engagements["own"]),
        by=lead,
        now=NINE,
    )
    for measure, direction, threshold, n in CRITERIA:
        counted = Metric.objects.filter(measure=measure).first() or metric(measure, desk)
        known_figure(counted, house.engagements["own"], NINE)
        criterion(pilot, counted, direction, threshold, n)
    trigger(pilot, Metric.objects.get(measure=Measure.ERROR_RATE), "20")
    replace_backlog(pilot=pilot, items=backlog(60), by=lead)
    return pilot


def criterion(pilot: Pilot, counted: Metric, direction: str, threshold: str, n: int, **more: Any) -> SuccessCriterion:
    """A criterion of a plan."""
    way = WAYS[counted.measure]
    row = SuccessCriterion(
        pilot=pilot,
        engagement=pilot.engagement,
        metric=counted,
        name=counted.name,
        unit=counted.unit,
        kind=way.kind,
        percentile=way.percentile,
        direction=direction,
        threshold=Decimal(threshold),
        planned_n=n,
        error_budget=Decimal(5) if way.kind == "share" else Decimal(10),
        **more,
    )
    save_part(part=row, by=pilot.owner)
    return row


def trigger(pilot: Pilot, counted: Metric | None, threshold: str, **more: Any) -> RollbackTrigger:
    """Above so many percent over seven days, from ten items on."""
    values = {"direction": "above", "window_days": 7, "minimum_n": 10, "unit": "percent"}
    row = RollbackTrigger(
        pilot=pilot,
        engagement=pilot.engagement,
        metric=counted,
        name=counted.name if counted else "Event",
        threshold=Decimal(threshold),
        **{**values, **more},
    )
    save_part(part=row, by=pilot.owner)
    return row


def backlog(n: int, **more: str) -> list[BacklogItem]:
    """Uniform items."""
    values = {"item_type": "reset", "size": "S", "criteria": "User can sign in"}
    return [BacklogItem(reference=f"B-{i}", title=f"Item {i}", **{**values, **more}) for i in range(n)]


def started(house: House, **more: Any) -> Pilot:
    """A pilot that was started on its first day."""
    pilot = planned(house, **more)
    return start_pilot(pilot=pilot, by=house.people[Role.OPS_LEAD], now=NINE, today=pilot.start_date)


def items_of(
    engagement: Engagement, days: Sequence[date], *, a_day: int = 4, defective: int = 0, hours: int = 4
) -> None:
    """So many checked items each day, of them so many defective, done after some hours; the source calls them met."""
    rows = []
    for day in days:
        opened = datetime.combine(day, time(8), tzinfo=UTC)
        for number in range(a_day):
            is_bad = number < defective
            rows.append(
                WorkItem(
                    source="test",
                    external_id=f"P{next(_numbers)}",
                    engagement=engagement,
                    vendor_id=engagement.vendor_id,
                    process_id=engagement.process_id,
                    opened_at=opened,
                    resolved_at=opened + timedelta(hours=hours),
                    closed_at=opened + timedelta(hours=hours),
                    status_class="resolved",
                    checked=True,
                    defective=is_bad,
                    source_met=not is_bad,
                    row_hash="x",
                    created_at=opened,
                    updated_at=opened,
                )
            )
    WorkItem.objects.bulk_create(rows)


def days(first: date, count: int) -> list[date]:
    """So many days from a first one."""
    return [first + timedelta(days=number) for number in range(count)]
