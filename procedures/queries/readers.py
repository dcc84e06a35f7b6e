"""Reads about who is asked to acknowledge what, who has, and how long it took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from engagements.models import Engagement, Participant, Side
from engagements.queries.catalogue import not_ended
from foundation.accounts.models import User
from procedures.adoption import Adoption, adoption
from procedures.models import Acknowledgement, Audience, Guide, GuideKind, GuideVersion
from procedures.queries.guides import guides_of, newest_versions, versions_in_force, with_places

Acknowledgements = dict[tuple[int, int], Acknowledgement]


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A guide in a list: the version published last, the one in force, and how the former was taken up.

    ``state`` is ``draft`` (never published), ``adopted``, ``asking`` (there is time left), ``late`` or ``reference``.
    """

    guide: Guide
    newest: GuideVersion | None
    in_force: GuideVersion | None
    adoption: Adoption
    state: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has not acknowledged the newest version yet; ``due_at`` may have passed."""

    participant: Participant
    guide: Guide
    version: GuideVersion
    due_at: datetime
    is_late: bool


def people(today: date, **wanted: object) -> list[Participant]:
    """Everybody with a name who takes part today in an engagement that has not ended; ``wanted`` narrows it."""
    here = (Q(left_on=None) | Q(left_on__gte=today)) & (~Q(name="") | Q(user__isnull=False))
    found = Participant.objects.filter(here, not_ended(today, "engagement__"), **wanted)
    return list(found.select_related("engagement__vendor", "user").order_by("engagement_id", "side", "position", "pk"))


def delivers(participant: Participant) -> bool:
    """Whether somebody is of the side that does the work; in one's own team's engagement everybody is."""
    return participant.side == Side.VENDOR or participant.engagement.vendor.is_own_team


def is_asked(guide: Guide, participant: Participant) -> bool:
    """Whether a guide's versions are for somebody: by place, and by audience."""
    engagement: Engagement = participant.engagement
    if guide.engagement_id not in (None, engagement.pk) or guide.process_id not in (None, engagement.process_id):
        return False
    if guide.audience == Audience.DELIVERY:
        return delivers(participant)
    return guide.audience == Audience.EVERYBODY


def acknowledgements_of(versions: Iterable[GuideVersion]) -> Acknowledgements:
    """Who has acknowledged which of the versions, by version and participant."""
    rows = Acknowledgement.objects.filter(version_id__in=[version.pk for version in versions])
    return {(row.version_id, row.participant_id): row for row in rows}


def rows_of(guides: Sequence[Guide], everybody: Sequence[Participant], *, today: date, now: datetime) -> list[GuideRow]:
    """The guides with their adoption by those of ``everybody`` who are asked."""
    ids = [guide.pk for guide in guides]
    newest, in_force = newest_versions(ids), versions_in_force(ids, today)
    given = acknowledgements_of(newest.values())
    return [_row(guide, newest.get(guide.pk), in_force.get(guide.pk), everybody, given, now) for guide in guides]


def waiting(*, today: date, now: datetime, user: User | None = None) -> list[Waiting]:
    """Whose acknowledgement is missing, the most urgent first; of one person's own when ``user`` is given."""
    everybody = people(today, **({"user": user} if user else {}))
    guides = list(with_places().filter(archived_at=None).exclude(audience=Audience.NOBODY)) if everybody else []
    newest = newest_versions(guide.pk for guide in guides)
    given = acknowledgements_of(newest.values())
    found = [
        Waiting(person, guide, version, due, due < now)
        for guide in guides
        if (version := newest.get(guide.pk)) is not None
        for due in [due_at(guide, version)]
        for person in everybody
        if is_asked(guide, person) and (version.pk, person.pk) not in given
    ]
    return sorted(found, key=lambda each: (each.due_at, each.guide.title, each.participant.pk))


def due_at(guide: Guide, version: GuideVersion) -> datetime:
    """Until when a version is to be acknowledged."""
    return version.published_at + timedelta(days=guide.adoption_days)


def lags(version: GuideVersion, asked: Iterable[Participant], given: Acknowledgements) -> list[timedelta | None]:
    """How long each of those asked took from publication, None for who has not acknowledged."""
    found = [given.get((version.pk, person.pk)) for person in asked]
    return [each.acknowledged_at - version.published_at if each else None for each in found]


def _row(
    guide: Guide,
    newest: GuideVersion | None,
    in_force: GuideVersion | None,
    everybody: Sequence[Participant],
    given: Acknowledgements,
    now: datetime,
) -> GuideRow:
    if newest is None:
        return GuideRow(guide, None, None, adoption([]), "draft")
    taken = adoption(lags(newest, [person for person in everybody if is_asked(guide, person)], given))
    if guide.audience == Audience.NOBODY:
        state = "reference"
    elif taken.is_complete:
        state = "adopted"
    else:
        state = "late" if due_at(guide, newest) < now else "asking"
    return GuideRow(guide, newest, in_force, taken, state)


def unread_sops(engagement: Engagement, today: date) -> tuple[list[Guide], list[tuple[Participant, Guide]]]:
    """The SOPs in force, and who of the delivering side has not acknowledged the version in force or a later one."""
    sops = [guide for guide in guides_of(engagement) if guide.kind == GuideKind.SOP]
    in_force = versions_in_force((guide.pk for guide in sops), today)
    sops = [guide for guide in sops if guide.pk in in_force]
    given = Acknowledgement.objects.filter(version__guide__in=sops, participant__engagement=engagement).values_list(
        "version__guide_id", "participant_id", "version__number"
    )
    read: dict[tuple[int, int], int] = {}
    for guide_id, participant_id, number in given:
        read[guide_id, participant_id] = max(number, read.get((guide_id, participant_id), 0))
    asked = [person for person in people(today, engagement=engagement) if delivers(person)]
    unread = [
        (person, guide)
        for guide in sops
        for person in asked
        if is_asked(guide, person) and read.get((guide.pk, person.pk), 0) < in_force[guide.pk].number
    ]
    return sops, unread
