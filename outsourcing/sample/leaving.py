"""The ways out of the sample: most by the default, one well kept and tried out, one weak, one under way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from engagements.models import Engagement, Side
from engagements.queries.engagements import local_today, terms_by_engagement
from exits.actions.plans import parts_of
from exits.actions.runs import start_exit
from exits.actions.tasks import change_task, complete_task
from exits.drilling import result_of
from exits.models import (
    Alternative,
    DrilledStep,
    Exit,
    ExitDrill,
    ExitPlan,
    ExitStep,
    ExitTask,
    Mode,
    RetentionRule,
    TaskReport,
    Worked,
)
from foundation.accounts.models import Membership, User
from foundation.months import months_later
from vendors.models import VendorKind

GOOD: Final = "After-hours IT support"
TRIED: Final = "Order triage"
"""Tried out while its pilot ran (`pilots.SCALED`)."""
WEAK: Final = "Content formatting"
LEFT: Final = "Field dispatch"
SINCE: Final = timedelta(days=62)
"""How long ago the exit under way began; its last day is 90 days after that."""
NOTICE: Final = timedelta(days=90)
DONE: Final = {
    "notice": "Registered letter RR 4471 2086, delivered two days later",
    "communication": "Mail to all sites, page of answers on the intranet",
    "alternative": "Own team: two dispatchers hired, start agreed",
    "assistance": "Plan of assistance signed by both, 40 hours a month",
}
HELPED: Final = {"knowledge": "The night run book had to be explained", "data-return": "Only half of the columns"}


def plan_exits(
    engagements: dict[str, Engagement], partners: dict[int, list[Membership]], *, by: User, now: datetime
) -> None:
    """A plan for every engagement with a partner; the three that differ are told apart by name."""
    engaged = {name: row for name, row in engagements.items() if row.vendor.kind != VendorKind.INTERNAL}
    if not engaged:
        return
    today = local_today(next(iter(engaged.values())).organization, now)
    terms = terms_by_engagement(today=today, engagement_ids=[row.pk for row in engaged.values()])
    plans: dict[str, ExitPlan] = {}
    for number, (name, row) in enumerate(engaged.items()):
        money = terms.get(row.pk)
        plan = ExitPlan(
            engagement=row,
            currency=money.currency if money else row.organization.currency,
            own_rate=money.oversight_rate if money else Decimal(60),
            created_by=by,
            created_at=now - timedelta(days=180 + number),
            reviewed_by=by if name == GOOD else None,
            **_terms(name, row, number, today),
        )
        plans[name] = plan
    ExitPlan.objects.bulk_create(plans.values())
    _fill(plans)
    if GOOD in plans:
        note = "The run book must name the contacts of the night; the export needs the closing times."
        _drill(plans[GOOD], HELPED, "Mara, the day desk, Robert of Kestrel", note, by=by, held=now - timedelta(days=58))
    if TRIED in plans:
        note = "Access was back within the hour; the list of open orders was complete."
        held = now - timedelta(days=84 + now.weekday())
        _drill(plans[TRIED], {}, "Mara and two of Harbour CX", note, by=by, held=held)
    if LEFT in plans:
        _leave(engaged[LEFT], partners.get(engaged[LEFT].vendor_id, []), by=by, now=now)


def _terms(name: str, row: Engagement, number: int, today: date) -> dict[str, Any]:
    """What the plan of an engagement says; the weak one says next to nothing."""
    if name == WEAK:
        return {}
    # Far enough from any last day for notice that home says nothing of it.
    ends_on = months_later(today, 7 + number % 5).replace(day=28) if name != LEFT else None
    said: dict[str, Any] = {
        "starts_on": row.started_on,
        "ends_on": ends_on,
        "tacit_months": 12 if ends_on else 0,
        "notice_months": 2,
        "assistance_hours": Decimal(40),
        "assistance_rate": Decimal(55),
        "own_hours": Decimal(120),
        "replacement_cost": Decimal(8000),
        "alternative": Alternative.OWN_TEAM,
    }
    if name == GOOD:
        said |= {
            "alternative_note": "The day desk takes over; two people know the nights",
            "reserve": Decimal(36000),
            "reviewed_on": today - timedelta(days=21),
        }
    elif number % 3 == 0:
        said |= {"reserve": Decimal(15000)}
    return said


def _fill(plans: dict[str, ExitPlan]) -> None:
    """Every plan's steps and retention in two statements; the weak one has a few steps that cite nothing."""
    steps: list[ExitStep] = []
    rules: list[RetentionRule] = []
    for name, plan in plans.items():
        own, kept = parts_of(plan)
        if name == WEAK:
            own, kept = [step for step in own if not step.after][:4], kept[:2]
            for step in own:
                step.clause = ""
        steps += own
        rules += kept
    ExitStep.objects.bulk_create(steps)
    RetentionRule.objects.bulk_create(rules)


def _drill(plan: ExitPlan, helped: dict[str, str], took_part: str, note: str, *, by: User, held: datetime) -> None:
    """A plan was played through; ``helped`` are the steps that did not work alone, with what was missing."""
    tasks = [step for step in ExitStep.objects.filter(plan=plan) if step.days_before is not None]
    rows = [
        DrilledStep(
            key=step.key,
            position=place,
            title=step.title,
            worked=Worked.PARTLY if step.key in helped else Worked.YES,
            note=helped.get(step.key, ""),
        )
        for place, step in enumerate(tasks, start=1)
    ]
    drill = ExitDrill.objects.create(
        plan=plan,
        mode=Mode.PLANNED,
        held_on=held.date(),
        took_part=took_part,
        result=result_of([row.worked for row in rows]),
        note=note,
        begun_by=by,
        begun_at=held,
        finished_by=by,
        finished_at=held,
    )
    for row in rows:
        row.drill = drill
    DrilledStep.objects.bulk_create(rows)


def _leave(engagement: Engagement, partners: list[Membership], *, by: User, now: datetime) -> None:
    """Two thirds of the notice are over: the first tasks are done, one is blocked, the partner has handed one over."""
    then = now - SINCE
    started = local_today(engagement.organization, then)
    run: Exit = start_exit(
        engagement=engagement,
        mode=Mode.PLANNED,
        ends_on=started + NOTICE,
        reason="Alba Clinics brings dispatch in house from the new year.",
        by=by,
        now=then,
        today=started,
    )
    tasks = {task.key: task for task in ExitTask.objects.filter(exit=run)}
    for days, (key, proof) in enumerate(DONE.items(), start=2):
        complete_task(task=tasks[key], proof=proof, by=by, now=then + timedelta(days=4 * days))
    blocked = tasks["knowledge"]
    blocked.blocked_by = "the second dispatcher starts a week later"
    change_task(task=blocked, by=by, was={"blocked_by": ""})
    theirs = [task for task in tasks.values() if task.side == Side.VENDOR]
    if partners and theirs:
        TaskReport.objects.create(
            task=tasks["documentation"],
            text="The SOPs and the list of known problems are up to date; they lie under Procedures.",
            told_by=partners[0].user,
            told_by_name=str(partners[0].user),
            told_at=now - timedelta(days=1),
        )
