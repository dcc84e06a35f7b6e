"""The sample's pilots: one that runs and waits for the vendor's signature, one that has ended, one that was scaled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from engagements.actions.action_items import complete_action_item
from engagements.models import Engagement, Metric
from engagements.models.metrics import Measure
from engagements.periods import Period
from engagements.queries.engagements import local_today
from foundation.accounts.models import User
from pilots.actions.amendments import propose_amendment
from pilots.actions.deciding import Step, decide_pilot
from pilots.actions.judging import give_verdicts
from pilots.actions.plans import create_pilot, replace_backlog, save_part, waive
from pilots.actions.reading import read_pilot
from pilots.actions.retrospectives import write_retrospectives
from pilots.actions.rollback import evaluate_triggers
from pilots.actions.starting import start_pilot
from pilots.actions.steps import reach_step
from pilots.figures.advice import Advice
from pilots.measurable import WAYS
from pilots.models import BacklogItem, Choice, Pilot, PilotTerms, RollbackTrigger, SuccessCriterion, VolumeStep
from pilots.queries.memo import memo_of
from pilots.queries.plans import criteria_of, drill_of, with_names
from pilots.queries.steps import steps_of
from workitems.actions.intake import create_form
from workitems.models import IntakeForm

Aim = tuple[Measure, str, str, int, str, str]
"""Measure, direction, threshold, planned n, error budget in percent, baseline."""


class Told(NamedTuple):
    """A pilot of the sample: its first day, how many days it takes, and whom it is compared with beside a baseline."""

    title: str
    engagement: str
    goal: str
    days: int
    budget: int
    item_type: str
    aims: tuple[Aim, ...]
    control: str = ""
    why_no_form: str = ""


RUNNING: Final = Told(
    "Evening calls by Bright Desk", "IT support, evenings",
    "Whether Bright Desk helps in the evening as well as our partner of the nights, before it gets more.",
    60, 24_000, "call",
    (
        (Measure.ERROR_RATE, "lower", "5", 80, "5", "6.1"),
        (Measure.SLA_RESOLUTION, "higher", "90", 120, "10", "88.5"),
        (Measure.SLA_RESPONSE, "higher", "90", 130, "10", "88.9"),
    ),
    control="IT support, day desk",
)  # fmt: skip
ENDED: Final = Told(
    "CRM records by Bright Desk", "CRM data hygiene",
    "Whether merged accounts stay merged when nobody of ours looks at them.", 45, 6_500, "merge",
    (
        (Measure.ERROR_RATE, "lower", "4", 120, "4", "5.2"),
        (Measure.SLA_RESOLUTION, "higher", "92", 180, "8", "89.5"),
        (Measure.SLA_RESPONSE, "higher", "90", 180, "10", "88.7"),
    ),
    why_no_form="Records come from the CRM's own queue; a form would only copy them.",
)  # fmt: skip
# Its thresholds are the targets that hold, so that scaling changes none.
SCALED: Final = Told(
    "Order triage by Harbour CX", "Order triage",
    "Whether orders sorted elsewhere are picked as right and as fast as ours, at a third of our volume.",
    56, 16_000, "order",
    (
        (Measure.ERROR_RATE, "lower", "3", 260, "3", "4.4"),
        (Measure.SLA_RESOLUTION, "higher", "90", 340, "10", "87.2"),
        (Measure.SLA_RESPONSE, "higher", "93", 340, "7", "92.1"),
    ),
)  # fmt: skip
RUNS_SINCE, ENDED_SINCE = 26, 49
"""Days from the first day of the one that runs, and of the one that has ended and waits for a decision."""
SCALED_WEEK: Final = 17
"""Weeks from the first day of the one that was scaled."""
SHARES: Final = ((8, 40), (4, 70), (-1, 100))
"""Weeks back, share of the volume in percent; the last step is to come."""
TRIGGERS: Final = ((Measure.ERROR_RATE, "above", "20"), (Measure.SLA_RESOLUTION, "below", "60"))


def try_out(engagements: dict[str, Engagement], weeks: Sequence[Period], *, by: User, now: datetime) -> None:
    """Make the pilots of the engagements that there are, with what the hourly job makes of their days."""
    today = local_today(next(iter(engagements.values())).organization, now)
    for told, since in ((RUNNING, RUNS_SINCE), (ENDED, ENDED_SINCE)):
        if told.engagement in engagements:
            pilot = _started(told, engagements, today - timedelta(days=since), by=by)
            _follow(pilot, now=now, today=today)
            if told is RUNNING:
                _amend(pilot, by=by, now=now, today=today)
    if SCALED.engagement in engagements:
        _scale(_started(SCALED, engagements, weeks[-1 - SCALED_WEEK].first_date, by=by), weeks, by=by, now=now)


def _follow(pilot: Pilot, *, now: datetime, today: date) -> None:
    """What the hourly job does."""
    read_pilot(pilot_id=pilot.pk, now=now, today=today)
    evaluate_triggers(pilot_id=pilot.pk, now=now, today=today)
    give_verdicts(pilot_id=pilot.pk, now=now, today=today)
    write_retrospectives(pilot_id=pilot.pk, now=now, today=today)


def _scale(pilot: Pilot, weeks: Sequence[Period], *, by: User, now: datetime) -> None:
    """Judged and decided in the week after its last day; then each step whose day has come, if its gate holds."""
    after = next(week for week in weeks if week.first_date > pilot.last_day)
    judged, decided = after.start + timedelta(hours=9), after.start + timedelta(days=2, hours=11)
    if (drill := drill_of(pilot)) is not None:
        note = "Played through with two of theirs: access back in an hour, the open list complete."
        complete_action_item(action_item=drill, by=by, now=after.start - timedelta(days=21), note=note)
    _follow(pilot, now=judged, today=after.first_date)
    today = after.first_date + timedelta(days=2)
    if memo_of(with_names().get(pk=pilot.pk), today=today)["advice"] != Advice.SCALE:
        return
    running = weeks[-1]
    decide_pilot(
        pilot=pilot,
        choice=Choice.SCALE,
        why="All three met, on more than three hundred orders, with fewer errors than our own sorting. In steps, for"
        " their second shift has to be hired.",
        by=by,
        now=decided,
        today=today,
        steps=[Step(running.shift(-back).first_date, Decimal(share)) for back, share in SHARES],
    )
    for step in VolumeStep.objects.filter(pilot=pilot, starts_on__lte=running.first_date).order_by("position"):
        day = datetime.combine(step.starts_on, time(9), tzinfo=ZoneInfo(pilot.engagement.organization.time_zone))
        [found] = [gate for gate in steps_of(pilot, today=step.starts_on) if gate.is_next]
        if found.holds:
            reach_step(step=step, note="", by=by, now=day, today=step.starts_on)


def _started(told: Told, engagements: dict[str, Engagement], first: date, *, by: User) -> Pilot:
    engagement = engagements[told.engagement]
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
    terms = PilotTerms(
        budget=Decimal(told.budget),
        currency=engagement.organization.currency,
        control=engagements.get(told.control),
    )
    before = began - timedelta(days=8)
    create_pilot(pilot=pilot, terms=terms, by=by, now=before)
    _write_parts(pilot, told, by=by)
    if told.why_no_form:
        waive(pilot=pilot, rule="intake", reason=told.why_no_form, by=by, now=before)
    return start_pilot(pilot=pilot, by=by, now=began, today=first)


def _write_parts(pilot: Pilot, told: Told, *, by: User) -> None:
    metrics = {row.measure: row for row in Metric.objects.filter(targets__engagement=pilot.engagement).distinct()}
    for measure, direction, threshold, n, budget, baseline in told.aims:
        counted = metrics[measure]
        row = SuccessCriterion(
            pilot=pilot, engagement=pilot.engagement, metric=counted, name=counted.name, unit=counted.unit,
            kind=WAYS[measure].kind, direction=direction, threshold=Decimal(threshold), planned_n=n,
            error_budget=Decimal(budget), baseline=Decimal(baseline),
            baseline_source="Own team, the quarter before, every item",
        )  # fmt: skip
        save_part(part=row, by=by)
    for measure, side, threshold in TRIGGERS:
        counted = metrics[measure]
        trigger = RollbackTrigger(
            pilot=pilot, engagement=pilot.engagement, metric=counted, name=counted.name, unit=counted.unit,
            direction=side, threshold=Decimal(threshold), window_days=14, minimum_n=20,
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
        reason="Two sites open a fortnight later than planned, so there are fewer first responses to judge by.",
        criteria={last.pk: {"planned_n": 110}},
        triggers={},
        last_day=None,
        by=by,
        now=now - timedelta(hours=20),
        today=today,
    )
