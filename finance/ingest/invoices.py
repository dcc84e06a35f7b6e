"""What importing a file of invoices would do; nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from finance.ingest.planned import Plan, Planned, supplier_key
from finance.ingest.sorting import Sorter
from finance.invoicing import import_kinds as kinds
from finance.invoicing.columns import FIELDS, REQUIRED
from finance.invoicing.rows import Reading, ReadLine, read
from foundation.inbox.accounting import RowOutcome
from foundation.inbox.models import ImportBatch
from foundation.inbox.opening import opened, opened_batch
from foundation.inbox.problems import FileUnfit, ImportProblem
from foundation.inbox.values.dates import DateOrder
from foundation.inbox.values.numbers import DecimalStyle
from foundation.inbox.working import Reporting, nothing_to_tell

MOST_ROWS: Final = 10_000


def too_long(content: bytes | memoryview, name: str, options: Mapping[str, Any] | None = None) -> ImportProblem | None:
    """The problem of a file with too many rows; no more of it is read than that takes."""
    count = 0
    with opened(content, name, options) as table:
        for rows in table.batches():
            count += len(rows)
            if count > MOST_ROWS:
                return kinds.TOO_MANY_ROWS.at(limit=MOST_ROWS)
    return None


def count_suppliers(batch: ImportBatch) -> Counter[str]:
    """The suppliers of a file by how many rows they have, each as it is first written."""
    column = batch.rules["columns"]["supplier"]
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    with opened_batch(batch) as table:
        place = table.header.index(column) if column in table.header else -1
        for row in table:
            if place >= 0 and not row.problems and (text := row.cells[place].strip()):
                counts[written.setdefault(supplier_key(text), text)] += 1
    return counts


def plan(batch: ImportBatch, *, lock: bool = False, progress: Reporting = nothing_to_tell) -> Plan:
    """Every row of the batch's file with what importing it would do; ``lock`` takes the invoices that it touches, and
    ``progress`` hears of every row.

    Raises:
        FileUnfit: when the file cannot be read to its end, lacks a needed column, or has too many rows.
    """
    rows = _read(batch, progress)
    sorter = Sorter(batch.rules, rows)
    sorter.place_vendors()
    sorter.drop_repeats()
    invoices = sorter.invoices(lock=lock)
    made = {supplier_key(each.new_vendor): each.new_vendor for each in invoices if each.new_vendor}
    return Plan(rows, invoices, list(made.values()))


def _read(batch: ImportBatch, progress: Reporting) -> list[Planned]:
    columns: dict[str, str] = batch.rules.get("columns", {})
    for name in REQUIRED:
        if name not in columns:
            raise FileUnfit(kinds.COLUMN_UNMAPPED.at(field=_(FIELDS[name])))
    how = Reading(
        DecimalStyle(batch.rules["decimal_style"]),
        DateOrder(batch.rules["date_order"]),
        batch.rules["currency"],
        batch.rules.get("terms_days"),
    )
    rows: list[Planned] = []
    with opened_batch(batch) as table:
        places = {name: table.header.index(column) for name, column in columns.items() if column in table.header}
        for row in table:
            progress(len(rows))
            if len(rows) >= MOST_ROWS:
                raise FileUnfit(kinds.TOO_MANY_ROWS.at(limit=MOST_ROWS))
            if row.problems:
                rows.append(Planned(row, ReadLine(), RowOutcome.QUARANTINED, tuple(row.problems)))
                continue
            cells = {name: (columns[name], row.cells[place]) for name, place in places.items()}
            what = read(cells, line=row.line, how=how)
            outcome = RowOutcome.QUARANTINED if what.problems else RowOutcome.CREATED
            rows.append(Planned(row, what, outcome, what.problems))
        if table.failure is not None:
            raise FileUnfit(table.failure)
    return rows
