"""Who decides what, on either side."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions import parties as actions
from engagements.forms.parties import DecisionRightForm
from engagements.models import DecisionRight, Engagement
from engagements.views.pages import address, show_form
from engagements.views.parties import page_of
from foundation.accounts.forms.submitting import old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.EDIT_AGREEMENTS)
def decisionright_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Write down who decides something."""
    engagement = get_object_or_404(Engagement, pk=pk)
    row = DecisionRight(engagement=engagement)
    form = DecisionRightForm(request.POST or None, instance=row, organization=request.organization)
    act = partial(actions.add_decision_right, right=form.instance, by=request.user)
    if request.method == "POST" and form.is_valid() and take(form, act) is not None:
        return redirect(address(request, "engagement-raci", pk=pk))
    return show_form(request, form, page_of(request, engagement, _("New decision")))


@needs(Permission.EDIT_AGREEMENTS)
def decisionright_edit(request: TenantRequest, pk: int, decisionright: int) -> HttpResponse:
    """Change who decides; two people who do so at once see each other's."""
    found = _right(pk, decisionright)
    title, theirs = found.decision, _words(found)
    form = DecisionRightForm(request.POST or None, instance=found, organization=request.organization)
    note = ""
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["revision"] or 0
        was = {name: old for name, old in old_values(form).items() if name != "revision"}
        if take(form, lambda: actions.change_decision_right(right=form.instance, was=was, seen=seen, by=request.user)):
            return redirect(address(request, "engagement-raci", pk=pk))
        note = _("They saved: %(words)s") % {"words": theirs}
        data = request.POST.copy()  # the next save is over theirs
        data["revision"] = str(_right(pk, decisionright).revision)
        form.data = data
    return show_form(request, form, page_of(request, found.engagement, title, note=note))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def decisionright_remove(request: TenantRequest, pk: int, decisionright: int) -> HttpResponse:
    """Forget a decision."""
    found = _right(pk, decisionright)
    actions.remove_decision_right(right=found, by=request.user)
    messages.success(request, _("%(name)s is removed.") % {"name": found})
    return redirect(address(request, "engagement-raci", pk=pk))


def _right(engagement: int, decisionright: int) -> DecisionRight:
    rows = DecisionRight.objects.select_related("engagement", "decided_by", "escalates_to")
    found: DecisionRight = get_object_or_404(rows, pk=decisionright, engagement=engagement)
    return found


def _words(right: DecisionRight) -> str:
    said = [right.decision, str(right.decided_by), right.limit, str(right.escalates_to or "")]
    return " · ".join(part for part in said if part)
