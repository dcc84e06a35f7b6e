"""The sample's pilots: one that runs, with an amendment that waits for the vendor, and one that has ended."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from engagements.models import Engagement, Metric
from engagements.models.metrics import Measure
from engagements.queries.engagements import local_today
from foundation.accounts.models import User
from pilots.actions.amendments import propose_amendment
from pilots.actions.plans import create_pilot, replace_backlog, save_part, waive
from pilots.actions.reading import read_pilot
from pilots.actions.retrospectives import write_retrospectives
from pilots.actions.starting import start_pilot
from pilots.measurable import WAYS
from pilots.models import BacklogItem, Pilot, PilotTerms, RollbackTrigger, SuccessCriterion
from pilots.queries.plans import criteria_of
from workitems.actions.intake import create_form
from workitems.models import IntakeForm


class Told(NamedTuple):
    """A pilot of the sample: days from today to its first day, and how many days it takes."""

    title: str
    engagement: str
    goal: str
    began_ago: int
    days: int
    budget: int
    item_type: str
    why_no_form: str = ""


RUNNING: Final = Told(
    "Evening calls by Bright Desk", "IT support, evenings",
    "Whether Bright Desk helps in the evening as well as our partner of the nights, before it gets more.",
    26, 60, 24_000, "call",
)  # fmt: skip
ENDED: Final = Told(
    "CRM records by Bright Desk", "CRM data hygiene",
    "Whether merged accounts stay merged when nobody of ours looks at them.", 49, 45, 6_500, "merge",
    "Records come from the CRM's own queue; a form would only copy them.",
)  # fmt: skip
# Measure, direction, threshold, planned n, error budget in percent, baseline.
CRITERIA: Final = (
    (Measure.ERROR_RATE, "lower", "4", 150, "4", "5.2"),
    (Measure.SLA_RESOLUTION, "higher", "92", 180, "8", "89.5"),
    (Measure.SLA_RESPONSE, "higher", "90", 180, "10", "91"),
)
TRIGGERS: Final = ((Measure.ERROR_RATE, "above", "20", 14), (Measure.SLA_RESOLUTION, "below", "60", 7))


def try_out(engagements: dict[str, Engagement], *, by: User, now: datetime) -> None:
    """Make the pilots of the engagements that there are, with their readings and weekly look backs."""
    for told in (RUNNING, ENDED):
        engagement = engagements.get(told.engagement)
        if engagement is None:
            continue
        today = local_today(engagement.organization, now)
        pilot = _started(told, engagement, by=by, today=today)
        read_pilot(pilot_id=pilot.pk, now=now, today=today)
        write_retrospectives(pilot_id=pilot.pk, now=now, today=today)
        if told is RUNNING:
            _amend(pilot, by=by, now=now, today=today)


def _started(told: Told, engagement: Engagement, *, by: User, today: date) -> Pilot:
    first = today - timedelta(days=told.began_ago)
    began = datetime.combine(first, time(8), tzinfo=ZoneInfo(engagement.organization.time_zone))
    pilot = Pilot(
        title=told.title,
        engagement=engagement,
        goal=told.goal,
        start_date=first,
        end_date=first + timedelta(days=told.days - 1),
        owner=by,
        intake_form=None if told.why_no_form else _form(engagement, by, began),
        rollback_ours=["Stop new work to the partner", "Route the queue back to the own desk", "Take back access"],
        rollback_theirs=["Hand over open items with their state", "Delete copies of our data and confirm it"],
    )
    terms = PilotTerms(budget=Decimal(told.budget), currency=engagement.organization.currency)
    before = began - timedelta(days=8)
    create_pilot(pilot=pilot, terms=terms, by=by, now=before)
    _write_parts(pilot, told, by=by)
    if told.why_no_form:
        waive(pilot=pilot, rule="intake", reason=told.why_no_form, by=by, now=before)
    return start_pilot(pilot=pilot, by=by, now=began, today=first)


def _write_parts(pilot: Pilot, told: Told, *, by: User) -> None:
    metrics = {row.measure: row for row in Metric.objects.filter(targets__engagement=pilot.engagement).distinct()}
    for measure, direction, threshold, n, budget, baseline in CRITERIA:
        counted = metrics[measure]
        row = SuccessCriterion(
            pilot=pilot, engagement=pilot.engagement, metric=counted, name=counted.name, unit=counted.unit,
            kind=WAYS[measure].kind, direction=direction, threshold=Decimal(threshold), planned_n=n,
            error_budget=Decimal(budget), baseline=Decimal(baseline),
            baseline_source="Own team, the quarter before, every item",
        )  # fmt: skip
        save_part(part=row, by=by)
    for measure, side, threshold, days in TRIGGERS:
        counted = metrics[measure]
        trigger = RollbackTrigger(
            pilot=pilot, engagement=pilot.engagement, metric=counted, name=counted.name, unit=counted.unit,
            direction=side, threshold=Decimal(threshold), window_days=days, minimum_n=20,
        )  # fmt: skip
        save_part(part=trigger, by=by)
    done = "Whoever asked confirms it; nothing is left open"
    items = [
        BacklogItem(
            reference=f"START-{number:03}",
            title=f"Prepared {told.item_type} {number}",
            item_type=told.item_type,
            size="S",
            criteria=done,
        )
        for number in range(1, 81)
    ]
    replace_backlog(pilot=pilot, items=items, by=by)


def _form(engagement: Engagement, by: User, now: datetime) -> IntakeForm:
    found = IntakeForm.objects.filter(process=engagement.process_id, retired_at=None).first()
    form = IntakeForm(process=engagement.process, engagement=engagement, name=f"{engagement.name}: request")
    return found or create_form(form=form, by=by, now=now)


def _amend(pilot: Pilot, *, by: User, now: datetime, today: date) -> None:
    last = criteria_of(pilot)[-1]
    propose_amendment(
        pilot=pilot,
        reason="Two clinics open a fortnight later than planned, so there are fewer first responses to judge by.",
        criteria={last.pk: {"planned_n": 140}},
        triggers={},
        last_day=None,
        by=by,
        now=now - timedelta(hours=20),
        today=today,
    )
