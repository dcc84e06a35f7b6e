"""Cases to decide and what became of them are mailed while workers are killed: none lost, none twice, one link each."""

from __future__ import annotations

import email
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.db import transaction

from finance.actions.cases import create_case, submit
from finance.actions.sending import ask_deciders, plan_realisation
from finance.models import BusinessCase, CaseLink, CaseSending
from finance.starters import Starter
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.jobs.clock import database_now
from foundation.outbox.models import Document, Message
from foundation.outbox.states import OVER
from tests.factories.cast import Cast, House
from tests.factories.realisation import approve_case
from tests.foundation.outbox import killing

BELLS = ("finance.tasks.tick", "foundation.outbox.tasks.sweep_outbox")
CASES = 2
KILLS = 3
LINK = re.compile(r"/shared/case/([^/\s]+)/")


@dataclass
class Books:
    """What is due: mailings, and (what it is about, address) of every mail that must arrive once."""

    houses: list[int] = field(default_factory=list)
    letters: list[tuple[str, str]] = field(default_factory=list)
    mailings: int = 0

    def progress(self) -> float:
        """The share of rounds that left and of mails that ended."""
        with transaction.atomic(), system(sorted(self.houses)):
            rounds = CaseSending.objects.filter(next_at=None, round=1).count()
            over = Message.objects.filter(state__in=OVER).count()
        return (rounds + over) / (self.mailings + len(self.letters))


def make_due(books: Books, house: House, now: datetime) -> None:
    """Cases that wait for their two deciders, and one that is under way, for its owner to read about."""
    lead, deciders = house.people[Role.OPS_LEAD], (house.people[Role.OWNER], house.people[Role.FINANCE])
    books.houses.append(house.pk)
    for number in range(CASES):
        with staff(house.pk, actor=lead.pk), transaction.atomic():
            case = BusinessCase(title=f"{house.slug} {number}", currency="EUR")
            draft = create_case(case=case, starter=Starter.SHARED_DESK, by=lead, now=now, today=now.date(), seed=number)
            ask_deciders(version=submit(version=draft, by=lead, now=now), by=lead, now=now)
        books.letters += [(case.title, person.email) for person in deciders]
    version = approve_case(house, house.engagements["kestrel"], now)
    with staff(house.pk, actor=lead.pk), transaction.atomic():
        people = [house.memberships[lead.pk]]
        plan_realisation(version=version, people=people, at=now, every="", by=lead, now=now)
    books.letters.append((version.case.title, lead.email))
    books.mailings += CASES + 1


def mails(journal: Path) -> list[EmailMessage]:
    return [email.message_from_bytes(file.read_bytes(), policy=default) for file in (journal / "new").iterdir()]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_three_kills(committed: Cast, tmp_path: Path) -> None:
    books, now = Books(), database_now()
    for house in (committed.northwind, committed.umbra):
        make_due(books, house, now)
    with killing.broker("postgresql") as line:
        report = killing.run(line, tmp_path, books.progress, kills=KILLS, patience=150, bells=BELLS)
    assert (report.kills, report.twice()) == (KILLS, [])
    taken = mails(tmp_path / "journal")
    with transaction.atomic(), system(sorted(books.houses)):
        told = list(Message.objects.values_list("message_id", "to_address", "state", "send_no", "document_id"))
        links = CaseLink.objects.count()
        kept = Document.objects.count()
    assert Counter(mail["Message-ID"].strip() for mail in taken) == Counter(row[0] for row in told)
    assert {row[2:4] for row in told} == {("sent", 1)}
    assert Counter(row[1] for row in told) == Counter(address for _title, address in books.letters)
    named = [next(title for title, _ in books.letters if title in mail["Subject"]) for mail in taken]
    assert Counter(named) == Counter(title for title, _address in books.letters)
    tokens = [found[1] for mail in taken if (found := LINK.search(text_of(mail)))]
    assert (len(tokens), len(set(tokens)), links) == (CASES * 4, CASES * 4, CASES * 4)
    assert kept == books.mailings == len({row[4] for row in told})
