"""An engagement whose procedures have everything to show, made by the product's own verbs: for walks and pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from engagements.models import Engagement, Metric, Participant, Side
from foundation.accounts.models import User
from procedures.actions import readiness
from procedures.actions.acknowledgements import record_acknowledgement
from procedures.actions.guides import create_guide, publish, save_draft
from procedures.actions.proposals import propose
from procedures.actions.training import add_scenario, create_programme, record_result
from procedures.content import Asset, Content, Question, Step
from procedures.models import (
    Aspect,
    Audience,
    Guide,
    GuideKind,
    GuideVersion,
    ParityItem,
    Proposal,
    RampStage,
    Rehearsal,
    Scenario,
    ShadowingEntry,
    TrainingProgramme,
)

FIRST = Content(
    background=(
        "Outside office hours a call may be the only sign that something has stopped.\n\n"
        "- The desk sees the monitoring.\n- The client's people are asleep."
    ),
    roles="Agent: answers and logs\nNight lead: decides on outages",
    purpose="Every call at night is answered within a minute and logged before the caller hangs up.",
    steps=(
        Step("picks up within 60 seconds", "Agent", "Good evening, night desk of Blue Harbour. What has stopped?"),
        Step("opens a ticket and repeats the problem in one sentence", "Agent", "You cannot print labels in hall 2."),
        Step("looks it up in the known errors, and tries what stands there", "Agent"),
        Step("is called when a whole site is down", "Night lead", "I take over. Please stay on the line."),
    ),
    objective="The plant runs when the day shift comes, and nobody has to ask twice.",
    dos="- Say your name\n- Log while you speak",
    donts="- Never promise a time that you do not know",
    assets=(Asset("How a good call sounds", "https://files.example/call", "video"),),
    quiz=(
        Question("Who is called when a whole site is down?", "The night lead", ("Nobody", "The client's director")),
        Question("When is the ticket opened?", "During the call", ("After the call", "In the morning")),
    ),
)
SECOND = replace(
    FIRST,
    purpose="Every call at night is answered within 45 seconds and logged before the caller hangs up.",
    steps=(
        replace(FIRST.steps[0], action="picks up within 45 seconds"),
        *FIRST.steps[1:3],
        Step("asks for a number to call back", "Agent", "Under which number do I reach you in the next hour?"),
        FIRST.steps[3],
    ),
)


def show_procedures(engagement: Engagement, *, by: User, reader: User, now: datetime) -> dict[str, int]:
    """Make it; returns for each noun of an address the id of a row. ``reader`` still has the SOP to acknowledge."""
    agents = _people(engagement, reader)
    then = now - timedelta(days=20)
    today = now.date()
    sop, version = _sop(engagement, by, now, then)
    for agent, days in zip(agents[:2], (2, 4), strict=True):
        record_acknowledgement(
            version=version,
            participant=agent,
            day=(now - timedelta(days=10 - days)).date(),
            zone="UTC",
            evidence="Mail of the partner's team lead",
            score=Decimal(100),
            by=by,
            now=now,
        )
    closing = Guide(kind=GuideKind.CHECKLIST, title="Closing the night shift", engagement=engagement, owner=by)
    create_guide(
        guide=closing, content=Content(steps=(Step("Hand over open tickets"), Step("Log off"))), by=by, now=now
    )
    article = Guide(
        kind=GuideKind.ARTICLE, title="Known errors of the label printers", owner=by, audience=Audience.NOBODY
    )
    article.review_date = today
    body = "Three errors come back.\n\n1. Paper jam: open the flap.\n2. Offline: restart the queue."
    create_guide(guide=article, content=Content(body=body), by=by, now=then)
    publish(guide=article, effective_from=then.date(), note="", seen=article.revision, by=by, now=then)
    text, reason = "Ask for the hall first, then for the problem.", "Callers name the printer, and we need the hall."
    proposal = Proposal(guide=sop, source="team", proposed_by_name=agents[0].name, text=text, reason=reason)
    propose(proposal=proposal, by=by, now=now)
    programme, scenario = _training(engagement, agents, by, now)
    rehearsal, stage = _readiness(engagement, version, by, now)
    return {
        "guides": sop.pk,
        "versions": version.pk,
        "proposals to procedures": proposal.pk,
        "training": programme.pk,
        "scenarios": scenario.pk,
        "rehearsals": rehearsal.pk,
        "ramp": stage.pk,
    }


def _people(engagement: Engagement, reader: User) -> list[Participant]:
    names = ("Ada Obi", "Bo Lin", "Cara Diaz", "Dan Wu")
    agents = [_person(engagement, title=f"Night agent {name[0]}", name=name, side=Side.VENDOR) for name in names]
    _person(engagement, title="Reader of everything", user=reader, side=Side.CLIENT)
    return agents


def _person(engagement: Engagement, **values: object) -> Participant:
    made: Participant = Participant.objects.create(engagement=engagement, **values)
    return made


def _sop(engagement: Engagement, by: User, now: datetime, then: datetime) -> tuple[Guide, GuideVersion]:
    later = now - timedelta(days=10)
    sop = Guide(kind=GuideKind.SOP, title="A call at night", engagement=engagement, owner=by)
    sop.audience = Audience.EVERYBODY
    create_guide(guide=sop, content=FIRST, by=by, now=then, metrics=list(Metric.objects.order_by("pk")[:2]))
    publish(guide=sop, effective_from=then.date(), note="", seen=sop.revision, by=by, now=then)
    save_draft(guide=sop, content=SECOND, seen=sop.revision, by=by)
    note = "45 seconds instead of 60; we ask for a number to call back"
    version = publish(guide=sop, effective_from=later.date(), note=note, seen=sop.revision, by=by, now=later)
    save_draft(guide=sop, content=replace(SECOND, dos="- Say your name first"), seen=sop.revision, by=by)
    return sop, version


def _training(
    engagement: Engagement, agents: list[Participant], by: User, now: datetime
) -> tuple[TrainingProgramme, Scenario]:
    purpose = "Handle the ten most frequent calls alone."
    programme = TrainingProgramme(engagement=engagement, title="Two weeks to the first night", purpose=purpose)
    create_programme(programme=programme, by=by, now=now)
    situation = "At 02:10 hall 2 calls: no label prints, a lorry waits. The caller is angry and speaks fast."
    expected = "- Calms with one sentence\n- Logs hall, printer, deadline\n- Restarts the queue, stays on the line"
    scenario = Scenario(programme=programme, title="The angry loading bay", situation=situation, expected=expected)
    add_scenario(scenario=scenario, by=by)
    other = Scenario(
        programme=programme, title="Everything is down", situation="All lines ring.", expected="Calls the lead"
    )
    add_scenario(scenario=other, by=by)
    for case, agent, score in ((scenario, 0, 95), (other, 0, 80), (scenario, 1, 60)):
        record_result(
            scenario=case,
            participant=agents[agent],
            score=Decimal(score),
            taken_on=now.date(),
            today=now.date(),
            by=by,
            now=now,
        )
    return programme, scenario


def _readiness(engagement: Engagement, version: GuideVersion, by: User, now: datetime) -> tuple[Rehearsal, RampStage]:
    today = now.date()
    held = Rehearsal(engagement=engagement, version=version, held_on=today - timedelta(days=9), people="Ada, Bo, Ines")
    readiness.sign_off_rehearsal(rehearsal=readiness.add_rehearsal(rehearsal=held, by=by), by=by, now=now)
    findings = "- Nobody had the number of the night lead\n- The ticket form is slow on the second screen"
    rehearsal = Rehearsal(engagement=engagement, version=version, held_on=today, people="Cara, Dan", findings=findings)
    readiness.add_rehearsal(rehearsal=rehearsal, by=by)
    stages = [
        RampStage(engagement=engagement, name=name, critical_workflows=critical, criteria=criteria, planned_date=day)
        for name, critical, criteria, day in (
            ("Beside a colleague", ["Calls of the loading bay"], ["SOP acknowledged"], today - timedelta(days=14)),
            ("Half of the calls alone", ["Outage of a site"], ["Training passed"], today - timedelta(days=2)),
            ("All calls", ["Outage of a site"], ["Two weeks without a complaint"], today + timedelta(days=20)),
        )
    ]
    for stage in stages:
        readiness.add_ramp_stage(stage=stage, by=by)
    confirmed = [*stages[0].critical_workflows, *stages[0].criteria]
    reached = today - timedelta(days=12)
    readiness.reach_ramp_stage(stage=stages[0], confirmed=confirmed, reached_on=reached, today=today, by=by)
    for minutes, learned in ((120, "How the plant names its halls"), (45, "When the lead wants to be woken")):
        entry = ShadowingEntry(
            engagement=engagement, held_on=today, who="Ada Obi", with_whom="Day desk", minutes=minutes
        )
        entry.learned = learned
        readiness.add_shadowing(entry=entry, by=by, now=now)
    gap = ParityItem(
        aspect=Aspect.TOOLS, same=False, gap="No seat in the monitoring yet", due_date=today + timedelta(days=7)
    )
    items = [ParityItem(aspect=aspect, same=True) for aspect in (Aspect.KNOWLEDGE, Aspect.PROCEDURES, Aspect.METRICS)]
    readiness.check_parity(engagement=engagement, items=[gap, *items], by=by, now=now)
    return rehearsal, stages[1]
