"""Pilots and exits are followed while workers are killed: each trigger, mail, verdict and deletion once, none lost."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import Model

from engagements.models import ThreadMessage
from exits import tasks as exits_tasks
from exits.actions.erasing import BATCH
from exits.models import Erasure
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import system
from foundation.jobs.clock import database_now
from foundation.jobs.models import Job
from foundation.outbox.models import Message
from pilots.models import RollbackTrigger
from pilots.tasks import follow_pilots
from tests.factories.cast import Cast, House
from tests.foundation.outbox import killing
from tests.outsourcing.following import BELLS, Books, make_due

PILOTS, EXITS, _JOBS = BELLS
PATIENCE = 60


@dataclass
class Watch:
    """One worker, a bell for it, and two ways to go on: until something is so, or until it waits for what we hold."""

    crew: killing.Workers
    ring: Callable[[str], None]

    def until(self, condition: Callable[[], bool], *bells: str) -> None:
        """Ring every two seconds, as the timetable would in its own time, until something is so."""
        rung, began = 0.0, time.monotonic()
        while not condition():
            if time.monotonic() - began > PATIENCE:
                pytest.fail(f"not after {PATIENCE} s\n{killing.tail(self.crew.log)}")
            if time.monotonic() - rung > killing.SECONDS_BETWEEN_BELLS:
                for bell in bells:
                    self.ring(bell)
                rung = time.monotonic()
            time.sleep(0.02)

    def kill_where_it_waits(self, house: House, *rows: Model, bell: str) -> None:
        """Ring once; when it waits for each of the rows, in the middle of its transactions, ``kill -9`` it."""
        with system([house.pk]), transaction.atomic():
            for row in rows:
                type(row)._default_manager.select_for_update().get(pk=row.pk)
            self.until(lambda: bool(self.crew.ready()))
            self.ring(bell)  # a second bell would keep its other child from the jobs
            self.until(lambda: waiting() == len(rows))
            self.crew.kill(self.crew.running[0])
        self.crew.start()


@contextlib.contextmanager
def one_worker(folder: Path) -> Iterator[Watch]:
    """A real worker on a queue of its own; its mails have nowhere to go and wait."""
    with killing.broker("postgresql") as line:
        crew = killing.Workers(killing.environment_of_workers(line, 9, folder), folder / "workers.log")
        try:
            crew.start()
            yield Watch(crew, partial(line.ring, line.sender()))
        finally:
            crew.end()


def waiting() -> int:
    """How many others wait for this very connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT pid) FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return int(cursor.fetchone()[0])


def again(books: Books) -> None:
    """Every job once more, and the deletions that are done."""
    for house in books.houses:
        with system([house]):
            follow_pilots.run()
            exits_tasks.follow.run()
            with transaction.atomic():
                done = list(Job.objects.filter(kind="exits.erase").values_list("pk", "arguments"))
            for pk, arguments in done:
                exits_tasks.erase(pk, arguments, lambda _done, _total=None: None)


def erased(house: House) -> int:
    """How many rows the deletions of a house have counted."""
    with transaction.atomic(), system([house.pk]):
        return sum(Erasure.objects.values_list("erased", flat=True))


def told(house: House) -> tuple[int, int]:
    """Triggers that fired, and mails that stand."""
    with transaction.atomic(), system([house.pk]):
        return RollbackTrigger.objects.exclude(fired_at=None).count(), Message.objects.count()


def test_killed_in_the_middle_of_each(committed: Cast, tmp_path: Path) -> None:
    """First while a trigger tells both sides; then while the day's mails are written and a second batch goes."""
    books, now, house = Books(), database_now(), committed.northwind
    make_due(books, house, now, messages=BATCH + 100)
    make_due(books, committed.umbra, now)
    agent, manager = (
        house.memberships[house.vendor_people["kestrel", role].pk] for role in (Role.VENDOR_AGENT, Role.VENDOR_MANAGER)
    )
    with transaction.atomic(), system([house.pk]):
        messages = list(ThreadMessage.objects.order_by("pk"))
    with one_worker(tmp_path) as watch:
        watch.kill_where_it_waits(house, agent, bell=PILOTS)
        assert told(house) == (0, 0)
        watch.until(lambda: told(house) == (2, 6), PILOTS)
        watch.kill_where_it_waits(house, manager, messages[BATCH], bell=EXITS)
        assert (told(house)[1], erased(house)) == (7, BATCH)  # the notice stands: it is a transaction of its own
        watch.until(lambda: books.progress() == 1, *BELLS)
    books.check()
    before = books.everything()
    again(books)
    assert books.everything() == before


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_forty_kills_at_random(committed: Cast, tmp_path: Path) -> None:
    """Many of each in both houses; the mail server counts what comes."""
    books, now = Books(), database_now()
    for house in (committed.northwind, committed.umbra):
        make_due(books, house, now, desks=4, messages=8 * BATCH)

    with killing.broker("postgresql") as line:
        bells = (*BELLS, "foundation.outbox.tasks.sweep_outbox")
        report = killing.run(
            line, tmp_path, partial(books.progress, with_mails=True), kills=40, patience=900, bells=bells
        )
    done = f"{books.rows} rows, {books.letters.total()} letters, {report.kills} kills, {report.seconds:.0f} s"
    sys.stdout.write(f"\n{done}, taken {report.taken.total()}\n")
    assert (report.kills, report.twice()) == (40, [])
    books.check()
    before = books.everything()
    again(books)
    assert books.everything() == before
