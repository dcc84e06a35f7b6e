"""What comes this week: cut-offs, issue times, due actions, ends of engagements. In the reader's zone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.periods import cutoff, local_instant
from outsourcing.home.facts import Facts
from outsourcing.home.need import Link
from outsourcing.home.needs import shortened
from scorecards.models.cards import CardState


@dataclass(frozen=True, slots=True)
class Event:
    """A line: when (in words and as an instant to sort by), what, and where it leads."""

    at: datetime
    when: str
    what: str
    url: str


def agenda(facts: Facts, link: Link) -> list[Event]:
    """From today to the end of the next cut-off day, in order."""
    parts: tuple[Callable[[Facts, Link], Iterator[Event]], ...] = (_cutoffs, _issues, _due_actions, _ends)
    until = cutoff(facts.week.next(), weekday=facts.organization.cutoff_weekday, at=facts.organization.cutoff_time)
    begin = local_instant(facts.today, time(0), facts.organization.time_zone)
    events = [event for part in parts for event in part(facts, link) if begin <= event.at <= until]
    return sorted(events, key=lambda event: (event.at, event.what))


def _cutoffs(facts: Facts, link: Link) -> Iterator[Event]:
    organization = facts.organization
    for week in (facts.week, facts.week.next()):
        at = cutoff(week, weekday=organization.cutoff_weekday, at=organization.cutoff_time)
        number = week.first_date.isocalendar().week
        words = _("Data cut-off of week %(week)d") % {"week": number}
        yield Event(at, _at(at), words, link("scorecards:scorecard-list", week=week.key))


def _issues(facts: Facts, link: Link) -> Iterator[Event]:
    """Scorecards of the closed week that are still to be issued, by instant."""
    by_itself: Counter[datetime] = Counter()
    by_person: Counter[datetime] = Counter()
    for engagement_id, schedule in facts.schedules.items():
        at, found = facts.issue_at(engagement_id), facts.cards.get(engagement_id)
        if at is None or (found and found.card.state in (CardState.ISSUED, CardState.EXCUSED, CardState.BLOCKED)):
            continue
        (by_itself if schedule.issues_itself else by_person)[at] += 1
    url = link("scorecards:scorecard-list", week=facts.week.key, state="frozen")
    for at, count in by_itself.items():
        what = ngettext("%(count)d scorecard issues itself", "%(count)d scorecards issue themselves", count)
        yield Event(at, _at(at), what % {"count": count}, url)
    for at, count in by_person.items():
        what = ngettext("%(count)d scorecard to issue", "%(count)d scorecards to issue", count)
        yield Event(at, _at(at), what % {"count": count}, url)


def _due_actions(facts: Facts, link: Link) -> Iterator[Event]:
    upcoming = [action for action in facts.actions if action.due_date >= facts.today]
    for day, group in groupby(upcoming, key=lambda action: action.due_date):
        due = list(group)
        one = _("Due: %(title)s") % {"title": shortened(due[0].title)}
        what = one if len(due) == 1 else _("%(count)d actions due") % {"count": len(due)}
        url = link("engagements:action-list", engagement=due[0].engagement_id) if len(due) == 1 else ""
        yield Event(_end_of(facts, day), _day(day), what, url or link("engagements:action-list"))


def _ends(facts: Facts, link: Link) -> Iterator[Event]:
    for engagement in facts.engagements:
        if engagement.ended_on:
            what = _("%(engagement)s ends") % {"engagement": engagement.name}
            url = link("engagements:engagement-detail", engagement.pk)
            yield Event(_end_of(facts, engagement.ended_on), _day(engagement.ended_on), what, url)


def _end_of(facts: Facts, day: date) -> datetime:
    return local_instant(day, time(23, 59), facts.organization.time_zone)


def _day(day: date) -> str:
    return date_format(day, "D j M")


def _at(at: datetime) -> str:
    """An instant in the reader's zone with its day, as the list ends with the next week's: "Mon 30 Nov 09:00"."""
    return date_format(localtime(at), "D j M H:i")
