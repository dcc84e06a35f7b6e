"""The page of a process that is shared out: plan and reality, the rule to switch, hours, and types of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from engagements.models import Engagement, Process
from engagements.periods import Period, PeriodKind, last_closed
from engagements.proportions import wilson
from engagements.queries.engagements import local_today
from foundation.accounts.models import Organization
from outsourcing.partners.facts import WEEKS, arrived_by_type, arrived_by_week
from outsourcing.partners.hours import coverage_map, hours_by_calendar, ordinary_week
from scorecards.models import MetricValue
from sourcing import routing, switching
from sourcing.models import Allocation, AllocationShare, Part, WorkRoute
from sourcing.queries import allocation as queries

Plans = Sequence[Allocation]
Shares = dict[int, list[AllocationShare]]


class Actual(NamedTuple):
    """Items that an engagement got of all, against its planned share (None: not in the plan, or there was none).

    ``is_off``: the planned share lies outside the 95 % interval of the actual one.
    """

    got: int
    whole: int
    planned: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        """The actual share, unrounded; None of nothing."""
        return Decimal(self.got * 100) / self.whole if self.whole else None

    @property
    def is_off(self) -> bool:
        """More than chance away from the plan."""
        interval = wilson(self.got, self.whole)
        if interval is None or self.planned is None:
            return False
        return not interval.low <= float(self.planned) / 100 <= interval.high


class WeekRow(NamedTuple):
    """A week: what each engagement got, in the order of the columns."""

    week: Period
    whole: int
    cells: list[Actual]


class PlanRow(NamedTuple):
    """An engagement in the plan, or beside it: its share planned today, the last week's and all weeks' actual ones."""

    engagement: Engagement
    share: AllocationShare | None
    last: Actual
    all_weeks: Actual
    series: list[float | None]


class Rule(NamedTuple):
    """The measured side of a rule to switch: its state on the primary's weeks, oldest first, with their figures."""

    state: switching.State
    series: list[float | None]
    primary: Engagement
    challengers: list[Engagement]
    last_value: Decimal | None

    @property
    def chip(self) -> str:
        """The status of its chip."""
        return "bad" if self.state.is_met else "warn" if self.state.run else "ok"


class LaneRow(NamedTuple):
    """A type of work: its lane, its routes, and what each engagement got of it, in the order of the columns."""

    lane: routing.Lane
    routes: list[WorkRoute]
    cells: list[int]


def allocation_page(process: Process, organization: Organization, *, now: datetime) -> dict[str, Any]:
    """The context of ``outsourcing/allocation_detail.html``."""
    today = local_today(organization, now)
    last = last_closed(PeriodKind.WEEK, now, organization.time_zone)
    weeks = [last.shift(-back) for back in range(WEEKS - 1, -1, -1)]
    plans = queries.allocations_of(process)
    shares = queries.shares_by_allocation(plans)
    plan = queries.in_force(plans, today)
    engagements = _columns(process, shares.get(plan.pk, []) if plan else [], today)
    ids = [each.pk for each in engagements]
    week_rows = _week_rows(engagements, weeks, plans, shares)
    return {
        "process": process,
        "plan": plan,
        "coming": [each for each in plans if each.valid_from > today],
        "shares": shares.get(plan.pk, []) if plan else [],
        "history": [(each, shares.get(each.pk, [])) for each in plans],
        "rows": _plan_rows(engagements, week_rows, shares.get(plan.pk, []) if plan else []),
        "engagements": engagements,
        "week_rows": week_rows[::-1],
        "whole": sum(row.whole for row in week_rows),
        "weeks": weeks,
        "rule": _rule(plan, shares.get(plan.pk, []), weeks) if plan and plan.metric else None,
        "map": coverage_map(engagements, hours_by_calendar(now), ordinary_week(now, organization.time_zone)),
        "lanes": _lanes(process, engagements, arrived_by_type(ids, weeks[0].start, weeks[-1].end)),
        "zone": organization.time_zone,
    }


def _columns(process: Process, shares: list[AllocationShare], today: date) -> list[Engagement]:
    """Those in the plan first, in its order, then the process's others."""
    planned = [share.engagement_id for share in shares]
    found = queries.engagements_of(process, today=today)
    return sorted(found, key=lambda each: planned.index(each.pk) if each.pk in planned else len(planned))


def _week_rows(engagements: list[Engagement], weeks: list[Period], plans: Plans, shares: Shares) -> list[WeekRow]:
    came = arrived_by_week([each.pk for each in engagements], weeks)
    rows = []
    for week in weeks:
        plan = queries.in_force(plans, week.first_date)
        planned = {share.engagement_id: share.share for share in shares.get(plan.pk, [])} if plan else {}
        counts = came.get(week.key, {})
        whole = sum(counts.values())
        cells = [Actual(counts.get(each.pk, 0), whole, planned.get(each.pk)) for each in engagements]
        rows.append(WeekRow(week, whole, cells))
    return rows


def _plan_rows(engagements: list[Engagement], week_rows: list[WeekRow], shares: list[AllocationShare]) -> list[PlanRow]:
    by_engagement = {share.engagement_id: share for share in shares}
    whole = sum(row.whole for row in week_rows)
    rows = []
    for place, each in enumerate(engagements):
        cells = [row.cells[place] for row in week_rows]
        share = by_engagement.get(each.pk)
        total = Actual(sum(cell.got for cell in cells), whole, share.share if share else None)
        series = [None if cell.percent is None else float(cell.percent) for cell in cells]
        rows.append(PlanRow(each, share, cells[-1], total, series))
    return rows


def _rule(plan: Allocation, shares: list[AllocationShare], weeks: list[Period]) -> Rule | None:
    """Weeks that began before the plan do not count: nobody is judged by a rule that was not agreed yet."""
    primary = next((share.engagement for share in shares if share.part == Part.PRIMARY), None)
    if primary is None or plan.threshold is None or plan.weeks is None:
        return None
    rows = MetricValue.objects.filter(
        engagement=primary, metric=plan.metric, segment=None, period_kind=PeriodKind.WEEK.value,
        period_key__in=[week.key for week in weeks],
    )  # fmt: skip
    known = dict(rows.values_list("period_key", "value"))
    values = [known.get(week.key) for week in weeks]
    counted = [value for week, value in zip(weeks, values, strict=True) if week.first_date >= plan.valid_from]
    condition = switching.Condition(switching.Beyond(plan.beyond), plan.threshold, plan.weeks)
    return Rule(
        switching.state_of(condition, counted),
        [None if value is None else float(value) for value in values],
        primary,
        [share.engagement for share in shares if share.part == Part.CHALLENGER],
        values[-1],
    )


def _lanes(process: Process, engagements: list[Engagement], came: dict[tuple[str, int], int]) -> list[LaneRow]:
    routes = queries.routes_of(process)
    found = routing.lanes([(route.item_type, route.engagement_id) for route in routes], came)
    return [
        LaneRow(
            lane,
            [route for route in routes if route.item_type.casefold() == lane.item_type.casefold()],
            [lane.got.get(each.pk, 0) for each in engagements],
        )
        for lane in found
    ]
