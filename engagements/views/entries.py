"""Lines of an engagement's lists: segments, the communication plan, the triage rubric. One short form each."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from engagements.actions import entries as actions
from engagements.forms.registers import CommunicationForm
from engagements.forms.segments import SegmentForm
from engagements.forms.triage import TriageRuleForm
from engagements.models import CommunicationEntry, Engagement, Segment, TriageRule
from engagements.views.pages import FormPage, address, crumb, show_form
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.forms.submitting import old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


class Noun(NamedTuple):
    """A list: its rows, their form, the title of a new one, and the tab on which it stands."""

    model: type[Segment | CommunicationEntry | TriageRule]
    form: type[TenantModelForm]
    new: str | Promise
    tab: str


NOUNS = {
    "segment": Noun(Segment, SegmentForm, gettext_lazy("New segment"), "scope"),
    "communication": Noun(CommunicationEntry, CommunicationForm, gettext_lazy("New line of the plan"), "scope"),
    "triage": Noun(TriageRule, TriageRuleForm, gettext_lazy("New triage rule"), "guardrails"),
}


@needs(Permission.EDIT_AGREEMENTS)
def entry_create(request: TenantRequest, noun: str, pk: int) -> HttpResponse:
    """Put a line on a list."""
    engagement = get_object_or_404(Engagement, pk=pk)
    row = NOUNS[noun].model(engagement=engagement)
    form = NOUNS[noun].form(request.POST or None, instance=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        added: Any = take(form, lambda: actions.add_entry(row=form.instance, by=request.user))
        if added is not None:
            return redirect(_back(request, noun, pk))
    return show_form(request, form, _page(request, engagement, noun, str(NOUNS[noun].new)), wide=True)


@needs(Permission.EDIT_AGREEMENTS)
def entry_edit(request: TenantRequest, noun: str, pk: int, **ids: int) -> HttpResponse:
    """Change a line."""
    row = _row(noun, pk, ids)
    title = str(row)
    form = NOUNS[noun].form(request.POST or None, instance=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = old_values(form)
        changed: Any = take(form, lambda: actions.change_entry(row=row, by=request.user, was=was))
        if changed is not None:
            return redirect(_back(request, noun, pk))
    return show_form(request, form, _page(request, row.engagement, noun, title), wide=True)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def entry_remove(request: TenantRequest, noun: str, pk: int, **ids: int) -> HttpResponse:
    """Take a line off its list."""
    row = _row(noun, pk, ids)
    try:
        with transaction.atomic():
            actions.remove_entry(row=row, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("%(name)s is removed.") % {"name": row})
    return redirect(_back(request, noun, pk))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def entry_move(request: TenantRequest, noun: str, pk: int, **ids: int) -> HttpResponse:
    """Swap a line with the one above (``way=up``) or below it."""
    actions.move_entry(row=_row(noun, pk, ids), up=request.POST.get("way") == "up", by=request.user)
    return redirect(_back(request, noun, pk))


def _row(noun: str, engagement: int, ids: dict[str, int]) -> Any:
    rows = NOUNS[noun].model.objects.select_related("engagement")
    return get_object_or_404(rows, pk=ids[noun], engagement=engagement)


def _back(request: TenantRequest, noun: str, pk: int) -> str:
    return f"{address(request, f'engagement-{NOUNS[noun].tab}', pk=pk)}#{noun}"


def _page(request: TenantRequest, engagement: Engagement, noun: str, title: str) -> FormPage:
    crumbs = [
        crumb(_("Engagements"), address(request, "engagement-list")),
        crumb(engagement, address(request, "engagement-detail", pk=engagement.pk)),
    ]
    back = _back(request, noun, engagement.pk)
    return FormPage(title, back, crumbs, engagement=engagement, current=NOUNS[noun].tab)
