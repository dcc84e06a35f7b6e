"""A trigger fires once: both sides are told, the checklist opens; also when the job runs twice or is killed."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from engagements.actions.action_items import complete_action_item
from engagements.models import ActionItem
from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.outbox.models import Message
from pilots.actions import rollback
from pilots.actions.reading import read_pilot
from pilots.actions.rollback import evaluate_triggers, finish_rollback, start_rollback
from pilots.actions.starting import start_pilot
from pilots.models import Event, Pilot, RollbackTrigger
from pilots.phase import Phase
from pilots.queries.facts import newest_windows
from pilots.queries.plans import checklist_of, triggers_of
from pilots.showing import trigger_rows
from pilots.tasks import follow_pilots
from tests.factories.cast import Cast, House
from tests.factories.pilots import FIRST, NINE, days, items_of, planned, started, trigger
from vendors.models import Deviation

TODAY = FIRST + timedelta(days=10)


def evaluate(pilot: Pilot, today: date = TODAY) -> int:
    return evaluate_triggers(pilot_id=pilot.pk, now=NINE, today=today)


def bad_days(house: House) -> None:
    """From the fourth day on every third item is defective: after the fifth day 4 of 20, after the sixth 6 of 24."""
    desk = house.engagements["kestrel"]
    items_of(desk, days(FIRST, 3), a_day=4)
    items_of(desk, days(FIRST + timedelta(days=3), 4), a_day=4, defective=2)


def told() -> list[tuple[str, bool]]:
    return sorted((row.to_address, row.vendor_id is not None) for row in Message.objects.all())


def test_it_fires_on_the_first_day_beyond_and_tells_both_sides(acting: House) -> None:
    pilot = started(acting)
    bad_days(acting)
    assert evaluate(pilot) == 1
    fired = RollbackTrigger.objects.get(pilot=pilot)
    # days 1 to 5: 4 of 20 is 20 %, which is not above; days 1 to 6: 6 of 24
    assert (fired.fired_on, fired.fired_value) == (FIRST + timedelta(days=5), Decimal(25))
    assert (fired.fired_numerator, fired.fired_n) == (Decimal(6), 24)
    stored = Pilot.objects.get(pk=pilot.pk)
    assert stored.phase(TODAY) is Phase.ROLLING_BACK
    assert stored.rollback_reason.startswith("Error rate was 25.0\xa0% (6 of 24)")
    assert told() == [
        ("kestrel-vendor_agent@northwind.example", True),
        ("kestrel-vendor_manager@northwind.example", True),
        ("ops_lead@northwind.example", False),
    ]
    steps = checklist_of(pilot)
    assert [(each.title, bool(each.owner)) for each in steps] == [
        ("Stop new work", True), ("Take access back", True), ("Hand over open items", True),
    ]  # fmt: skip
    assert {each.due_date for each in steps} == {TODAY + timedelta(days=5)}


def test_a_second_run_and_later_data_fire_nothing_again(acting: House) -> None:
    pilot = started(acting)
    bad_days(acting)
    assert [evaluate(pilot), evaluate(pilot), evaluate(pilot, TODAY + timedelta(days=9))] == [1, 0, 0]
    assert Message.objects.count() == 3
    assert ActionItem.objects.filter(source_kind="pilot-rollback").count() == 3


def test_too_few_items_say_nothing_and_the_limit_itself_is_not_beyond(acting: House) -> None:
    pilot, desk = started(acting), acting.engagements["kestrel"]
    items_of(desk, days(FIRST, 3), a_day=3, defective=3)
    assert evaluate(pilot) == 0  # nine items
    items_of(desk, [FIRST], a_day=36)
    assert evaluate(pilot) == 0  # 9 of 45 is 20 %


def test_the_page_says_what_a_trigger_sees_now(acting: House) -> None:
    pilot, desk = started(acting), acting.engagements["kestrel"]
    seen = []
    for a_day, defective in ((3, 1), (2, 0)):
        items_of(desk, days(FIRST, 3), a_day=a_day, defective=defective)
        read_pilot(pilot_id=pilot.pk, now=NINE, today=FIRST + timedelta(days=3))
        stored = Pilot.objects.get(pk=pilot.pk)
        [row] = trigger_rows(triggers_of(stored), newest_windows(stored, triggers_of(stored)))
        seen.append((row.now.replace("\N{NO-BREAK SPACE}", " "), row.mark))
    assert seen == [
        ("33.3 % of 9 in the 7 days to 28 October, too few to say", "none"),
        ("20.0 % of 15 in the 7 days to 28 October", "ok"),
    ]


def test_late_data_fires_for_the_day_it_belongs_to(acting: House) -> None:
    pilot, desk = started(acting), acting.engagements["kestrel"]
    items_of(desk, days(FIRST, 9), a_day=4)
    assert evaluate(pilot) == 0
    items_of(desk, [FIRST + timedelta(days=2)], a_day=9, defective=9)
    assert evaluate(pilot) == 1
    assert RollbackTrigger.objects.get(pilot=pilot).fired_on == FIRST + timedelta(days=2)


def test_events_are_counted_within_their_window(acting: House) -> None:
    pilot, kestrel = planned(acting), acting.vendors["kestrel"]
    trigger(pilot, None, "1", event=Event.DEVIATION, unit="count", window_days=7)
    start_pilot(pilot=pilot, by=acting.people[Role.OPS_LEAD], now=NINE, today=FIRST)
    for day in (1, 9):
        Deviation.objects.create(
            vendor=kestrel, place="A phone", what="Pictures", data="Names", found_on=FIRST + timedelta(days=day),
            reported_at=NINE,
        )  # fmt: skip
    assert evaluate(pilot, FIRST + timedelta(days=20)) == 0
    Deviation.objects.create(
        vendor=kestrel, place="A drive", what="A list", data="Names", found_on=FIRST + timedelta(days=4),
        reported_at=NINE,
    )  # fmt: skip
    assert evaluate(pilot, FIRST + timedelta(days=20)) == 1
    assert RollbackTrigger.objects.get(event="deviation").fired_on == FIRST + timedelta(days=4)


def test_a_decided_or_planned_pilot_is_left_alone(acting: House) -> None:
    pilot = planned(acting)
    bad_days(acting)
    assert evaluate(pilot) == 0


def test_a_person_calls_it_off_once_with_a_reason(acting: House) -> None:
    pilot, lead = started(acting), acting.people[Role.OPS_LEAD]
    with pytest.raises(ValidationError, match="Say why"):
        start_rollback(pilot=pilot, reason=" ", by=lead, now=NINE, today=TODAY)
    start_rollback(pilot=pilot, reason="Their team left.", by=lead, now=NINE, today=TODAY)
    with pytest.raises(ValidationError, match="rolled back already"):
        start_rollback(pilot=pilot, reason="Again.", by=lead, now=NINE, today=TODAY)
    assert Message.objects.count() == 3
    with pytest.raises(ValidationError, match="Still open: Stop new work"):
        finish_rollback(pilot=pilot, by=lead, now=NINE)
    for step in checklist_of(pilot):
        complete_action_item(action_item=step, by=lead, now=NINE, note="done")
    finish_rollback(pilot=pilot, by=lead, now=NINE)
    assert Pilot.objects.get(pk=pilot.pk).phase(TODAY) is Phase.ROLLED_BACK


def committed_pilot(house: House) -> Pilot:
    with context.staff(house.pk), transaction.atomic():
        pilot = started(house)
        bad_days(house)
    return pilot


def seen(house: House) -> tuple[int, int, int, int]:
    """Fired triggers, mails, steps, audit lines."""
    with context.staff(house.pk), transaction.atomic():
        return (
            RollbackTrigger.objects.filter(fired_at__isnull=False).count(),
            Message.objects.count(),
            ActionItem.objects.filter(source_kind="pilot-rollback").count(),
            AuditEvent.objects.filter(verb="pilot.trigger_fired").count(),
        )


def test_two_workers_at_once_fire_once(committed: Cast) -> None:
    house = committed.northwind
    pilot = committed_pilot(house)
    results: list[int] = []

    def work() -> None:
        try:
            with context.system([house.pk]):
                results.append(evaluate(pilot))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(results) == [0, 1]
    assert seen(house) == (1, 3, 3, 1)


@pytest.mark.parametrize("step", ["open_action_item", "queue_message", "record"])
def test_killed_anywhere_it_leaves_nothing_and_the_next_run_does_it_all(
    committed: Cast, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    house = committed.northwind
    pilot = committed_pilot(house)

    class Killed(BaseException):
        """What a kill -9 is to a transaction: it never commits."""

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(rollback, step, die)
        with context.system([house.pk]), pytest.raises(Killed):
            evaluate(pilot)
    assert seen(house) == (0, 0, 0, 0)
    with context.system([house.pk]):
        assert evaluate(pilot) == 1
        follow_pilots.run()  # the whole beat, after it
    assert seen(house) == (1, 3, 3, 1)
