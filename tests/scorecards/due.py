"""Scorecards that are due, and the books: what was scheduled, issued, kept and mailed, and what the server took."""

from __future__ import annotations

import email
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.db import transaction
from guardian.shortcuts import assign_perm

from engagements.models import Client, Engagement, Process
from engagements.periods import Period
from foundation.accounts.models import Membership, Organization
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.outbox.models import Document, Message, MessageEvent
from foundation.outbox.states import OVER
from scorecards.actions.schedules import create_schedule, end_schedule
from scorecards.models import ReportRun, Scorecard, ScorecardSnapshot
from tests.factories.cast import House
from tests.factories.scorecards import item, metric

# Steps of a run that are done; the mail counts as one more. What waits for somebody has not come far.
DONE = {"frozen": 1, "issued": 2, "rendered": 3, "queued": 4}
STEPS = 4
VENDOR_EVERY = 5
Week = tuple[str, str]
"""Engagement, period key."""


@dataclass(frozen=True)
class Hours:
    """When a house's weeks are cut off and issued, as (weekday, time)."""

    cutoff: tuple[int, time] = (0, time())
    issue: tuple[int, time] = (0, time())


@dataclass
class Books:
    """What is due, and what became of it."""

    houses: list[int] = field(default_factory=list)
    weeks: list[Week] = field(default_factory=list)
    letters: list[tuple[str, str, str]] = field(default_factory=list)
    """Engagement, period key, address: mails that must arrive, once each."""
    documents: int = 0

    def add(self, house: House, name: str, weeks: Sequence[Period], recipients: Sequence[Membership]) -> None:
        """One schedule and the weeks it is due for."""
        self.houses = sorted({*self.houses, house.pk})
        for week in weeks:
            self.weeks.append((name, week.key))
            self.letters += [(name, week.key, recipient.user.email) for recipient in recipients]
            self.documents += len({recipient.vendor_id is None for recipient in recipients})

    def progress(self) -> float:
        """The share of all steps that are done; 1 only when every run and every mail has ended."""
        with transaction.atomic(), system(self.houses):
            runs = Counter(ReportRun.objects.values_list("state", flat=True))
            over = Message.objects.filter(state__in=OVER).count()
        steps = sum(DONE.get(state, 0) * count for state, count in runs.items())
        return (steps + over) / (STEPS * len(self.weeks) + len(self.letters))

    def order(self) -> list[Week]:
        """The weeks in the order in which they were handed to the outbox."""
        with transaction.atomic(), system(self.houses):
            rows = ReportRun.objects.order_by("finished_at").values_list("schedule__engagement__name", "period_key")
            return list(rows)

    def mishaps(self) -> dict[str, int]:
        """What the killing did: claims of runs that came to nothing, mails that died before and in their data."""
        with transaction.atomic(), system(self.houses):
            claims = ReportRun.objects.values_list("attempt", "state")
            told = Counter(MessageEvent.objects.values_list("state", flat=True))
            return {
                "runs": len(claims),
                "claims": sum(attempt for attempt, _ in claims),
                "retries": told["retry"],
                "uncertain": told["uncertain"],
            }

    def check(self, journal: Path) -> None:
        """Each week ended in one state, issued once, kept once an audience, and came once to each recipient."""
        mails = list(_mails(journal))
        with transaction.atomic(), system(self.houses):
            # A week that ended since then has a card too, and is not due yet: on a Monday, for instance.
            rows = Scorecard.objects.values_list("engagement__name", "period_key", "state", "revision")
            cards = Counter(row for row in rows if row[:2] in set(self.weeks))
            runs = Counter(ReportRun.objects.values_list("schedule__engagement__name", "period_key", "state"))
            states = Counter(Message.objects.values_list("state", "send_no"))
            sealed = {(pk, audience) for pk, audience in ScorecardSnapshot.objects.values_list("scorecard", "audience")}
            kept = Counter(tuple(key.split("/")[1:3]) for key in Document.objects.values_list("key", flat=True))
            sent = Message.objects.values_list("message_id", "to_address", "document__filename", "document__sha256")
            told = Counter(sent)
        assert cards == Counter((*week, "issued", 1) for week in self.weeks)
        assert runs == Counter((*week, "queued") for week in self.weeks)
        assert states == {("sent", 1): len(self.letters)}
        assert (len(kept), kept.total()) == (self.documents, self.documents)
        assert {(int(pk), audience) for pk, audience in kept} <= sealed
        assert Counter(_told(mail) for mail in mails) == told
        assert Counter(_letter(mail) for mail in mails) == Counter(self.letters)


