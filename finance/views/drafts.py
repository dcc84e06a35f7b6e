"""The editor: the frame and the numbers of a draft, with what follows shown while one types."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.views.pages import today_of
from finance.actions import cases as actions
from finance.case import CaseError, Document, find
from finance.forms.drafts import DraftForm
from finance.forms.problems import words_of
from finance.models import CaseVersion
from finance.queries.cases import policy
from finance.queries.sources import gone
from finance.showing import Showing, lines_of, shown, source_words
from finance.views.places import case_or_404, crumbs, draft_or_404, here
from foundation.accounts.forms.submitting import has_seen, is_conflict, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.EDIT_CASES)
def case_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """The draft's form; saved, it goes on where ``then`` says (a page of one of its parts)."""
    case = case_or_404(pk)
    version = draft_or_404(case)
    form = draft_form(request, version)
    if request.method == "POST" and form.is_valid() and form.document:
        document = form.document
        data = form.cleaned_data
        kept = take(
            form,
            lambda: actions.save_draft(
                version=version, document=document, note=data["note"], seen=data["seen"], by=request.user
            ),
        )
        if kept is not None:
            if then := _then(request, pk):
                return redirect(then)
            messages.success(request, _("The draft is saved."))
            return redirect(here(request, "case-edit", pk=pk))
        if is_conflict(form):
            version.refresh_from_db()
            has_seen(form, version.revision)
    document = form.document or form.was
    findings = find(document)
    context = {
        "case": case,
        "version": version,
        "form": form,
        "rows": [(*row, source_words(form.was, row[0].key)) for row in form.rows()],
        "shown": shown(document, findings, gone=gone(document)),
        "options": [(option, lines_of(document.case, findings, option)) for option in document.case.options],
        "crumbs": crumbs(request, case),
        "preview_url": here(request, "case-preview", pk=pk),
    }
    return render(request, "finance/case_edit.html", context)


@require_POST
@needs(Permission.EDIT_CASES)
def case_preview(request: TenantRequest, pk: int) -> HttpResponse:
    """What follows from the numbers as typed; nothing is saved."""
    version = draft_or_404(case_or_404(pk))
    form = draft_form(request, version)
    problems, showing = preview(form)
    return render(request, "finance/case_results.html", {"shown": showing, "problems": problems})


def draft_form(request: TenantRequest, version: CaseVersion) -> DraftForm:
    """The form of a draft, with what was typed."""
    return DraftForm(
        request.POST or None,
        document=version.read(),
        by=str(request.user),
        today=today_of(request),
        counts_non_cash=policy().counts_non_cash,
        seen=version.revision,
        note=version.note,
    )


def preview(form: DraftForm) -> tuple[list[str], Showing | None]:
    """What is wrong with what was typed, or what follows from it."""
    if not form.is_valid() or form.document is None:
        return problems_of(form), None
    document: Document = form.document
    try:
        return [], shown(document, find(document), gone=set())
    except CaseError as error:
        return [words_of(problem) for problem in error.problems], None


def problems_of(form: DraftForm) -> list[str]:
    """Every message of a form with the name of its field."""
    found = []
    for name, errors in form.errors.items():
        label = str(form.fields[name].label) if name in form.fields else ""
        found += [f"{label}: {error}" if label else str(error) for error in errors]
    return found


def _then(request: TenantRequest, pk: int) -> str:
    """The page of a part that a button asked for; "" for none."""
    name, *keys = request.POST.get("then", "").split(":")
    names: dict[str, tuple[str, ...]] = {
        "driver-create": (),
        "driver-edit": ("driver",),
        "option-create": (),
        "option-edit": ("option",),
        "line-create": ("option",),
        "line-edit": ("option", "line"),
        "case-detail": (),
    }
    if name not in names or len(keys) != len(names[name]) or not all(key.isidentifier() for key in keys):
        return ""
    kwargs: dict[str, Any] = dict(zip(names[name], keys, strict=True))
    return here(request, name, pk=pk, **kwargs)
