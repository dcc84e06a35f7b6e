"""A house whose agreements have one of everything, made by the product's own verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from engagements.actions.action_items import open_action_item
from engagements.actions.calendars import create_calendar
from engagements.actions.engagements import add_segment
from engagements.actions.metrics import Definition, create_metric
from engagements.actions.service_levels import LevelTerms, TimeAllowed, create_service_level
from engagements.actions.targets import set_target
from engagements.models import ActionItem, BusinessCalendar, Metric, MetricTarget, Segment, ServiceLevel
from engagements.opening_hours import OpeningHours, Window
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import House

OFFICE = OpeningHours("Europe/Berlin", week=((Window.parse("09:00-17:00"),),) * 5 + ((), ()))


@dataclass
class Agreements:
    """What was agreed with Kestrel, and the house's lists."""

    calendar: BusinessCalendar
    level: ServiceLevel
    metric: Metric
    target: MetricTarget
    segment: Segment
    action: ActionItem


def agree(house: House, *, now: datetime, mark: str = "") -> Agreements:
    """Make one of each."""
    lead, engagement = house.people[Role.OPS_LEAD], house.engagements["kestrel"]
    with staff(house.pk, actor=lead.pk):
        calendar = create_calendar(name=f"Desk Berlin{mark}", hours=OFFICE, is_default=True, by=lead, now=now)
        terms = LevelTerms([TimeAllowed("1", 30), TimeAllowed("", 240)], f"Answered{mark}", calendar=calendar)
        level = create_service_level(
            engagement=engagement, name=f"First response{mark}", kind="response", terms=terms, by=lead, now=now
        )
        metric = create_metric(
            metric=Metric(name=f"Response time{mark}", measure="sla_response", unit="percent", direction="higher"),
            definition=Definition(f"Clocks met{mark}", f"Tickets{mark}"),
            by=lead,
            now=now,
        )
        return Agreements(
            calendar=calendar,
            level=level,
            metric=metric,
            target=set_target(target=_target(house, metric), by=lead),
            segment=add_segment(segment=Segment(engagement=engagement, name=f"German{mark}"), by=lead),
            action=open_action_item(
                engagement=engagement,
                title=f"Hire a night lead{mark}",
                owner=lead,
                due_date=date(2026, 11, 20),
                by=lead,
                now=now,
            ),
        )


def _target(house: House, metric: Metric) -> MetricTarget:
    return MetricTarget(
        engagement=house.engagements["kestrel"],
        metric=metric,
        valid_from=date(2026, 1, 5),
        minimum=Decimal(90),
        expected=Decimal(95),
    )
