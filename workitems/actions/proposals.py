"""Import first: the vendors, engagements and agreements that a person confirmed on one page, made together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.actions.calendars import create_calendar
from engagements.actions.catalogue import add_row
from engagements.actions.engagements import create_engagement
from engagements.actions.metrics import Definition, create_metric
from engagements.actions.service_levels import LevelTerms, TimeAllowed, create_service_level
from engagements.actions.targets import set_target
from engagements.library import STARTER_METRICS, StarterMetric
from engagements.models import BusinessCalendar, Engagement, Metric, MetricTarget, Process
from engagements.models.service_levels import ClockKind
from engagements.opening_hours import OpeningHours
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.inbox.models import ImportBatch
from vendors.actions import add_vendor
from vendors.models import Vendor
from workitems.ingest.places import BY_ID, TO_MAKE, rewritten
from workitems.mapping import Mapping as Rules
from workitems.mapping import same_value

MINIMUM_SAMPLE: Final = 5


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be agreed about a measure; ``baseline`` None when the import says nothing about it."""

    measure: str
    minimum: Decimal
    expected: Decimal
    stretch: Decimal | None
    baseline: Decimal | None = None
    baseline_period: str = ""


@dataclass(frozen=True, slots=True)
class NewEngagement:
    """An engagement to make; ``levels`` has per kind of clock the minutes allowed per priority, "" for every other."""

    name: str
    vendor: str
    started_on: date
    targets: Sequence[Target]
    levels: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Agreements:
    """All that is confirmed on the page. ``hours`` None: around the clock, no calendar is made."""

    process: str
    calendar: str
    hours: OpeningHours | None
    engagements: Sequence[NewEngagement]


@transaction.atomic
def make_agreements(*, batch: ImportBatch, agreements: Agreements, by: User, now: datetime) -> dict[str, Engagement]:
    """Make everything, and lead the batch's value map to it; returns the engagements by name.

    What exists under the same name is used as it is: vendors, process, calendar and engagements.
    """
    process = _process(agreements.process, by)
    calendar = _calendar(agreements, by=by, now=now)
    metrics = {measure: _metric(measure, by=by, now=now) for measure in _measures(agreements)}
    made = {each.name: _engagement(each, process, calendar, metrics, by=by, now=now) for each in agreements.engagements}
    keys = {same_value(name): f"{BY_ID}{engagement.pk}" for name, engagement in made.items()}
    lead_to(batch=batch, keys=keys)
    record("importbatch.agreements_made", by=by, subject=batch, engagements=sorted(made))
    return made


@transaction.atomic
def lead_to(*, batch: ImportBatch, keys: Mapping[str, str]) -> None:
    """Replace the keys of engagements that were to be made (``keys`` by name) in a batch's value map."""
    rules = Rules.from_json(batch.rules)
    if rules.placement is None:
        return

    def led(key: str) -> str:
        return keys.get(same_value(key.removeprefix(TO_MAKE)), key) if key.startswith(TO_MAKE) else key

    placement = replace(rules.placement, values=rewritten(rules, led))
    batch.rules = replace(rules, placement=placement).to_json()
    batch.findings = {**batch.findings, "proposal": None, "new": {}}
    batch.save(update_fields=["rules", "findings"])


def _process(name: str, by: User) -> Process:
    found = Process.objects.filter(name__iexact=name).first()
    return found or add_row(row=Process(name=name), by=by)


def _calendar(agreements: Agreements, *, by: User, now: datetime) -> BusinessCalendar | None:
    if agreements.hours is None:
        return None
    found = BusinessCalendar.objects.filter(name__iexact=agreements.calendar).first()
    if found is not None:
        return found
    has_default = BusinessCalendar.objects.filter(is_default=True).exists()
    return create_calendar(name=agreements.calendar, hours=agreements.hours, by=by, now=now, is_default=not has_default)


def _measures(agreements: Agreements) -> list[str]:
    return list(dict.fromkeys(target.measure for each in agreements.engagements for target in each.targets))


def starter(measure: str) -> StarterMetric:
    """The library's metric for a measure. Raises LookupError when it has none."""
    found = next((each for each in STARTER_METRICS if each.measure == measure), None)
    if found is None:
        raise LookupError(f"the library has no metric for {measure}")
    return found


def _metric(measure: str, *, by: User, now: datetime) -> Metric:
    found = Metric.objects.filter(measure=measure, archived_at=None).order_by("pk").first()
    if found is not None:
        return found
    plan = starter(measure)
    metric = Metric(
        name=_(plan.name),
        measure=plan.measure,
        unit=plan.unit,
        direction=plan.direction,
        is_internal=plan.is_internal,
    )
    definition = Definition(_(plan.definition), _(plan.source), plan.cadence, dict(plan.parameters))
    return create_metric(metric=metric, definition=definition, by=by, now=now)


def _engagement(
    plan: NewEngagement,
    process: Process,
    calendar: BusinessCalendar | None,
    metrics: Mapping[str, Metric],
    *,
    by: User,
    now: datetime,
) -> Engagement:
    found: Engagement | None = Engagement.objects.filter(name__iexact=plan.name).first()
    if found is not None:
        return found
    vendor = Vendor.objects.filter(name__iexact=plan.vendor).first() or add_vendor(
        vendor=Vendor(name=plan.vendor), by=by
    )
    row = Engagement(
        name=plan.name, process=process, vendor=vendor, owner=by, started_on=plan.started_on, calendar=calendar
    )
    engagement = create_engagement(engagement=row, by=by)
    for kind, allowed in plan.levels.items():
        _level(engagement, kind, allowed, calendar, by=by, now=now)
    for position, target in enumerate(plan.targets):
        set_target(target=_target(engagement, metrics[target.measure], target, position), by=by)
    return engagement


def _level(
    engagement: Engagement,
    kind: str,
    allowed: Mapping[str, int],
    calendar: BusinessCalendar | None,
    *,
    by: User,
    now: datetime,
) -> None:
    terms = LevelTerms(
        targets=[TimeAllowed(priority, minutes) for priority, minutes in allowed.items()],
        pass_rule=_("Stopped at the deadline or before it; waiting for the client does not count."),
        calendar=calendar,
    )
    name = str(ClockKind(kind).label).capitalize()
    create_service_level(engagement=engagement, name=name, kind=kind, terms=terms, by=by, now=now)


def _target(engagement: Engagement, metric: Metric, plan: Target, position: int) -> MetricTarget:
    known = plan.baseline is not None
    return MetricTarget(
        engagement=engagement,
        metric=metric,
        valid_from=engagement.started_on,
        position=position,
        minimum=plan.minimum,
        expected=plan.expected,
        stretch=plan.stretch,
        minimum_sample=MINIMUM_SAMPLE,
        baseline_value=plan.baseline,
        baseline_period=plan.baseline_period if known else "",
        baseline_source=_("First 12 weeks of the import") if known else "",
    )
