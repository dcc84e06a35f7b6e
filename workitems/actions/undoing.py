"""Taking a whole import back: what it made goes, what it changed stands as before."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.tenancy import context
from foundation.inbox.models import BatchState, ImportBatch
from foundation.inbox.working import Reporting, nothing_to_tell
from workitems.actions.clocks import recompute_clocks
from workitems.actions.dirty import mark_items_dirty
from workitems.actions.imports import lock
from workitems.actions.locking import lock_items
from workitems.ingest import statements
from workitems.models import WorkItem

_CREATED: Final = """
SELECT w.id FROM workitems_workitem w
WHERE w.organization_id = %(organization)s AND w.batch_id = %(batch)s AND NOT EXISTS (
    SELECT 1 FROM workitems_workitembefore b
    WHERE b.organization_id = w.organization_id AND b.batch_id = w.batch_id AND b.item_id = w.id)
"""
_CHANGED: Final = """
SELECT item_id FROM workitems_workitembefore
WHERE organization_id = %(organization)s AND batch_id = %(batch)s
"""
# Items that a later import took over from this one.
_LATER: Final = """
SELECT count(*), min(batch_id) FROM workitems_workitembefore
WHERE organization_id = %(organization)s AND batch_id <> %(batch)s AND values ->> 'batch_id' = %(batch)s::text
"""
_EXCLUDED: Final = f"""
SELECT count(*) FROM workitems_exclusion
WHERE organization_id = %(organization)s AND item_id IN ({_CREATED})
"""  # noqa: S608 - our own text
# Files that were withdrawn count too: the row that says so points at its item.
_WITH_FILES: Final = f"""
SELECT count(DISTINCT item_id) FROM workitems_attachment
WHERE organization_id = %(organization)s AND item_id IN ({_CREATED})
"""  # noqa: S608 - our own text
# Rows that point at an item go before it; the keys of the database do not cascade.
_REMOVE: Final = (
    "DELETE FROM workitems_slaclock WHERE organization_id = %(organization)s AND item_id = ANY (%(created)s)",
    "DELETE FROM workitems_workitemevent WHERE organization_id = %(organization)s AND item_id = ANY (%(created)s)",
    "DELETE FROM workitems_workitem WHERE organization_id = %(organization)s AND id = ANY (%(created)s)",
)
_EVENTS_BACK: Final = (
    "DELETE FROM workitems_workitemevent WHERE organization_id = %(organization)s AND batch_id = %(batch)s",
    (
        "UPDATE workitems_workitemevent SET retracted_at = NULL, retracted_batch_id = NULL"
        " WHERE organization_id = %(organization)s AND retracted_batch_id = %(batch)s"
    ),
)
_NOT_RESTORED: Final = ("id", "organization", "completed_at", "first_completed_at")
_FORGET: Final = (
    "DELETE FROM workitems_workitembefore WHERE organization_id = %(organization)s AND batch_id = %(batch)s"
)


class UndoRefused(Exception):  # noqa: N818 - a state, not a fault of ours
    """The import cannot be taken back; the text says why and what to do."""


class Undone(NamedTuple):
    """How many items were removed and how many stand as before."""

    removed: int
    restored: int


@transaction.atomic
def undo_batch(*, batch_id: int, by: User | None, now: datetime, progress: Reporting = nothing_to_tell) -> Undone:
    """Take a committed batch back, all or nothing. Its rows stay, as the account of what it had done.

    Issued scorecards stay as they are; their weeks are measured again and show that figures changed.

    Raises:
        UndoRefused: when a later import changed its items, or an exclusion or a file hangs on one that it created.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).defer("rules").get(pk=batch_id)
    if batch.state == BatchState.UNDONE:
        return Undone(0, 0)
    params = {"organization": context.organization_id(), "batch": batch.pk}
    lock()
    _refuse_if_built_upon(batch, params)
    created = [pk for (pk,) in statements.run(_CREATED, **params)]
    changed = [pk for (pk,) in statements.run(_CHANGED, **params)]
    progress(0, len(created) + len(changed))
    lock_items(created + changed)
    mark_items_dirty(item_ids=created + changed, now=now)
    for sql in _REMOVE:
        statements.run(sql, **params, created=created)
    progress(len(created))
    for sql in _EVENTS_BACK:
        statements.run(sql, **params)
    statements.run(_restore(), **params, now=now)
    statements.run(_FORGET, **params)
    recompute_clocks(now=now, item_ids=changed)
    mark_items_dirty(item_ids=changed, now=now)
    progress(len(created) + len(changed))
    batch.state, batch.undone_at = BatchState.UNDONE, now
    batch.save(update_fields=["state", "undone_at"])
    record("importbatch.undone", by=by, subject=batch, removed=len(created), restored=len(changed))
    return Undone(len(created), len(changed))


def _refuse_if_built_upon(batch: ImportBatch, params: dict[str, int]) -> None:
    if batch.state != BatchState.COMMITTED:
        raise UndoRefused(_("Only an import that is in can be taken back."))
    [(later, first)] = statements.run(_LATER, **params)
    if later:
        text = ngettext(
            "A later import (no. %(number)d) changed %(count)d of its items. Undo that one first.",
            "A later import (no. %(number)d) changed %(count)d of its items. Undo that one first.",
            later,
        )
        raise UndoRefused(text % {"count": later, "number": first})
    [(excluded,)] = statements.run(_EXCLUDED, **params)
    if excluded:
        text = ngettext(
            "An exclusion was claimed on %(count)d item of this import. It would be lost, so the import stays.",
            "Exclusions were claimed on %(count)d items of this import. They would be lost, so the import stays.",
            excluded,
        )
        raise UndoRefused(text % {"count": excluded})
    [(with_files,)] = statements.run(_WITH_FILES, **params)
    if with_files:
        text = ngettext(
            "Files were put on %(count)d item of this import. They would be lost, so the import stays.",
            "Files were put on %(count)d items of this import. They would be lost, so the import stays.",
            with_files,
        )
        raise UndoRefused(text % {"count": with_files})


def _restore() -> str:
    """Every column of an item as it was kept, but for those the database makes."""
    columns = [str(field.column) for field in WorkItem._meta.local_fields if field.name not in _NOT_RESTORED]
    new = ", ".join(f"{name} = old.{name}" for name in columns if name != "updated_at")
    return f"""
    UPDATE workitems_workitem w SET {new}, updated_at = %(now)s
    FROM workitems_workitembefore b, jsonb_populate_record(NULL::workitems_workitem, b.values) old
    WHERE b.organization_id = %(organization)s AND b.batch_id = %(batch)s
        AND w.organization_id = b.organization_id AND w.id = b.item_id
    """  # noqa: S608 - column names of our own
