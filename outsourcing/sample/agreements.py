"""What was agreed in the sample: calendars, vendors, engagements, service levels, metrics and targets."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from engagements.actions.calendars import create_calendar
from engagements.actions.catalogue import add_row
from engagements.actions.engagements import add_segment, create_engagement
from engagements.actions.metrics import Definition, create_metric
from engagements.actions.service_levels import LevelTerms, TimeAllowed, create_service_level
from engagements.actions.targets import set_target
from engagements.library import STARTER_METRICS, Typical
from engagements.models import Client, Engagement, EngagementTerms, Metric, MetricTarget
from engagements.models import Segment as SegmentRow
from engagements.models.service_levels import ClockKind
from engagements.opening_hours import OpeningHours
from foundation.accounts.models import Organization, User
from outsourcing.sample.inventory import described
from outsourcing.sample.story import CLIENTS, DESK, LONG_DESK, NIGHTS, PRIORITIES, VENDORS, Plan
from vendors.actions import add_vendor
from vendors.models import Vendor, VendorKind

ZONE = "Europe/Berlin"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
HOURS: dict[str, dict[str, object]] = {
    DESK: {"week": {day: ["08:00-18:00"] for day in WEEKDAYS}},
    LONG_DESK: {"week": {**{day: ["07:00-22:00"] for day in WEEKDAYS}, "sat": ["09:00-17:00"]}},
    NIGHTS: {
        "week": {
            **{day: ["00:00-08:00", "18:00-24:00"] for day in WEEKDAYS},
            "sat": ["00:00-24:00"],
            "sun": ["00:00-24:00"],
        }
    },
}
# What each engagement is judged by, with targets where the library's typical ones do not fit.
JUDGED_BY = ("response-time", "resolution-time", "throughput", "backlog", "error-rate", "csat", "cost-per-unit")
COST_SLACK = Decimal("1.15")


def opening_hours(calendar: str) -> OpeningHours:
    """The hours behind a calendar's name in the story."""
    return OpeningHours.from_dict({"zone": ZONE, **HOURS[calendar]})


def agree(
    organization: Organization, owners: list[User], *, plans: tuple[Plan, ...], start: date, now: datetime
) -> dict[str, Engagement]:
    """Make everything that was agreed, in force since before ``start``; returns the engagements by name."""
    by = owners[0]
    calendars = {
        name: create_calendar(name=name, hours=opening_hours(name), by=by, now=now, is_default=name == DESK)
        for name in HOURS
    }
    vendors = {name: add_vendor(vendor=Vendor(name=name, time_zone=zone), by=by) for name, zone in VENDORS.items()}
    vendors[""] = Vendor.objects.get(kind=VendorKind.INTERNAL)
    clients = {name: add_row(row=Client(name=name), by=by) for name in CLIENTS}
    processes = {name: add_row(row=described(name, plans), by=by) for name in sorted({plan.process for plan in plans})}
    metrics = make_metrics(by=by, now=now)
    made = {}
    for index, plan in enumerate(plans):
        engagement = Engagement(
            name=plan.name,
            reference="" if plan.vendor == "" else f"SOW {index + 1}",
            process=processes[plan.process],
            vendor=vendors[plan.vendor],
            client=clients.get(plan.client),
            calendar=calendars[plan.calendar],
            owner=owners[index % len(owners)],
            started_on=start - timedelta(days=28),
        )
        made[plan.name] = _engage(organization, plan, engagement, calendars, metrics, start, by, now)
    return made


def make_metrics(*, by: User, now: datetime) -> dict[str, Metric]:
    """The starter library, by key."""
    return {
        starter.key: create_metric(
            metric=Metric(
                name=_(starter.name),
                measure=starter.measure,
                unit=starter.unit,
                direction=starter.direction,
                is_internal=starter.is_internal,
            ),
            definition=Definition(_(starter.definition), _(starter.source), starter.cadence, dict(starter.parameters)),
            by=by,
            now=now,
        )
        for starter in STARTER_METRICS
    }


def _engage(
    organization: Organization, plan: Plan, engagement: Engagement, calendars: Any, metrics: dict[str, Metric],
    start: date, by: User, now: datetime,
) -> Engagement:  # fmt: skip
    terms = EngagementTerms(
        valid_from=engagement.started_on,
        currency=organization.currency,
        monthly_fee=plan.fee,
        oversight_hours=plan.oversight_hours,
        oversight_rate=Decimal(62),
    )
    create_engagement(engagement=engagement, by=by, terms=terms)
    for name in plan.segments:
        add_segment(segment=SegmentRow(engagement=engagement, name=name), by=by)
    for kind, name, minutes in (
        (ClockKind.RESPONSE, _("First response"), plan.response),
        (ClockKind.RESOLUTION, _("Resolution"), plan.resolution),
    ):
        create_service_level(
            engagement=engagement,
            name=name,
            kind=kind,
            terms=LevelTerms(
                targets=[TimeAllowed(p, amount) for p, amount in zip(PRIORITIES, minutes, strict=True)],
                pass_rule=_("Met when it happens within the time allowed for the priority, counted in open hours."),
                calendar=calendars[plan.calendar],
            ),
            by=by,
            now=now,
        )
    for position, key in enumerate(JUDGED_BY):
        low, mid, high = typical(plan, key)
        set_target(
            target=MetricTarget(
                engagement=engagement,
                metric=metrics[key],
                valid_from=engagement.started_on,
                position=position,
                minimum=low,
                expected=mid,
                stretch=high,
                minimum_sample=5 if key in {"error-rate", "csat"} else 1,
                baseline_value=mid,
                baseline_period=_("Four weeks before the start"),
                baseline_source=_("Own count before handing over"),
            ),
            by=by,
        )
    return engagement


def typical(plan: Plan, key: str) -> Typical:
    """The sample's target of a metric: the library's, or what the plan's volume and money suggest."""
    a_week = Decimal(plan.a_week)
    monthly = plan.fee + plan.oversight_hours * 62
    unit_cost = (monthly * 12 / 52 / a_week).quantize(Decimal("0.01"))
    own = {
        "throughput": Typical(
            (a_week * Decimal("0.7")).quantize(Decimal(1)), (a_week * Decimal("0.85")).quantize(Decimal(1)), a_week
        ),
        "backlog": Typical(
            a_week, (a_week * Decimal("0.6")).quantize(Decimal(1)), (a_week * Decimal("0.3")).quantize(Decimal(1))
        ),
        "cost-per-unit": Typical(unit_cost * Decimal("1.4"), unit_cost * COST_SLACK, unit_cost * Decimal("0.9")),
        "error-rate": Typical(Decimal(6), Decimal(3), Decimal(1)),
        "csat": Typical(Decimal(70), Decimal(80), Decimal(90)),
        "response-time": Typical(Decimal(85), Decimal(93), Decimal(97)),
    }
    if key in own:
        return own[key]
    found = next(starter.typical for starter in STARTER_METRICS if starter.key == key)
    assert found is not None, f"the library has no typical target for {key}"  # noqa: S101  # a fault of the story
    return found
