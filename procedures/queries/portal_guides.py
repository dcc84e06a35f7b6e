"""What a vendor's person works by and is asked to acknowledge; drafts and owners stay with the client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from engagements.models import Engagement, Participant
from procedures.models import Acknowledgement, Audience, Guide, GuideKind, GuideVersion, Proposal
from procedures.queries.guides import newest_versions

# The columns that the database lets the portal read.
COLUMNS: Final = ("organization", "kind", "title", "engagement", "process", "audience", "adoption_days", "archived_at")
PERSON: Final = ("organization", "engagement", "side", "title", "user", "left_on")


@dataclass(frozen=True, slots=True)
class OwnGuide:
    """A guide in the portal's list: its newest version, the reader's roles that are asked, and which have answered."""

    guide: Guide
    newest: GuideVersion
    asked: list[Participant]
    given: list[Acknowledgement]
    due_at: datetime

    @property
    def missing(self) -> list[Participant]:
        """The roles in which the reader has not acknowledged the newest version."""
        done = {each.participant_id for each in self.given}
        return [person for person in self.asked if person.pk not in done]


def own_guides() -> QuerySet[Guide]:
    """The guides that the database shows to this person; none that was archived."""
    return Guide.objects.only(*COLUMNS).filter(archived_at=None).order_by("title", "pk")


def guides_to_read(*, today: date) -> list[OwnGuide]:
    """Everything that was published for this person's engagements, SOPs first; as many queries for ten as for one."""
    guides = list(own_guides())
    newest = newest_versions([guide.pk for guide in guides])
    roles = own_roles(today=today)
    processes = dict(Engagement.objects.values_list("pk", "process_id"))
    given = list(Acknowledgement.objects.filter(version__in=newest.values(), participant__in=roles))
    order = [GuideKind.SOP, GuideKind.CHECKLIST, GuideKind.ARTICLE]
    found = [
        OwnGuide(
            guide,
            newest[guide.pk],
            [person for person in roles if _is_asked(guide, person, processes)],
            [each for each in given if each.version_id == newest[guide.pk].pk],
            newest[guide.pk].published_at + timedelta(days=guide.adoption_days),
        )
        for guide in guides
        if guide.pk in newest
    ]
    return sorted(found, key=lambda each: (not each.missing, order.index(GuideKind(each.guide.kind)), each.guide.title))


def own_roles(*, today: date) -> list[Participant]:
    """The roles that the reader holds today."""
    here = Q(left_on=None) | Q(left_on__gte=today)
    return list(Participant.objects.only(*PERSON).filter(here, side="vendor").order_by("pk"))


def own_proposals() -> list[Proposal]:
    """What the reader proposed, the newest first."""
    return list(Proposal.objects.order_by("-pk")[:50])


def _is_asked(guide: Guide, person: Participant, processes: dict[int, int]) -> bool:
    if guide.audience == Audience.NOBODY:
        return False
    if guide.engagement_id not in (None, person.engagement_id):
        return False
    return guide.process_id in (None, processes.get(person.engagement_id))
