"""Scorecards fall due, are frozen, issued, rendered and mailed while workers are killed: none lost, none twice."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from engagements.periods import Period, PeriodKind, period_at
from foundation.accounts.tenancy.context import system
from foundation.jobs.clock import database_now
from scorecards.actions.schedules import open_due_runs
from tests.factories.cast import Cast
from tests.foundation.outbox import killing
from tests.scorecards.due import Books, hours_at, make_due

BELLS = ("scorecards.tasks.tick", "scorecards.tasks.sweep_dirty_weeks", "foundation.outbox.tasks.sweep_outbox")
A_DAY = timedelta(days=1)


def weeks_before(instant: datetime, count: int) -> list[Period]:
    week = period_at(PeriodKind.WEEK, instant, "UTC")
    return [week.shift(-back) for back in range(count, 0, -1)]


def kill_while_due(
    cast: Cast, folder: Path, broker: str, *, scorecards: int, kills: int, patience: float, bells: tuple[str, ...] = ()
) -> None:
    books = Books()
    for house in (cast.northwind, cast.umbra):
        make_due(books, house, weeks_before(database_now(), 1), schedules=scorecards // 2)
    with killing.broker(broker) as line:
        report = killing.run(line, folder, books.progress, kills=kills, patience=patience, bells=bells)
    sys.stdout.write(
        f"\n{broker}: {len(books.weeks)} scorecards, {len(books.letters)} mails, {report.kills} kills,"
        f" {report.seconds:.0f} s, {books.mishaps()}, taken {report.taken.total()}, twice {len(report.twice())}\n"
    )
    books.check(folder / "journal")
    assert report.twice() == []
    assert report.kills == kills


@pytest.mark.parametrize("broker", ["postgresql", "redis"])
def test_six_kills(committed: Cast, tmp_path: Path, broker: str) -> None:
    kill_while_due(committed, tmp_path, broker, scorecards=12, kills=6, patience=240, bells=BELLS)


@pytest.mark.long
@pytest.mark.timeout(5400)
def test_two_hundred_kills_with_two_beats_in_their_own_time(committed: Cast, tmp_path: Path) -> None:
    kill_while_due(committed, tmp_path, "postgresql", scorecards=500, kills=200, patience=5000)


def test_a_day_of_downtime_is_caught_up(committed: Cast, tmp_path: Path) -> None:
    books, now = Books(), database_now()
    for house, hours_ago in ((committed.northwind, 20), (committed.umbra, 9)):
        cutoff, issue = now - timedelta(hours=hours_ago), now - timedelta(hours=2)
        make_due(books, house, weeks_before(cutoff, 1), schedules=4, hours=hours_at(cutoff, issue))
    with transaction.atomic(), system(books.houses):
        assert open_due_runs(now=now - A_DAY) == 0
    with killing.broker("postgresql") as line:
        killing.run(line, tmp_path, books.progress, bells=BELLS)
    books.check(tmp_path / "journal")


def test_weeks_of_downtime_are_caught_up_in_order(committed: Cast, tmp_path: Path) -> None:
    books, weeks = Books(), weeks_before(database_now(), 3)
    for house in (committed.northwind, committed.umbra):
        make_due(books, house, weeks, schedules=3)
    with killing.broker("postgresql") as line:
        killing.run(line, tmp_path, books.progress, kills=2, bells=BELLS)
    books.check(tmp_path / "journal")
    for desk in {desk for desk, _ in books.weeks}:
        assert [week for name, week in books.order() if name == desk] == [week.key for week in weeks]