def make_due(books: Books, house: House, weeks: Sequence[Period], *, schedules: int, hours: Hours = Hours()) -> None:
    """Schedules of a house that issue themselves, due for these weeks and none after; two items a week.

    Every fifth has the vendor's manager as a second recipient, and so a second document.
    """
    with transaction.atomic(), staff(house.pk, actor=house.people[Role.OWNER].pk):
        Organization.objects.update(cutoff_weekday=hours.cutoff[0], cutoff_time=hours.cutoff[1])
        desks = [_desk(house, number) for number in range(schedules)]
        metric("throughput", *desks, expected="1", minimum="0")
        for number, desk in enumerate(desks):
            for start in (week.start + timedelta(days=1, hours=10) for week in weeks for _ in range(2)):
                item(desk, start, start + timedelta(hours=5))
            recipients = [house.memberships[house.people[Role.OPS_LEAD].pk]]
            if number % VENDOR_EVERY == 0:
                recipients.append(_manager(house, desk))
            _schedule(house, desk, weeks, recipients, hours)
            books.add(house, desk.name, weeks, recipients)


def _desk(house: House, number: int) -> Engagement:
    made: Engagement = Engagement.objects.create(
        name=f"{house.slug} desk {number}",
        process=Process.objects.get(),
        client=Client.objects.get(),
        vendor=house.vendors["kestrel"],
        owner=house.people[Role.OPS_LEAD],
        started_on=house.engagements["kestrel"].started_on,
    )
    return made


def _manager(house: House, desk: Engagement) -> Membership:
    person = house.vendor_people["kestrel", Role.VENDOR_MANAGER]
    assign_perm("engagements.follow_engagement", person, desk)
    return house.memberships[person.pk]


def _schedule(
    house: House, desk: Engagement, weeks: Sequence[Period], recipients: Sequence[Membership], hours: Hours
) -> None:
    owner = house.people[Role.OWNER]
    schedule = create_schedule(
        engagement=desk,
        recipients=recipients,
        by=owner,
        now=weeks[0].start + timedelta(days=1),
        issues_itself=True,
        issue_weekday=hours.issue[0],
        issue_time=hours.issue[1],
    )
    end_schedule(schedule=schedule, by=owner, now=weeks[-1].end)


def _mails(journal: Path) -> Iterator[EmailMessage]:
    for file in sorted((journal / "new").iterdir()):
        yield email.message_from_bytes(file.read_bytes(), policy=default)


def _told(mail: EmailMessage) -> tuple[str, str, str, str]:
    """Message-ID, address, file name and SHA-256 of the one PDF."""
    (pdf,) = mail.iter_attachments()
    content = pdf.get_content()
    assert content.startswith(b"%PDF-")
    address = mail["To"].addresses[0].addr_spec
    return mail["Message-ID"].strip(), address, str(pdf.get_filename()), hashlib.sha256(content).hexdigest()


def _letter(mail: EmailMessage) -> tuple[str, str, str]:
    """Engagement, period key and address, from the file's name."""
    _, address, name, _ = _told(mail)
    desk, year, week = name.removesuffix(".pdf").rsplit("-", 2)
    return desk.replace("-", " "), f"{year}-{week}", address


def hours_at(cutoff: datetime, issue: datetime) -> Hours:
    """The weekly hours that came round at these instants (UTC)."""
    return Hours((cutoff.weekday(), cutoff.time()), (issue.weekday(), issue.time()))
