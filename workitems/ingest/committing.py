"""The steps of a commit, in their order: stage rows, stage items, keep what stood before, write, account.

Inside one transaction, behind the lock of ``actions.imports``, with the temporary tables of ``staged`` open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from foundation.accounts.tenancy import context
from foundation.inbox.accounting import RowOutcome, account
from foundation.inbox.models import BatchState, ImportBatch
from foundation.inbox.reading.rows import Row
from workitems.ingest import statements
from workitems.ingest.places import Places
from workitems.ingest.reading import Reading
from workitems.ingest.staged import Leftovers, copying, row_values, write_items

Done = Callable[[int], None]
ITEM_OUTCOMES = (RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.UNCHANGED)

BULK = 1_000
"""So many items written at once make the planner's picture of the tables wrong, even within the transaction."""


def stage_rows(reading: Reading, rows: Iterable[Row], batch: ImportBatch, done: Done) -> None:
    """Every physical row with its verdict."""
    with copying("workitems_incoming_row") as write:
        for read in reading.rows(rows, batch, lambda row, verdict: write(row_values(row, verdict))):
            done(read)


def stage_items(reading: Reading, places: Places, header: Sequence[str], done: Done) -> list[int]:
    """The items that the rows tell of, each with its outcome; returns the ids of those to be changed."""
    leftovers = Leftovers(reading.mapping, header)
    superseded: list[int] = []
    changed: list[int] = []
    rows = 0
    for judged in reading.items(places):
        write_items(judged, leftovers)
        superseded += [line for each in judged for line in each.folded.superseded]
        changed += [each.item_id for each in judged if each.item_id and each.outcome == RowOutcome.UPDATED]
        rows += sum(len(each.folded.lines) + len(each.folded.superseded) for each in judged)
        done(rows)
    if superseded:
        statements.run(statements.SUPERSEDED, lines=superseded)
    statements.run(statements.INDEX)
    return sorted(changed)


def write(batch: ImportBatch, reading: Reading, changed: Sequence[int], now: datetime) -> list[int]:
    """What stood before, items, events and rows; returns the ids of the items written, in order.

    Raises:
        RuntimeError: when the database wrote something else than was foretold.
    """
    params = {**_params(batch), "changed": list(changed), "now": now}
    statements.run(statements.BEFORES, **params)
    statements.run(statements.UPSERT, **params)
    statements.run(statements.COUNT_WRITTEN)
    written = statements.run(statements.WRITTEN)
    refresh_if_bulk(written)
    statements.run(statements.STORED, **params)
    statements.run(statements.COMPARE)
    statements.run(statements.RETRACT, **params)
    statements.run(statements.TELL, **params)
    statements.run(statements.ROWS, **params)
    created = sum(is_new for _pk, is_new in written)
    foretold = [reading.findings.items[outcome] for outcome in (RowOutcome.CREATED, RowOutcome.UPDATED)]
    if [created, len(written) - created] != foretold:
        raise RuntimeError(f"the import foretold {foretold}; the database wrote {created} of {len(written)} anew")
    return [pk for pk, _is_new in written]


def refresh_if_bulk(written: Sequence[object]) -> None:
    """Show the planner the tables of items, events and clocks as they are in this transaction, if much was written."""
    if len(written) >= BULK:
        statements.run(statements.REFRESH)


def close(batch: ImportBatch, reading: Reading, now: datetime) -> None:
    """The accounting, from the rows that were written; the database, too, refuses one that does not add up.

    Raises:
        RuntimeError: when it does not.
    """
    counted = statements.run(statements.COUNTS, **_params(batch))
    outcomes = {RowOutcome(state): count for state, count in counted}
    accounting = account(reading.findings.rows_read, outcomes)
    if not accounting.balanced or outcomes != +reading.findings.rows:
        raise RuntimeError(f"rows do not add up: {accounting}, {reading.findings.rows}")
    note(batch, reading)
    batch.state, batch.committed_at, batch.error = BatchState.COMMITTED, now, ""
    batch.save()


def note(batch: ImportBatch, reading: Reading) -> None:
    """What a reading found, into the batch's columns."""
    findings = reading.findings
    batch.rows_read = findings.rows_read
    for outcome in RowOutcome:
        setattr(batch, f"rows_{outcome}", findings.rows[outcome])
    for outcome in ITEM_OUTCOMES:
        setattr(batch, f"items_{outcome}", findings.items[outcome])
    batch.findings = {**batch.findings, **reading.report}


def _params(batch: ImportBatch) -> dict[str, object]:
    return {"organization": context.organization_id(), "source": batch.rules["source"], "batch": batch.pk}
