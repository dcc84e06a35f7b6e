"""An engagement with people on both sides and an SOP, made by the product's own verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engagements.models import Engagement, Participant, Side
from foundation.accounts.models import User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from procedures.actions.guides import create_guide, publish, save_draft
from procedures.content import Content, Question, Step
from procedures.models import Guide, GuideKind, GuideVersion
from tests.factories.cast import House

TODAY = date(2026, 11, 23)
PLAY = Content(
    roles="Agent\nNight lead",
    purpose="Every night call is answered.",
    steps=(Step("picks up", "Agent", "Good evening, night desk."), Step("writes the ticket", "Agent")),
    objective="The plant runs in the morning.",
)
QUIZ = (Question("Who is told about an outage?", "The night lead", ("Nobody", "The client")),)


@dataclass
class Desk:
    """Who takes part, and in what."""

    house: House
    engagement: Engagement
    agents: list[Participant]
    lead: Participant

    @property
    def by(self) -> User:
        return self.house.people[Role.OPS_LEAD]


def make_desk(house: House, *, now: datetime) -> Desk:
    """Two agents of Kestrel without a login, our ops lead, a vacant role and somebody who has left."""
    engagement, by = house.engagements["kestrel"], house.people[Role.OPS_LEAD]

    def person(title: str, name: str, side: str = Side.VENDOR, **more: object) -> Participant:
        made: Participant = Participant.objects.create(engagement=engagement, title=title, name=name, side=side, **more)
        return made

    with staff(house.pk, actor=by.pk):
        agents = [person("Agent A", "Ada Obi"), person("Agent B", "Bo Lin")]
        person("Night lead", "")
        person("Agent C", "Gone Away", left_on=date(2026, 11, 22))
        lead = person("Service owner", "", Side.CLIENT, user=by)
    return Desk(house, engagement, agents, lead)


def make_sop(desk: Desk, *, now: datetime, content: Content = PLAY, **more: object) -> GuideVersion:
    """A published SOP of the engagement."""
    values = {"kind": GuideKind.SOP, "title": "Night calls", "engagement": desk.engagement, "owner": desk.by} | more
    guide = create_guide(guide=Guide(**values), content=content, by=desk.by, now=now)
    return publish(guide=guide, effective_from=TODAY, note="", seen=guide.revision, by=desk.by, now=now)


def publish_next(
    version: GuideVersion, content: Content, *, by: User, now: datetime, effective_from: date = TODAY
) -> GuideVersion:
    """Another version of the same guide."""
    guide = Guide.objects.get(pk=version.guide_id)
    save_draft(guide=guide, content=content, seen=guide.revision, by=by)
    return publish(
        guide=guide, effective_from=effective_from, note="The greeting changed", seen=guide.revision, by=by, now=now
    )
