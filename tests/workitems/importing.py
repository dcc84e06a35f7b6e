"""Files imported through the real job, for tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.inbox.actions import store_file
from foundation.inbox.models import ImportBatch, ImportRow
from foundation.jobs import running
from tests.factories.cast import House
from workitems.actions import imports
from workitems.canonical import Shape
from workitems.mapping import Mapping as Rules
from workitems.mapping import Placement
from workitems.models import WorkItem, WorkItemEvent
from workitems.states import StateMeaning
from workitems.tasks import imports as _handlers  # noqa: F401  # registers the kinds of jobs

STATES = {
    "New": StateMeaning.RUNNING,
    "Working": StateMeaning.RUNNING,
    "Waiting": StateMeaning.CLIENT,
    "Done": StateMeaning.STOPPED,
    "Broken": StateMeaning.QUARANTINE,
}
ITEM = {
    "external_id": "Number",
    "opened_at": "Opened",
    "resolved_at": "Resolved",
    "priority": "Priority",
    "queue": "Group",
    "cost": "Cost",
}
LOG = {"external_id": "Number", "state": "State", "event_at": "At", "priority": "Priority", "queue": "Group"}
GROUPS = {"Night": "Night desk", "Day": "Day desk"}


def rules(shape: Shape = Shape.ITEM, **changes: Any) -> Rules:
    """A mapping of the columns above, groups to the cast's engagements."""
    columns = ITEM if shape == Shape.ITEM else LOG
    given: dict[str, Any] = {
        "source": "desk",
        "shape": shape,
        "columns": columns,
        "states": STATES,
        "placement": Placement("Group", "engagement", GROUPS),
    }
    return Rules(**(given | changes))


def table(columns: Mapping[str, str], rows: Sequence[Mapping[str, object]]) -> bytes:
    """A CSV of these columns; cells by field name."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns.values())
    for row in rows:
        writer.writerow([row.get(name, "") for name in columns])
    return file.getvalue().encode()


@dataclass
class Importer:
    """Imports into one house at an instant that moves on by itself."""

    house: House
    now: datetime

    def run(self, content: bytes, mapping: Rules, *, kind: str = imports.COMMIT, name: str = "week.csv") -> ImportBatch:
        """A file through its job; the batch as it stands then."""
        by = self.house.people[Role.OPS_LEAD]
        with staff(self.house.pk, actor=by.pk):
            file = store_file(content=content, name=name, by=by, now=self.now)
            batch = imports.open_batch(file=file, header=(), by=by, now=self.now, mapping=mapping)
            job = imports.begin(batch=batch, kind=kind, title=name, by=by, now=self.now, link="")
        with self.scope():
            running.run(job_id=job.pk)
            batch.refresh_from_db()
        return batch

    def items(self, rows: Sequence[Mapping[str, object]], mapping: Rules | None = None) -> ImportBatch:
        """One row an item."""
        return self.run(table(ITEM, rows), mapping or rules())

    def log(self, rows: Sequence[Mapping[str, object]], mapping: Rules | None = None) -> ImportBatch:
        """Many rows an item."""
        return self.run(table(LOG, rows), mapping or rules(Shape.EVENT_LOG))

    @contextmanager
    def scope(self) -> Iterator[None]:
        with system([self.house.pk]):
            yield

    def item(self, external_id: str) -> WorkItem:
        with self.scope():
            return WorkItem.objects.get(external_id=external_id)

    def story(self, external_id: str) -> list[str]:
        """The events that hold, in words."""
        with self.scope():
            events = WorkItemEvent.objects.filter(item__external_id=external_id, retracted_at=None)
            return [f"{e.occurred_at:%d %H:%M} {e.kind} {e.reason or e.detail}".rstrip() for e in events]

    def rows(self, batch: ImportBatch) -> list[tuple[int, str, str]]:
        """Line, id and state of every row."""
        with self.scope():
            return list(
                ImportRow.objects.filter(batch=batch).order_by("line").values_list("line", "external_id", "state")
            )


def counts(batch: ImportBatch) -> dict[str, int]:
    """The account, without zeros."""
    return {name: count for name, count in imports.accounting_of(batch).items() if count}
