"""Quarantined rows: one put right in a form, or all of them in the file that was downloaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.explaining import placed_sentence, sentence, stored_problem
from foundation.inbox.formulas import unescape_formula
from foundation.inbox.inspecting import inspect
from foundation.inbox.models import ImportBatch
from foundation.inbox.opening import opened
from foundation.inbox.queries import quarantined_rows
from foundation.inbox.rejected import LINE
from foundation.inbox.working import SameImportError
from foundation.jobs.clock import database_now
from workitems.actions import imports
from workitems.actions.mending import MendingRefused, mend_rows
from workitems.forms.imports.mending import MendedFileForm, RowForm
from workitems.views.imports import steps


class _RefusedError(Exception):
    """The file cannot be used; the text says why."""


@needs(Permission.IMPORT_ITEMS)
def import_row(request: TenantRequest, pk: int, row: int) -> HttpResponse:
    """Put one row right, and run it again."""
    batch = steps.batch_or_404(pk)
    found = get_object_or_404(quarantined_rows(batch), pk=row)
    form = RowForm(steps.sent(request), row=found, header=batch.header)
    if request.method == "POST" and form.is_valid():
        response = _mend(request, batch, {found.line: form.cells()}, form)
        if response is not None:
            return response
    context = {
        "batch": batch,
        "form": form,
        "row": found,
        "problems": [
            {"column": each.get("column") or "", "text": sentence(stored_problem(each))} for each in found.errors
        ],
        "crumbs": [*steps.crumbs(request), _up(request, batch)],
    }
    return render(request, "inbox/importrow_mend.html", context, status=422 if form.errors else 200)


@needs(Permission.IMPORT_ITEMS)
def import_mend(request: TenantRequest, pk: int) -> HttpResponse:
    """Send the file of quarantined rows back, and run them again."""
    batch = steps.batch_or_404(pk)
    form = MendedFileForm(steps.sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            lines = _lines(batch, file.read(), file.name)
        except _RefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            response = _mend(request, batch, lines, form)
            if response is not None:
                return response
    context = {"batch": batch, "form": form, "crumbs": [*steps.crumbs(request), _up(request, batch)]}
    return render(request, "inbox/importbatch_mend.html", context, status=422 if form.errors else 200)


def _mend(
    request: TenantRequest, batch: ImportBatch, lines: Mapping[int, Sequence[str]], form: Any
) -> HttpResponse | None:
    try:
        correction = mend_rows(batch=batch, lines=lines, by=request.user, now=database_now())
        steps.ring(request, correction, imports.COMMIT, _("Mended rows of %(file)s") % {"file": batch.file.name})
    except MendingRefused as refusal:
        form.add_error(None, str(refusal))
        return None
    except SameImportError as same:
        messages.info(request, _("These rows were mended in the same way before."))
        return steps.to_step(request, "import-detail", same.twin)
    return steps.to_step(request, "import-detail", correction)


def _lines(batch: ImportBatch, content: bytes, name: str) -> dict[int, list[str]]:
    """The cells per line of the original, in the order of its columns. Raises _RefusedError."""
    inspection = inspect(content, name)
    if inspection.failure is not None:
        raise _RefusedError(placed_sentence(inspection.failure))
    if absent := [column for column in (LINE, *batch.header) if column not in inspection.header]:
        raise _RefusedError(
            _("The column “%(column)s” is missing. Send the downloaded file back.") % {"column": absent[0]}
        )
    places = [inspection.header.index(column) for column in batch.header]
    line_place = inspection.header.index(LINE)
    as_it_was = unescape_formula if inspection.info and inspection.info.kind == "csv" else str
    found: dict[int, list[str]] = {}
    with opened(content, name) as table:
        for row in table:
            number = row.cells[line_place].strip() if line_place < len(row.cells) else ""
            if not number.isdigit() or len(row.cells) != len(inspection.header):
                text = _("Line %(line)d of the mended file has no number in “import line”, or too few cells.")
                raise _RefusedError(text % {"line": row.line})
            found[int(number)] = [as_it_was(row.cells[place]) for place in places]
        if table.failure is not None:
            raise _RefusedError(placed_sentence(table.failure))
    return found


def _up(request: TenantRequest, batch: ImportBatch) -> dict[str, str]:
    return {"label": batch.file.name, "url": steps.address(request, "import-detail", pk=batch.pk)}
