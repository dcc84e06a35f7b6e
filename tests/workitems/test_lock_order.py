"""An import and whatever else changes the same items lock them in one order: one waits, none is thrown out."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.inbox.models import ImportBatch
from tests.factories.cast import Cast, House, make_cast
from tests.factories.workitems import HOUR, make_level
from tests.workitems.importing import Importer
from workitems.actions.clocks import recompute_clocks
from workitems.actions.undoing import undo_batch
from workitems.models import WorkItem

Rows = list[dict[str, object]]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OPENED, PATIENCE = "2026-11-02 09:00", 30.0
# Later ids have earlier numbers: whoever locks by number does it the other way round.
FIRST: Rows = [{"external_id": name, "opened_at": OPENED, "queue": "Night"} for name in ("C", "B", "A")]
SECOND: Rows = [row | {"priority": "High", "resolved_at": "2026-11-03 10:00"} for row in FIRST]


@pytest.fixture
def house(transactional_db: None, now: datetime) -> House:
    """Northwind with three items, committed, so that two connections can meet at them."""
    with transaction.atomic():
        cast: Cast = make_cast(now=now)
        house, importer = cast.northwind, Importer(cast.northwind, now)
        with importer.scope():
            make_level(house.engagements["kestrel"], valid_from=LONG_AGO, targets={"": 4 * HOUR})
        for row in FIRST:
            importer.items([row])
    return house


def alone(act: Callable[[], ImportBatch]) -> ImportBatch:
    """In a connection of its own."""
    try:
        with transaction.atomic():
            return act()
    finally:
        connection.close()


def until_it_waits() -> None:
    """Wait until some connection to this database waits for a lock."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE NOT granted AND datname = current_database()"
            )
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.02)
    pytest.fail("nobody waits for anything")


def undone(importer: Importer) -> ImportBatch:
    """The last import taken back."""
    person = importer.house.people[Role.OPS_LEAD]
    with staff(importer.house.pk, actor=person.pk):
        batch = ImportBatch.objects.latest("pk")
        undo_batch(batch_id=batch.pk, by=person, now=importer.now)
        return ImportBatch.objects.get(pk=batch.pk)


@pytest.mark.parametrize(("rival", "state"), [("import", "committed"), ("undo", "undone")])
def test_recomputing_clocks_and_an_import_wait_for_each_other(
    house: House, now: datetime, rival: str, state: str
) -> None:
    importer = Importer(house, now)
    if rival == "undo":
        with transaction.atomic():
            importer.items(SECOND)
    act = {"import": lambda: importer.items(SECOND), "undo": lambda: undone(importer)}[rival]
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), system([house.pk]):
            items = list(WorkItem.objects.order_by("pk").values_list("pk", flat=True))
            recompute_clocks(item_ids=items[:1], now=now)
            other = pool.submit(alone, act)
            until_it_waits()
            recompute_clocks(item_ids=items, now=now)
        batch = other.result(PATIENCE)
    assert (batch.state, batch.items_updated) == (state, 3)
