"""The result and the decision."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.models import Stage
from engagements.queries.stages import is_with_own_team
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from sourcing.actions import deciding as actions
from sourcing.forms.selections import DecideForm
from sourcing.gates import pilot_first
from sourcing.models import Brief
from sourcing.queries.results import Result, is_in, result_of, sealed
from sourcing.requests import address, brief_of
from sourcing.showing import shown_result


@needs(Permission.VIEW)
def selection_result(request: TenantRequest, pk: int) -> HttpResponse:
    """Who came out how, how far raters are apart, and how sure the first place is."""
    brief = brief_of(pk)
    return _page(request, brief, result_of(brief.selection, brief))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def selection_decide(request: TenantRequest, pk: int) -> HttpResponse:
    """Choose."""
    brief = brief_of(pk)
    result = result_of(brief.selection, brief)
    form = _form(result, request.POST)
    if form.is_valid():
        done = take(
            form,
            lambda: actions.decide(
                selection=brief.selection,
                vendor=form.cleaned_data["vendor"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if done is not None:
            messages.success(request, _("%(vendor)s is chosen; everybody is told by mail.") % {"vendor": done.chosen})
            return redirect(address(request, "selection-result", pk=pk))
    return _page(request, brief, result, form)


def _page(request: TenantRequest, brief: Brief, result: Result, form: DecideForm | None = None) -> HttpResponse:
    selection = brief.selection
    engagement = selection.engagement
    stages = list(Stage)
    context: dict[str, Any] = {
        "selection": selection,
        "brief": brief,
        "result": result,
        "shown": shown_result(result, brief) if result.is_complete else None,
        "may_decide": request.membership.may(Permission.EDIT_AGREEMENTS) and not selection.is_over,
        # Who decided saw the stored figures: should today's code come to others, the page says so.
        "differs": selection.decided_at is not None and sealed(result) != selection.result,
        "form": form or _form(result, None),
        "pilot_first": _pilot_first(brief, result),
        # The chosen one can take the engagement over on its board until the pilot; later it needs an engagement.
        "can_take_over": is_with_own_team(engagement)
        and stages.index(Stage(engagement.stage)) <= stages.index(Stage.PARTNER),
    }
    return render(request, "sourcing/selection_result.html", context)


def _pilot_first(brief: Brief, result: Result) -> str:
    """Why what was decided needs a pilot first, were it a contract over the months that were compared; "" for none."""
    chosen = result.row_of(brief.selection.chosen_id) if brief.selection.chosen_id else None
    if chosen is None:
        return ""
    theirs = sum((cost.amount for cost in chosen.costs if cost.side == "price"), Decimal(0))
    return pilot_first()(brief.months, theirs, brief.currency)


def _form(result: Result, data: Any) -> DecideForm:
    vendors = [row.offer.vendor_id for row in result.rows if is_in(row)]
    first = result.first
    initial = {"vendor": first[0].offer.vendor_id} if len(first) == 1 else {}
    return DecideForm(data, vendor_ids=vendors, initial=initial)
