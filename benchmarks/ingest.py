"""Items through the import's path against a prebuilt COPY of the same rows (1), and against a loop of the ORM (2).

Run: `python3 dev.py bench ingest`, or `python -m benchmarks.ingest` with Django's settings and an empty database. Each
ratio is the median of interleaved runs over the same rows and the same table, after one that warms up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any, Final

from django.db import connection, transaction

NOW: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
ITEMS: Final = 50_000
LOOPED: Final = 400
RUNS: Final = 5
TABLE: Final = "workitems_workitem"


class Bench:
    """A workspace with one batch, rows to import, and the two doors into the table."""

    def __init__(self) -> None:
        from foundation.accounts.actions import create_organization, make_person  # noqa: PLC0415  # needs Django set up
        from foundation.accounts.tenancy.context import identity, system  # noqa: PLC0415
        from foundation.inbox.actions import store_file  # noqa: PLC0415
        from workitems.actions.imports import open_batch  # noqa: PLC0415
        from workitems.canonical import Shape  # noqa: PLC0415
        from workitems.mapping import Mapping  # noqa: PLC0415

        with identity():
            person = make_person(email="bench@bench.example")
            self.organization = create_organization(name="Bench", by=person).organization
        self.scope: Callable[[], AbstractContextManager[None]] = lambda: system([self.organization.pk])
        mapping = Mapping("bench", Shape.ITEM, {"external_id": "id", "opened_at": "opened"})
        with self.scope(), transaction.atomic():
            file = store_file(content=b"bench", name="bench.csv", by=None, now=NOW)
            self.batch = open_batch(file=file, header=("id", "opened"), by=None, now=NOW, mapping=mapping)
        self.items = self._items()

    def _items(self) -> list[Any]:
        from foundation.inbox.accounting import RowOutcome  # noqa: PLC0415
        from workitems.canonical import CanonicalItem, StatusClass  # noqa: PLC0415
        from workitems.folding import FoldedItem  # noqa: PLC0415
        from workitems.ingest.judging import Judged  # noqa: PLC0415
        from workitems.ingest.places import NOWHERE  # noqa: PLC0415

        found = []
        for number in range(ITEMS):
            opened = NOW - timedelta(minutes=7 * number)
            item = CanonicalItem(
                "bench",
                f"B{number:07d}",
                opened,
                StatusClass.CLOSED,
                state="Closed",
                title=f"An item of ordinary length for a list, number {number}",
                priority=str(1 + number % 4),
                queue=f"Desk {number % 20}",
                item_type="incident",
                resolved_at=opened + timedelta(hours=1 + number % 70),
                closed_at=opened + timedelta(hours=90),
                reopen_count=int(number % 30 == 0),
                source_met=number % 5 > 0,
                group_seconds={f"Desk {number % 20}": 3600},
            )
            found.append(Judged(FoldedItem(item, (), (number,)), NOWHERE, f"{number:064x}", RowOutcome.CREATED))
        return found

    def through_the_path(self, changed: str = "") -> float:
        """Seconds from items in memory to rows committed behind the wall; ``changed`` makes every hash another one."""
        from workitems.ingest import statements  # noqa: PLC0415
        from workitems.ingest.staged import Leftovers, copying, item_values, temporary_tables  # noqa: PLC0415
        from workitems.mapping import Mapping  # noqa: PLC0415

        leftovers = Leftovers(Mapping.from_json(self.batch.rules), ("id", "opened"))
        items = [each._replace(row_hash=changed + each.row_hash[len(changed) :]) for each in self.items]
        params = {"organization": self.organization.pk, "source": "bench", "batch": self.batch.pk, "now": NOW}
        began = perf_counter()
        with self.scope(), transaction.atomic(), temporary_tables():
            with copying("workitems_incoming_item") as write:
                for each in items:
                    write(item_values(each, leftovers))
            statements.run(statements.INDEX)
            statements.run(statements.UPSERT, **params)
        return perf_counter() - began

    def through_the_orm(self, changed: str) -> float:
        """Seconds for some of the items, one by one."""
        from workitems.models import WorkItem  # noqa: PLC0415

        began = perf_counter()
        with self.scope(), transaction.atomic():
            for each in self.items[:LOOPED]:
                item = each.folded.item
                values = {
                    "title": item.title,
                    "priority": item.priority,
                    "queue": item.queue,
                    "opened_at": item.opened_at,
                    "resolved_at": item.resolved_at,
                    "closed_at": item.closed_at,
                    "row_hash": changed + each.row_hash[len(changed) :],
                    "updated_at": NOW,
                }
                WorkItem.objects.update_or_create(source="bench", external_id=item.external_id, defaults=values)
        return perf_counter() - began

    def prebuilt(self) -> tuple[str, bytes]:
        """The columns and the rows that the path has written, as COPY's own bytes."""
        from workitems.models import WorkItem  # noqa: PLC0415

        fields = WorkItem._meta.local_fields
        columns = ", ".join(f.column for f in fields if f.column and not f.primary_key and not f.generated)
        sql = f"COPY (SELECT {columns} FROM {TABLE}) TO STDOUT (FORMAT BINARY)"  # noqa: S608 - names of our own
        with owner() as cursor, cursor.copy(sql) as copy:
            return columns, b"".join(bytes(piece) for piece in copy)

    def copied(self, columns: str, content: bytes) -> float:
        """Seconds to COPY those bytes into the same table, by its owner and around the wall, which refuses COPY."""
        with owner() as cursor:
            cursor.execute(f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY")
            try:
                began = perf_counter()
                with cursor.copy(f"COPY {TABLE} ({columns}) FROM STDIN (FORMAT BINARY)") as copy:
                    copy.write(content)
                return perf_counter() - began
            finally:
                cursor.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")

    def empty(self) -> None:
        """No items."""
        with owner() as cursor:
            cursor.execute(f"TRUNCATE {TABLE} CASCADE")


@contextmanager
def owner() -> Iterator[Any]:
    """A cursor of the tables' owner."""
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # our backend's
        yield cursor


def benchmarks() -> list[dict[str, Any]]:
    """Both results."""
    bench = Bench()
    bench.empty()
    bench.through_the_path()
    columns, content = bench.prebuilt()
    return [_against_copy(bench, columns, content), _against_orm(bench)]


def _against_copy(bench: Bench, columns: str, content: bytes) -> dict[str, Any]:
    def ours() -> float:
        bench.empty()
        return bench.through_the_path()

    def theirs() -> float:
        bench.empty()
        return bench.copied(columns, content)

    ratios = _interleaved(theirs, ours)
    return _result("ingest through our path / prebuilt COPY, rows a second", ratios, ">= 0.6", ITEMS)


def _against_orm(bench: Bench) -> dict[str, Any]:
    marks = iter("abcdefghijklmnopqrstuvwxyz")
    bench.empty()
    bench.through_the_path()
    ratios = _interleaved(
        lambda: bench.through_the_orm(next(marks)) / LOOPED, lambda: bench.through_the_path(next(marks)) / ITEMS
    )
    return _result("upsert of items / update_or_create, each", ratios, ">= 100", ITEMS)


def _interleaved(theirs: Callable[[], float], ours: Callable[[], float]) -> list[float]:
    """Their time over ours, run by run, after one run that warms up."""
    found = [theirs() / ours() for _ in range(RUNS + 1)]
    return found[1:]


def _result(name: str, ratios: list[float], target: str, n: int) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(median(ratios), 2),
        "target": target,
        "baseline": "same rows, same table",
        "n": n,
    }


if __name__ == "__main__":
    import django

    django.setup()
    for result in benchmarks():
        print(result)
