"""The list of clients; retiring and restoring clients and processes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from engagements.actions.catalogue import add_row, archive_row, change_row, restore_row
from engagements.forms.catalogue import ClientForm
from engagements.models import Client, Process
from engagements.queries.catalogue import listed
from engagements.views.pages import FormPage, address, crumb, show_form
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.forms.submitting import old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission

WORDS: dict[str, Any] = {
    "client": {
        "heading": gettext_lazy("Clients"),
        "about": gettext_lazy("For whom work is done, if you are somebody's partner yourself."),
        "new": gettext_lazy("New client"),
        "empty": gettext_lazy("No clients yet"),
        "icon": "building",
    },
}
MODELS: dict[str, type[Client | Process]] = {"client": Client, "process": Process}
FORMS: dict[str, type[TenantModelForm]] = {"client": ClientForm}


@needs(Permission.VIEW)
def catalogue_list(request: TenantRequest, noun: str) -> HttpResponse:
    """Clients; ``?state=archived`` shows the others."""
    archived = request.GET.get("state") == "archived"
    rows = [
        (row, address(request, f"{noun}-edit", pk=row.pk), address(request, f"{noun}-restore", pk=row.pk))
        for row in listed(MODELS[noun], archived=archived)
    ]
    context = {
        "noun": noun,
        "words": WORDS[noun],
        "rows": rows,
        "archived": archived,
        "create_url": address(request, f"{noun}-create"),
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
    }
    return render(request, "engagements/catalogue_list.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def catalogue_create(request: TenantRequest, noun: str) -> HttpResponse:
    """A new client."""
    form = FORMS[noun](request.POST or None, organization=request.organization)
    back = address(request, f"{noun}-list")
    if request.method == "POST" and form.is_valid() and take(form, lambda: add_row(row=form.instance, by=request.user)):
        messages.success(request, _("%(name)s is on the list.") % {"name": form.instance})
        return redirect(back)
    words = WORDS[noun]
    return show_form(request, form, FormPage(str(words["new"]), back, [crumb(words["heading"], back)]))


@needs(Permission.EDIT_AGREEMENTS)
def catalogue_edit(request: TenantRequest, noun: str, pk: int) -> HttpResponse:
    """Change a client."""
    row: Any = get_object_or_404(MODELS[noun], pk=pk)
    title, back = str(row), address(request, f"{noun}-list")
    form = FORMS[noun](request.POST or None, instance=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = old_values(form)
        if take(form, lambda: change_row(row=row, by=request.user, was=was)):
            messages.success(request, _("%(name)s is saved.") % {"name": row})
            return redirect(back)
    archive = "" if row.archived_at else address(request, f"{noun}-archive", pk=pk)
    page = FormPage(title, back, [crumb(WORDS[noun]["heading"], back)])
    return show_form(request, form, page, archive_url=archive)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def catalogue_archive(request: TenantRequest, noun: str, pk: int) -> HttpResponse:
    """Take a client or process off its list."""
    row: Any = get_object_or_404(MODELS[noun], pk=pk)
    try:
        archive_row(row=row, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(address(request, f"{noun}-edit", pk=pk))
    messages.success(request, _("%(name)s is archived; its figures stay.") % {"name": row})
    return redirect(address(request, f"{noun}-list"))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def catalogue_restore(request: TenantRequest, noun: str, pk: int) -> HttpResponse:
    """Put a client or process back on its list."""
    row: Any = get_object_or_404(MODELS[noun], pk=pk)
    restore_row(row=row, by=request.user)
    messages.success(request, _("%(name)s is on the list again.") % {"name": row})
    return redirect(address(request, f"{noun}-list"))
