"""The pages of the parts of a draft: drivers, options, lines; added, changed, taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.views.pages import today_of
from finance.actions import cases as actions
from finance.case import CaseError, Document, Line, Option
from finance.forms.parts import DriverForm, LineForm, OptionForm, PartForm, with_lines
from finance.forms.problems import words_of
from finance.models import CaseVersion
from finance.views.places import case_or_404, case_page, draft_or_404, here
from foundation.accounts.forms.submitting import has_seen, is_conflict, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.EDIT_CASES)
def driver_create(request: TenantRequest, pk: int) -> HttpResponse:
    """A further number."""
    version = draft_or_404(case_or_404(pk))
    more = {"driver": None, "by": str(request.user), "today": today_of(request)}
    return _show(request, version, DriverForm, _("New number"), more)


@needs(Permission.EDIT_CASES)
def driver_edit(request: TenantRequest, pk: int, driver: str) -> HttpResponse:
    """Change what a number is."""
    version = draft_or_404(case_or_404(pk))
    found = _found(version.read().case.driver, driver)
    more = {"driver": found, "by": str(request.user), "today": today_of(request)}
    remove = here(request, "driver-delete", pk=pk, driver=driver)
    return _show(request, version, DriverForm, found.name, more, remove)


@needs(Permission.EDIT_CASES)
def option_create(request: TenantRequest, pk: int) -> HttpResponse:
    """A further option."""
    version = draft_or_404(case_or_404(pk))
    return _show(request, version, OptionForm, _("New option"), {"option": None, "today": today_of(request)})


@needs(Permission.EDIT_CASES)
def option_edit(request: TenantRequest, pk: int, option: str) -> HttpResponse:
    """Name, way and trade-offs of an option."""
    version = draft_or_404(case_or_404(pk))
    found = _found(version.read().case.option, option)
    remove = here(request, "option-delete", pk=pk, option=option)
    return _show(request, version, OptionForm, found.name, {"option": found, "today": today_of(request)}, remove)


@needs(Permission.EDIT_CASES)
def line_create(request: TenantRequest, pk: int, option: str) -> HttpResponse:
    """A further line of an option."""
    version = draft_or_404(case_or_404(pk))
    found = _found(version.read().case.option, option)
    return _show(request, version, LineForm, _("New line"), {"option": found, "line": None})


@needs(Permission.EDIT_CASES)
def line_edit(request: TenantRequest, pk: int, option: str, line: str) -> HttpResponse:
    """Change a line."""
    version = draft_or_404(case_or_404(pk))
    above = _found(version.read().case.option, option)
    found = _line(above, line)
    remove = here(request, "line-delete", pk=pk, option=option, line=line)
    return _show(request, version, LineForm, found.name, {"option": above, "line": found}, remove)


@require_POST
@needs(Permission.EDIT_CASES)
def driver_delete(request: TenantRequest, pk: int, driver: str) -> HttpResponse:
    """Take a number out that no line uses."""
    return _remove(request, pk, lambda document: without_driver(document, driver))


@require_POST
@needs(Permission.EDIT_CASES)
def option_delete(request: TenantRequest, pk: int, option: str) -> HttpResponse:
    """Take an option out; the one that is asked for stays."""
    return _remove(request, pk, lambda document: without_option(document, option))


@require_POST
@needs(Permission.EDIT_CASES)
def line_delete(request: TenantRequest, pk: int, option: str, line: str) -> HttpResponse:
    """Take a line out."""

    def without(document: Document) -> Document:
        found = _found(document.case.option, option)
        gone = _line(found, line)
        return with_lines(document, found, tuple(each for each in found.lines if each is not gone))

    return _remove(request, pk, without)


def _show(
    request: TenantRequest,
    version: CaseVersion,
    make: type[PartForm],
    title: str,
    more: dict[str, Any],
    remove_url: str = "",
) -> HttpResponse:
    form = make(request.POST or None, document=version.read(), initial={"seen": version.revision}, **more)
    back = here(request, "case-edit", pk=version.case_id)
    if request.method == "POST" and form.is_valid() and form.document:
        document, seen = form.document, form.cleaned_data["seen"]
        kept = take(
            form,
            lambda: actions.save_draft(
                version=version, document=document, note=version.note, seen=seen, by=request.user
            ),
        )
        if kept is not None:
            messages.success(request, _("The draft is saved."))
            return redirect(back)
        if is_conflict(form):
            version.refresh_from_db()
            has_seen(form, version.revision)
    page = case_page(request, version.case, title, back)
    return render(request, "finance/part_form.html", {"form": form, "page": page, "remove_url": remove_url})


def _remove(request: TenantRequest, pk: int, without: Callable[[Document], Document]) -> HttpResponse:
    version = draft_or_404(case_or_404(pk))
    try:
        document = without(version.read())
        actions.save_draft(
            version=version, document=document, note=version.note, seen=version.revision, by=request.user
        )
        messages.success(request, _("It is taken out."))
    except CaseError as error:
        messages.error(request, " ".join(words_of(problem) for problem in error.problems))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(here(request, "case-edit", pk=pk))


def without_driver(document: Document, key: str) -> Document:
    """The case without a number; raises ValidationError while a line uses it, Http404 when it is not there."""
    case = document.case
    driver = _found(case.driver, key)
    users = [
        f"{option.name}: {line.name}"
        for option in case.options
        for line in option.lines
        if key in case.drivers_of(line)
    ]
    if users:
        words = {"name": driver.name, "lines": ", ".join(users[:3])}
        raise ValidationError(_("%(name)s is used by %(lines)s: change these first.") % words)
    drivers = tuple(each for each in case.drivers if each.key != key)
    volume, growth, ramp = ("" if role == key else role for role in (case.volume, case.growth, case.ramp))
    sources = {name: source for name, source in document.sources.items() if name != key}
    smaller = replace(case, drivers=drivers, volume=volume, growth=growth, ramp=ramp)
    return replace(document, case=smaller, sources=sources)


def without_option(document: Document, key: str) -> Document:
    """The case without an option; raises ValidationError for the one asked for, Http404 when it is not there."""
    option = _found(document.case.option, key)
    if key == document.preferred:
        raise ValidationError(_("%(name)s is asked for: ask for another one first.") % {"name": option.name})
    options = tuple(each for each in document.case.options if each.key != key)
    baseline = "" if document.case.baseline == key else document.case.baseline
    notes = {name: note for name, note in document.notes.items() if name != key}
    return replace(document, case=replace(document.case, options=options, baseline=baseline), notes=notes)


def _found(find: Callable[[str], Any], key: str) -> Any:
    try:
        return find(key)
    except CaseError:
        raise Http404 from None


def _line(option: Option, key: str) -> Line:
    line = next((each for each in option.lines if each.key == key), None)
    if line is None:
        raise Http404
    return line
