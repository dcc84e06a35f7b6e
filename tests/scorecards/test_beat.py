"""The beat, from the tick to the outbox, over two organizations; and the transaction in which a week is frozen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection

from engagements.periods import period_from_key
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.accounts.tenancy.context import staff, system
from foundation.outbox.models import Message
from scorecards import tasks
from scorecards.actions.schedules import create_schedule, open_due_runs
from scorecards.isolation import repeatable_read
from scorecards.models import ReportRun, Scorecard
from scorecards.running import advance_run, claimable
from tests.factories.cast import Cast
from tests.factories.scorecards import busy_weeks, metric
from tests.scorecards.due import Books, Hours, make_due

W47 = period_from_key("2026-W47", "UTC")
Ring = Callable[[Any, list[Any], list[int]], None]


@pytest.fixture
def beat(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], list[str]]:
    """One tick and one sweep at an instant; messages are delivered after them, as a broker would, twice."""

    def at(now: datetime) -> list[str]:
        sent: list[tuple[Any, list[Any], list[int]]] = []
        monkeypatch.setattr(tasks, "database_now", lambda: now)
        monkeypatch.setattr(tasks, "_ring", lambda *message: sent.append(message))
        for task in (tasks.tick, tasks.sweep_dirty_weeks):
            task()
        for task, arguments, organizations in sent * 2:
            with system(organizations):
                task.run(*arguments)
        return [task.name.rsplit(".", 1)[1] for task, _, _ in sent]

    return at


def test_from_the_week_to_the_outbox(cast: Cast, now: datetime, beat: Callable[[datetime], list[str]]) -> None:
    houses = (cast.northwind, cast.umbra)
    for house in houses:
        desk, owner = house.engagements["kestrel"], house.people[Role.OWNER]
        with staff(house.pk, actor=owner.pk):
            metric("throughput", desk, expected="1", minimum="0")
            busy_weeks(desk, "2026-11-10", 2)
            create_schedule(
                engagement=desk,
                recipients=[house.memberships[owner.pk]],
                issues_itself=True,
                by=owner,
                now=now - timedelta(days=4),
            )
    assert beat(now - timedelta(minutes=1)) == ["measure"]
    with system([house.pk for house in houses]):
        cards = Scorecard.objects.order_by("organization_id", "period_start").values_list("period_key", "state")
        assert list(cards) == [("2026-W46", "history"), ("2026-W47", "open")] * 2
    assert beat(now) == ["advance", "advance"]
    with system([house.pk for house in houses]):
        assert set(ReportRun.objects.values_list("period_key", "state")) == {("2026-W47", "frozen")}
    assert beat(now + timedelta(hours=3)) == ["advance", "advance"]
    assert beat(now + timedelta(hours=3, minutes=1)) == []
    for house in houses:
        with staff(house.pk):
            assert ReportRun.objects.get().state == "queued"
            assert Message.objects.get().to_address == house.people[Role.OWNER].email
            assert Scorecard.objects.get(period_key="2026-W47").state == "issued"
    assert context.current() is context.NOBODY


def test_each_step_opens_its_own_transaction(committed: Cast, now: datetime) -> None:
    books, later = Books(), now + timedelta(hours=3)
    make_due(books, committed.northwind, [W47], schedules=1, hours=Hours(cutoff=(0, time(9)), issue=(0, time(12))))
    with system(books.houses):
        assert open_due_runs(now=now) == 1
        ((_, (run,)),) = claimable(now=now)
        assert advance_run(run_id=run, now=now) == "frozen"
        assert advance_run(run_id=run, now=later) == "queued"
    assert books.order() == [("northwind desk 0", "2026-W47")]


@pytest.mark.django_db(transaction=True)
def test_a_week_is_frozen_in_one_state_of_the_database() -> None:
    def level() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            return str(cursor.fetchone()[0])

    with repeatable_read():
        assert level() == "repeatable read"
        with repeatable_read():
            assert level() == "repeatable read"
    assert level() == "read committed"
