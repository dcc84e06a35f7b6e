"""Exclusions and assumptions of an engagement: one side claims, the other decides."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from engagements.actions import registers as actions
from engagements.forms.registers import AssumptionForm, ClaimDecisionForm, ExclusionRuleForm, LastDayForm
from engagements.models import Assumption, Engagement, ExclusionRule, Side
from engagements.models.registers import Decision
from engagements.views.pages import FormPage, address, crumb, show_form
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.forms.submitting import old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


class Noun(NamedTuple):
    """A register: its rows, their form, and the title of a new one."""

    model: type[ExclusionRule | Assumption]
    form: type[TenantModelForm]
    new: str | Promise


NOUNS = {
    "exclusionrule": Noun(ExclusionRule, ExclusionRuleForm, gettext_lazy("New exclusion")),
    "assumption": Noun(Assumption, AssumptionForm, gettext_lazy("New assumption")),
}
NOTE = gettext_lazy("It holds once the other side has agreed.")
OF_PARTNER = gettext_lazy("You answer for the partner: a mail with its date, minutes, a signed page.")
OF_ONESELF = gettext_lazy("You wrote this down yourself: name what shows that it is agreed, or let a colleague answer.")


@needs(Permission.EDIT_AGREEMENTS)
def claim_create(request: TenantRequest, noun: str, pk: int) -> HttpResponse:
    """Write down what one side says."""
    engagement = get_object_or_404(Engagement, pk=pk)
    row = NOUNS[noun].model(engagement=engagement)
    form = NOUNS[noun].form(request.POST or None, instance=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        made: Any = take(form, lambda: actions.claim(row=form.instance, by=request.user, now=timezone.now()))
        if made is not None:
            messages.success(request, _("It is written down and waits for the other side."))
            return redirect(_back(request, noun, pk))
    return show_form(request, form, _page(request, engagement, noun, str(NOUNS[noun].new), note=str(NOTE)))


@needs(Permission.EDIT_AGREEMENTS)
def claim_edit(request: TenantRequest, noun: str, pk: int, **ids: int) -> HttpResponse:
    """Reword what still waits; what was decided is shown a message and stays."""
    row = _row(noun, pk, ids)
    if row.decision != Decision.OPEN:
        messages.error(request, _("Both sides decided on these words, so they stay. End it and claim another one."))
        return redirect(_back(request, noun, pk))
    form = NOUNS[noun].form(request.POST or None, instance=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = old_values(form)
        if take(form, lambda: actions.change_claim(row=row, by=request.user, was=was)):
            return redirect(_back(request, noun, pk))
    return show_form(request, form, _page(request, row.engagement, noun, _("Reword"), note=str(NOTE)))


@needs(Permission.EDIT_AGREEMENTS)
def claim_decide(request: TenantRequest, noun: str, pk: int, **ids: int) -> HttpResponse:
    """The other side's answer; for the partner it is recorded with evidence."""
    row = _row(noun, pk, ids)
    needs_evidence = ""
    if row.claimed_side == Side.CLIENT:
        needs_evidence = str(OF_PARTNER)
    elif row.claimed_by_id == request.user.pk:
        needs_evidence = str(OF_ONESELF)
    form = ClaimDecisionForm(request.POST or None, needs_evidence=needs_evidence)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        decided: Any = take(
            form,
            lambda: actions.decide(
                row=row,
                approve=data["answer"] == "approve",
                by=request.user,
                now=timezone.now(),
                evidence=data["evidence"],
                note=data["note"],
            ),
        )
        if decided is not None:
            return redirect(_back(request, noun, pk))
    title = _("The partner's answer") if row.claimed_side == Side.CLIENT else _("Our answer")
    page = _page(request, row.engagement, noun, title)
    context = {"form": form, "page": page, "engagement": row.engagement, "row": row}
    return render(request, "engagements/rule_decide.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def claim_end(request: TenantRequest, noun: str, pk: int, **ids: int) -> HttpResponse:
    """Until when an agreed one holds."""
    row = _row(noun, pk, ids)
    if row.decision != Decision.APPROVED:
        messages.error(request, _("Only what both sides agreed to can end."))
        return redirect(_back(request, noun, pk))
    form = LastDayForm(request.POST or None, initial={"ended_on": row.ended_on})
    if request.method == "POST" and form.is_valid():
        actions.end_claim(row=row, last_day=form.cleaned_data["ended_on"], by=request.user)
        return redirect(_back(request, noun, pk))
    return show_form(request, form, _page(request, row.engagement, noun, _("End it"), note=str(row)))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def claim_remove(request: TenantRequest, noun: str, pk: int, **ids: int) -> HttpResponse:
    """Take back what still waits."""
    row = _row(noun, pk, ids)
    try:
        with transaction.atomic():
            actions.take_back(row=row, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(_back(request, noun, pk))


def _row(noun: str, engagement: int, ids: dict[str, int]) -> Any:
    rows = NOUNS[noun].model.objects.select_related("engagement", "claimed_by")
    return get_object_or_404(rows, pk=ids[noun], engagement=engagement)


def _back(request: TenantRequest, noun: str, pk: int) -> str:
    return f"{address(request, 'engagement-guardrails', pk=pk)}#{noun}"


def _page(request: TenantRequest, engagement: Engagement, noun: str, title: str, *, note: str = "") -> FormPage:
    crumbs = [
        crumb(_("Engagements"), address(request, "engagement-list")),
        crumb(engagement, address(request, "engagement-detail", pk=engagement.pk)),
    ]
    back = _back(request, noun, engagement.pk)
    return FormPage(title, back, crumbs, engagement=engagement, current="guardrails", note=note)
