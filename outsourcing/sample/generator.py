"""Work items of the sample as an event log, the way a ticket system would export it. Pure, and the same for a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import NormalDist

from engagements.opening_hours import OpeningHours
from engagements.periods import Period
from outsourcing.sample.story import KINDS, PRIORITIES, Plan

HEADER = (
    "Number", "State", "Updated", "Opened", "First response", "Resolved", "Closed", "Title", "Type", "Priority",
    "Group",
    "Requester", "Satisfaction", "Satisfaction given", "Checked", "Defective", "SLA met", "Handled minutes",
)  # fmt: skip
SPREAD = 0.7
STAMP = "%Y-%m-%d %H:%M"
Row = tuple[str, ...]


@dataclass
class Ticket:
    """One item while it is being made up."""

    number: str
    opened: datetime
    responded: datetime
    resolved: datetime
    pause: tuple[datetime, datetime] | None
    reopened: tuple[datetime, datetime] | None
    fixed: dict[str, str]


def event_log(plan: Plan, weeks: list[Period], hours: OpeningHours, *, seed: int, until: datetime) -> Iterator[Row]:
    """The rows of one engagement's items opened in ``weeks`` (oldest first; the last may still run), up to
    ``until``."""
    if plan.is_late:
        until = min(until, weeks[-2].start)
    dice = random.Random(f"{seed} {plan.name}")  # noqa: S311  # a sample, not a secret
    number = 1000
    for index, week in enumerate(weeks):
        back = len(weeks) - 1 - index
        share = plan.in_time - _slip(plan.slips, back) + dice.gauss(0, 0.008)
        defects = plan.defects + _slip(plan.defect_slips, back)
        count = max(1, round(dice.gauss(plan.a_week * (1 + plan.growth * index), plan.a_week**0.5)))
        for opened in sorted(_opening(dice, week, hours) for _ in range(count)):
            number += 1
            ticket = _ticket(plan, dice, hours, f"{_initials(plan.name)}{number}", opened, min(0.995, share), defects)
            if opened < until:
                yield from _rows(plan, ticket, until)


def group_name(plan: Plan, segment: str) -> str:
    """What the desk's system calls the group that gets a ticket."""
    return f"{plan.name} / {segment}" if segment else plan.name


def _slip(slips: tuple[float, ...], back: int) -> float:
    """What a week loses: ``back`` is 0 for the running week, which goes on like the last closed one."""
    position = len(slips) - max(back, 1)
    return slips[position] if 0 <= position < len(slips) else 0.0


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.upper().split())


def _opening(dice: random.Random, week: Period, hours: OpeningHours) -> datetime:
    """A moment of the week; most of the work comes in while somebody is there."""
    moment = week.start + (week.end - week.start) * dice.random()
    moment = moment.replace(second=0, microsecond=0)
    return moment if dice.random() < 0.12 else hours.next_opening(moment) + timedelta(minutes=dice.randrange(0, 90))  # noqa: PLR2004


def _ticket(
    plan: Plan, dice: random.Random, hours: OpeningHours, number: str, opened: datetime, share: float, defects: float
) -> Ticket:
    level = dice.choices(range(3), plan.priorities)[0]
    shift = -SPREAD * NormalDist().inv_cdf(share)
    response = plan.response[level] * dice.lognormvariate(shift, SPREAD)
    work = max(plan.resolution[level] * dice.lognormvariate(shift, SPREAD), response + 5)
    responded = _minute(hours.due(opened, round(response * 60e6)))
    pause = None
    resolved = _minute(hours.due(opened, round(work * 60e6)))
    if dice.random() < plan.pauses:
        length = timedelta(minutes=dice.randrange(60, 1500))
        pause = (responded + timedelta(minutes=2), responded + timedelta(minutes=2) + length)
        resolved = _minute(hours.due(opened, round(work * 60e6) + hours.open_between(*pause)))
        resolved = max(resolved, pause[1] + timedelta(minutes=3))
    reopened = None
    if dice.random() < 0.025:  # noqa: PLR2004  # one in forty comes back
        again = resolved + timedelta(hours=dice.randrange(2, 40))
        reopened = (again, again + timedelta(minutes=dice.randrange(30, 900)))
    checked = dice.random() < 0.6  # noqa: PLR2004  # sampled for quality
    answers = dice.random() < 0.35  # noqa: PLR2004  # answers the survey
    score = dice.choice((4, 5, 5)) if dice.random() < plan.happy else dice.choice((1, 2, 3, 3))
    title = dice.choice(plan.titles)
    fixed = {
        "Title": title,
        "Type": KINDS.get(title, plan.process),
        "Priority": PRIORITIES[level],
        "Group": group_name(plan, dice.choice(plan.segments) if plan.segments else ""),
        "Requester": f"Person {dice.randrange(1, 400)}",
        "Satisfaction": str(score) if answers else "",
        "Satisfaction given": _stamp(resolved + timedelta(hours=dice.randrange(1, 30))) if answers else "",
        "Checked": "true" if checked else "false",
        "Defective": "true" if checked and dice.random() < defects else "false",
        # The source counts around the clock with a generous target, so that the two verdicts sometimes differ.
        "SLA met": "true" if resolved - opened <= timedelta(minutes=plan.resolution[level] * 3.2) else "false",
        "Handled minutes": str(dice.randrange(6, 55)),
    }
    return Ticket(number, opened, responded, resolved, pause, reopened, fixed)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _stamp(moment: datetime) -> str:
    return moment.strftime(STAMP)


def _rows(plan: Plan, ticket: Ticket, until: datetime) -> Iterator[Row]:
    """The states of a ticket that had been reached by ``until``; each row repeats what is known on its day."""
    states = [("New", ticket.opened), ("In progress", ticket.responded)]
    if ticket.pause:
        states += [("Waiting for customer", ticket.pause[0]), ("In progress", ticket.pause[1])]
    states.append(("Resolved", ticket.resolved))
    last = ticket.resolved
    if ticket.reopened:
        states += [("In progress", ticket.reopened[0]), ("Resolved", ticket.reopened[1])]
        last = ticket.reopened[1]
    reached = [(state, at) for state, at in states if at <= until]
    is_over = len(reached) == len(states)
    known = (
        ticket.fixed if is_over else ticket.fixed | dict.fromkeys(("Satisfaction", "Satisfaction given", "SLA met"), "")
    )
    if known["Satisfaction given"] > _stamp(until):
        known = known | {"Satisfaction": "", "Satisfaction given": ""}
    dates = {
        "Number": ticket.number,
        "Opened": _stamp(ticket.opened),
        "First response": _stamp(ticket.responded) if ticket.responded <= until else "",
        "Resolved": _stamp(last) if is_over else "",
        "Closed": _stamp(last) if is_over else "",
    }
    for state, at in reached:
        cells = known | dates | {"State": state, "Updated": _stamp(at)}
        yield tuple(cells[name] for name in HEADER)
