"""Quarantined rows put right and run again: a batch of its own over the same file, for the items concerned alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.accounts.models import User
from foundation.inbox.models import BatchState, ImportBatch, ImportRow, RowState
from workitems.actions.imports import open_batch
from workitems.mapping import Mapping as Rules
from workitems.models import WorkItem


class MendingRefused(Exception):  # noqa: N818 - a state, not a fault of ours
    """The rows cannot be run again; the text says why and what to do."""


@transaction.atomic
def mend_rows(*, batch: ImportBatch, lines: Mapping[int, Sequence[str]], by: User | None, now: datetime) -> ImportBatch:
    """Begin an import of the same file with these lines replaced; lines that are as they were are left out.

    Earlier corrections of the same batch are kept. It reads every row of the items concerned, so that an event log's
    story stays whole.

    Raises:
        MendingRefused: for a batch that is not in or whose file was deleted, lines that are not quarantined or have
            another number of cells, nothing changed, or items that a later import has changed since.
    """
    if batch.state != BatchState.COMMITTED:
        raise MendingRefused(_("Only rows of an import that is in can be mended."))
    if batch.file.is_deleted:
        raise MendingRefused(
            _("The retention schedule deleted this import's file. Import these rows as a file of their own.")
        )
    rows = {
        row.line: row for row in ImportRow.objects.filter(batch=batch, line__in=list(lines), state=RowState.QUARANTINED)
    }
    if missing := sorted(set(lines) - set(rows)):
        raise MendingRefused(
            _("Line %(line)d is not among the quarantined rows of this import.") % {"line": missing[0]}
        )
    changed = {line: list(cells) for line, cells in lines.items() if list(cells) != rows[line].raw}
    if not changed:
        raise MendingRefused(_("Nothing was changed in these rows."))
    for line, cells in changed.items():
        if len(cells) != len(batch.header):
            text = _("Line %(line)d has %(cells)d cells, the file %(columns)d columns.")
            raise MendingRefused(text % {"line": line, "cells": len(cells), "columns": len(batch.header)})
    rules = Rules.from_json(batch.rules)
    _refuse_if_changed_since(batch, rules, changed)
    earlier = _mended_before(batch)
    mended = {**earlier, **{str(line): cells for line, cells in changed.items()}}
    return open_batch(
        file=batch.file,
        header=tuple(batch.header),
        by=by,
        now=now,
        mapping=rules,
        options=batch.options,
        corrects=batch,
        mended=mended,
    )


def _mended_before(batch: ImportBatch) -> dict[str, list[str]]:
    found: dict[str, list[str]] = dict(batch.mended)
    for lines in batch.corrections.filter(state=BatchState.COMMITTED).order_by("pk").values_list("mended", flat=True):
        found |= lines
    return found


def _refuse_if_changed_since(batch: ImportBatch, rules: Rules, lines: Mapping[int, Sequence[str]]) -> None:
    """An older file must not overwrite what a newer one told."""
    place = batch.header.index(rules.columns["external_id"])
    ids = {cells[place].strip() for cells in lines.values()}
    family = {batch.pk, batch.corrects_id, *batch.corrections.values_list("pk", flat=True)}
    later = WorkItem.objects.filter(source=rules.source, external_id__in=ids, batch_id__gt=batch.pk)
    count = later.exclude(batch_id__in=family).count()
    if count:
        text = ngettext(
            "A later import has told %(count)d of these items anew. Mend it in the source, and import the next file.",
            "A later import has told %(count)d of these items anew. Mend them in the source, and import the next file.",
            count,
        )
        raise MendingRefused(text % {"count": count})
