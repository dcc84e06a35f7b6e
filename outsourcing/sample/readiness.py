"""How the sample's engagements began: procedures published and read, training passed, a rehearsal, the ramp walked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engagements.actions.parties import add_participant
from engagements.models import Engagement, Participant, Side
from foundation.accounts.models import User
from outsourcing.sample.nights import AGENTS, CHANGE, FINDINGS, GAP, NEW_STEP, SCORES, SHADOWED, SLOW
from procedures.actions.acknowledgements import record_acknowledgement
from procedures.actions.guides import publish, save_draft
from procedures.actions.readiness import (
    add_rehearsal,
    add_shadowing,
    check_parity,
    reach_ramp_stage,
    sign_off_rehearsal,
)
from procedures.actions.training import record_result
from procedures.models import (
    Aspect,
    Guide,
    GuideKind,
    GuideVersion,
    ParityItem,
    RampStage,
    Rehearsal,
    Scenario,
    ShadowingEntry,
)
from procedures.queries.guides import content_of

ZONE = ZoneInfo("UTC")
EVIDENCE = "Mail of the partner's contact with the signed page"
NEWS = timedelta(days=12)
"""How long ago the second version of the first engagement's SOP came."""


def get_ready(engagement: Engagement, *, is_first: bool, is_late: bool, by: User, now: datetime) -> None:
    """Publish the SOPs, have them read and the training passed, walk the ramp; whoever is late has a stage to go.

    The first engagement has its checklists, a second version, a rehearsal, shadowing and a look at parity too.
    """
    start, today = engagement.started_on, now.astimezone(ZONE).date()
    if is_first:
        for title, name in AGENTS:
            person = Participant(engagement=engagement, side=Side.VENDOR, title=title, name=name)
            add_participant(participant=person, by=by)
    people = list(Participant.objects.filter(engagement=engagement, side=Side.VENDOR).order_by("position"))
    kinds = [GuideKind.SOP, GuideKind.CHECKLIST] if is_first else [GuideKind.SOP]
    for guide in Guide.objects.filter(engagement=engagement, kind__in=kinds).order_by("pk"):
        version = _publish(guide, start - timedelta(days=7), "", by=by)
        _read(version, people, (1, 1, 2, 2, 3), by=by, now=now)
        if is_first and guide.kind == GuideKind.SOP:
            _rehearse(engagement, version, people, by=by)
            _revise(guide, version, people, today=today, by=by, now=now)
    _train(engagement, people, by=by, now=now)
    if is_first:
        _look_on(engagement, by=by, now=now)
    _ramp(engagement, is_late=is_late, today=today, by=by)


def at(day: date, hour: int = 10) -> datetime:
    """A moment of a day."""
    return datetime.combine(day, time(hour), ZONE)


def _publish(guide: Guide, day: date, note: str, *, by: User) -> GuideVersion:
    return publish(guide=guide, effective_from=day, note=note, seen=guide.revision, by=by, now=at(day))


def _read(version: GuideVersion, people: list[Participant], days: tuple[int, ...], *, by: User, now: datetime) -> None:
    """People in their order acknowledge after so many days; who has no number has not."""
    for person, after in zip(people, days, strict=False):
        day = version.published_at.date() + timedelta(days=after)
        record_acknowledgement(
            version=version, participant=person, day=day, zone="UTC", evidence=EVIDENCE, by=by, now=now
        )


def _revise(
    guide: Guide, first: GuideVersion, people: list[Participant], *, today: date, by: User, now: datetime
) -> None:
    """A newer version that one person has not read yet."""
    old = content_of(first)
    steps = (*old.steps[:-1], NEW_STEP, *old.steps[-1:])
    guide.refresh_from_db()
    save_draft(guide=guide, content=replace(old, steps=steps), seen=guide.revision, by=by)
    version = _publish(guide, today - NEWS, CHANGE, by=by)
    _read(version, people, SLOW, by=by, now=now)


def _rehearse(engagement: Engagement, version: GuideVersion, people: list[Participant], *, by: User) -> None:
    day = engagement.started_on - timedelta(days=4)
    names = ", ".join(person.name for person in people)
    rehearsal = Rehearsal(engagement=engagement, version=version, held_on=day, people=names, findings=FINDINGS)
    add_rehearsal(rehearsal=rehearsal, by=by)
    sign_off_rehearsal(rehearsal=rehearsal, by=by, now=at(day + timedelta(days=2)))


def _train(engagement: Engagement, people: list[Participant], *, by: User, now: datetime) -> None:
    """Everybody passes every scenario, somebody at the second try."""
    day = engagement.started_on - timedelta(days=6)
    scenarios = list(Scenario.objects.filter(programme__engagement=engagement).order_by("pk"))
    for place, scenario in enumerate(scenarios):
        for person, scores in zip(people, SCORES[place % len(SCORES)], strict=False):
            for again, score in enumerate(scores):
                record_result(
                    scenario=scenario,
                    participant=person,
                    score=Decimal(score),
                    taken_on=day + timedelta(days=again),
                    today=now.date(),
                    by=by,
                    now=now,
                )


def _look_on(engagement: Engagement, *, by: User, now: datetime) -> None:
    start, today = engagement.started_on, now.date()
    for after, who, with_whom, minutes, learned in SHADOWED:
        entry = ShadowingEntry(
            engagement=engagement,
            held_on=start + timedelta(days=after),
            who=who,
            with_whom=with_whom,
            minutes=minutes,
            learned=learned,
        )
        add_shadowing(entry=entry, by=by, now=now)
    items = [ParityItem(engagement=engagement, aspect=aspect, same=aspect != Aspect.KNOWLEDGE) for aspect in Aspect]
    for item in items:
        if not item.same:
            item.gap, item.due_date = GAP, today + timedelta(days=18)
    check_parity(engagement=engagement, items=items, by=by, now=now)


def _ramp(engagement: Engagement, *, is_late: bool, today: date, by: User) -> None:
    """Each stage on its day or some days later; whoever is late has the last one to go."""
    stages = list(RampStage.objects.filter(engagement=engagement).order_by("position"))
    for place, stage in enumerate(stages[:-1] if is_late else stages):
        day = stage.planned_date + timedelta(days=4 if place == 1 else 0)
        holds = [*stage.critical_workflows, *stage.criteria]
        if day <= today:
            reach_ramp_stage(stage=stage, confirmed=holds, reached_on=day, today=today, by=by)
