"""Writing the work inventory: a process, the verdict on it, and the library to begin with."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions import processes as actions
from engagements.actions.catalogue import add_row
from engagements.forms.processes import ProcessForm, RevisedForm, VerdictForm
from engagements.inventory.library import STARTER_PROCESSES, starter_process
from engagements.models import Process
from engagements.models.processes import Service
from engagements.views.pages import address, crumb, today_of
from foundation.accounts.forms.submitting import has_seen, is_conflict, old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.EDIT_AGREEMENTS)
def process_create(request: TenantRequest) -> HttpResponse:
    """A new process; only its name is needed."""
    form = ProcessForm(request.POST or None, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        added = take(form, lambda: add_row(row=form.instance, by=request.user))
        if added is not None:
            messages.success(request, _("%(name)s is on the list.") % {"name": added})
            return redirect(address(request, "process-detail", pk=added.pk))
    context = {"form": form, "title": _("New process"), "back": address(request, "process-list")}
    return render(request, "engagements/process_form.html", {**context, "crumbs": _way_up(request)})


@needs(Permission.EDIT_AGREEMENTS)
def process_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change a process; two people at once see a conflict, with what the other one saved."""
    process = get_object_or_404(Process, pk=pk)
    title, back = str(process), address(request, "process-detail", pk=pk)
    form = ProcessForm(request.POST or None, instance=process, organization=request.organization)
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        was, seen = old_values(form), form.seen_revision
        if take(form, lambda: actions.change_process(process=process, by=request.user, was=was, seen=seen)):
            messages.success(request, _("%(name)s is saved.") % {"name": process})
            return redirect(back)
        theirs = _theirs(form)
    archive = "" if process.archived_at else address(request, "process-archive", pk=pk)
    context = {
        "form": form,
        "title": title,
        "back": back,
        "theirs": theirs,
        "archive_url": archive,
        "crumbs": [*_way_up(request), crumb(title, back)],
    }
    return render(request, "engagements/process_form.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def process_decide(request: TenantRequest, pk: int) -> HttpResponse:
    """Say whether it may leave the house, why, and when that is looked at again."""
    process = get_object_or_404(Process, pk=pk)
    back = address(request, "process-detail", pk=pk)
    proposed = request.GET.get("verdict", "")
    # Only shown: what is sent is compared with what is stored.
    initial = {"verdict": proposed} if request.method == "GET" and proposed in ("can", "cannot") else None
    form = VerdictForm(
        request.POST or None,
        instance=process,
        organization=request.organization,
        initial=initial,
        today=today_of(request),
    )
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        was, seen = old_values(form), form.seen_revision
        if take(form, lambda: actions.decide_process(process=process, by=request.user, was=was, seen=seen)):
            messages.success(request, _("%(name)s is saved.") % {"name": process})
            return redirect(back)
        theirs = _theirs(form)
    title = _("May %(name)s leave the house?") % {"name": process}
    context = {"form": form, "title": title, "back": back, "theirs": theirs}
    crumbs = [*_way_up(request), crumb(process, back)]
    return render(request, "engagements/process_decide.html", {**context, "crumbs": crumbs})


@needs(Permission.VIEW)
def process_library(request: TenantRequest) -> HttpResponse:
    """Processes that others handed over, to begin with."""
    there = {name.lower() for name in Process.objects.values_list("name", flat=True)}
    starters = [
        {
            "process": each,
            "name": _(each.name),
            "area": _(each.area),
            "service": Service(each.service).label,
            "description": _(each.description),
            "criteria": _(each.acceptance_criteria),
            "is_there": _(each.name).lower() in there,
        }
        for each in STARTER_PROCESSES
    ]
    context = {
        "starters": starters,
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
        "crumbs": _way_up(request),
    }
    return render(request, "engagements/process_library.html", context)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def process_adopt(request: TenantRequest, process_key: str) -> HttpResponse:
    """Put a process of the library on the list."""
    starter = starter_process(process_key)
    if starter is None:
        raise Http404
    try:
        added = actions.adopt_starter(starter=starter, by=request.user)
    except ValidationError as error:
        messages.info(request, error.messages[0])
        return redirect(address(request, "process-library"))
    messages.success(request, _("%(name)s is on the list. Say how much of it there is.") % {"name": added})
    return redirect(address(request, "process-detail", pk=added.pk))


def _theirs(form: RevisedForm) -> list[tuple[str, str]]:
    """After a refusal: what somebody else saved where it differs from what was typed; the form goes on from there."""
    if not is_conflict(form):
        return []
    stored = Process.objects.get(pk=form.instance.pk)
    has_seen(form, stored.revision)
    differing = [name for name in form.cleaned_data if name != "seen" and _differs(form, stored, name)]
    return [(str(form.fields[name].label), _shown(stored, name)) for name in differing]


def _differs(form: RevisedForm, stored: Process, name: str) -> bool:
    return bool(getattr(stored, name) != form.cleaned_data[name])


def _shown(stored: Process, name: str) -> str:
    value: Any = getattr(stored, name)
    if name == "reasons":
        return ", ".join(value)
    display = getattr(stored, f"get_{name}_display", None)
    return str(display() if display else value) if value not in (None, "") else "\N{EN DASH}"


def _way_up(request: TenantRequest) -> list[dict[str, str]]:
    return [crumb(_("Processes"), address(request, "process-list"))]
