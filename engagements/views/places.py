"""The registers of the whole workspace: approved places for data, and tools."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from engagements.actions import places as actions
from engagements.forms.registers import PlaceForm, ToolForm
from engagements.models import ApprovedPlace, Engagement, Tool
from engagements.queries.registers import listed
from engagements.views.pages import FormPage, address, crumb, show_form, today_of
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.forms.submitting import old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission

# Longer numbers fit in no id.
LONGEST_ID = 18


class Register(NamedTuple):
    """A register: its rows, their form, and its words."""

    model: type[ApprovedPlace | Tool]
    form: type[TenantModelForm]
    heading: str | Promise
    about: str | Promise
    new: str | Promise
    icon: str


REGISTERS = {
    "place": Register(
        ApprovedPlace,
        PlaceForm,
        gettext_lazy("Approved places for data"),
        gettext_lazy("Where data may be exchanged with partners, and nowhere else. The client controls the account."),
        gettext_lazy("New place"),
        "lock",
    ),
    "tool": Register(
        Tool,
        ToolForm,
        gettext_lazy("Tools"),
        gettext_lazy("What the work is done in: project management, documents, channels, time tracking."),
        gettext_lazy("New tool"),
        "plug",
    ),
}


@needs(Permission.VIEW)
def listed_list(request: TenantRequest, noun: str) -> HttpResponse:
    """A register; ``?state=withdrawn`` shows what may no longer be used."""
    withdrawn = request.GET.get("state") == "withdrawn"
    rows: list[Any] = listed(REGISTERS[noun].model, withdrawn=withdrawn)
    context = {
        "noun": noun,
        "words": REGISTERS[noun],
        "rows": [(row, address(request, f"{noun}-edit", pk=row.pk)) for row in rows],
        "withdrawn": withdrawn,
        "create_url": address(request, f"{noun}-create"),
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
    }
    return render(request, f"engagements/{noun}_list.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def listed_create(request: TenantRequest, noun: str) -> HttpResponse:
    """A new row; ``?engagement=`` chooses for which."""
    wanted = request.GET.get("engagement", "")
    engagement = (
        Engagement.objects.filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) <= LONGEST_ID else None
    )
    row = REGISTERS[noun].model(engagement=engagement)
    form = REGISTERS[noun].form(request.POST or None, instance=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        added: Any = take(form, lambda: actions.add_listed(row=form.instance, by=request.user, today=today_of(request)))
        if added is not None:
            messages.success(request, _("%(name)s is on the list.") % {"name": added})
            return redirect(_back(request, noun, added.engagement_id))
    page = _page(request, noun, str(REGISTERS[noun].new), engagement)
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def listed_edit(request: TenantRequest, noun: str, pk: int) -> HttpResponse:
    """Change a row."""
    row: Any = get_object_or_404(REGISTERS[noun].model.objects.select_related("engagement"), pk=pk)
    title, home = str(row), row.engagement
    form = REGISTERS[noun].form(request.POST or None, instance=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = old_values(form)
        if take(form, lambda: actions.change_listed(row=row, by=request.user, today=today_of(request), was=was)):
            messages.success(request, _("%(name)s is saved.") % {"name": row})
            return redirect(_back(request, noun, row.engagement_id))
    return show_form(request, form, _page(request, noun, title, home))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def listed_withdraw(request: TenantRequest, noun: str, pk: int) -> HttpResponse:
    """It may no longer be used."""
    row: Any = get_object_or_404(REGISTERS[noun].model, pk=pk)
    actions.withdraw_listed(row=row, by=request.user, today=today_of(request))
    messages.success(request, _("%(name)s may no longer be used.") % {"name": row})
    return redirect(address(request, f"{noun}-list"))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def listed_restore(request: TenantRequest, noun: str, pk: int) -> HttpResponse:
    """It may be used again."""
    row: Any = get_object_or_404(REGISTERS[noun].model, pk=pk)
    actions.restore_listed(row=row, by=request.user, today=today_of(request))
    messages.success(request, _("%(name)s is on the list again.") % {"name": row})
    return redirect(address(request, f"{noun}-list"))


def _back(request: TenantRequest, noun: str, engagement_id: int | None) -> str:
    if engagement_id is None:
        return address(request, f"{noun}-list")
    return f"{address(request, 'engagement-scope', pk=engagement_id)}#{noun}"


def _page(request: TenantRequest, noun: str, title: str, engagement: Engagement | None) -> FormPage:
    home = address(request, f"{noun}-list")
    back = _back(request, noun, engagement.pk if engagement else None)
    crumbs = [crumb(REGISTERS[noun].heading, home)]
    return FormPage(title, back, crumbs, engagement=engagement, current="scope")
