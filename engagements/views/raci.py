"""The roles of an engagement: contacts, the RACI grid, people and decisions on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions.raci import save_raci
from engagements.actions.raci_outline import seed_decision_rights, seed_raci
from engagements.forms.raci import TypedGrid, number
from engagements.models import Engagement
from engagements.queries import engagements as queries
from engagements.queries.parties import decision_rights_of, letter_counts, named_contacts
from engagements.queries.raci import StoredGrid, grid_of
from engagements.raci.pasting import UNKNOWN_ACTIVITY, PasteProblem
from engagements.views.pages import address, today_of
from engagements.views.raci_sheet import Sheet, conflicts_of, sheet_of
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.revisions import ConflictError
from foundation.accounts.roles import Permission


@needs(Permission.VIEW)
def engagement_raci(request: TenantRequest, pk: int) -> HttpResponse:
    """Roles: who is accountable, who does it, who is asked and told; whom to turn to; who decides what."""
    engagement = _engagement(pk)
    stored = grid_of(pk, today_of(request))
    sheet = sheet_of(TypedGrid.stored(stored, engagement.raci_revision), stored)
    return _show(request, engagement, stored, sheet)


@needs(Permission.EDIT_AGREEMENTS)
def raci_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Save the grid, or change what is typed: move, add, remove or paste rows, look what the rules say."""
    engagement = _engagement(pk)
    if request.method != "POST":
        return redirect(address(request, "engagement-raci", pk=pk))
    stored = grid_of(pk, today_of(request))
    typed = TypedGrid.posted(request.POST, stored)
    deed = request.POST.get("do") or "save"
    if deed != "save":
        return _show(request, engagement, stored, _changed(request, typed, stored, deed))
    try:
        with transaction.atomic():
            save_raci(
                engagement=engagement,
                rows=typed.drafts(stored),
                seen=typed.seen,
                by=request.user,
                today=today_of(request),
            )
    except ConflictError as error:
        return _show_conflict(request, pk, typed, error)
    except ValidationError as error:
        sheet = sheet_of(typed, stored)
        sheet.refusals, sheet.is_unsaved = error.messages, True
        return _show(request, engagement, stored, sheet)
    messages.success(request, _("The roles are saved."))
    return redirect(address(request, "engagement-raci", pk=pk))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def raci_seed(request: TenantRequest, pk: int) -> HttpResponse:
    """Begin with the usual roles, activities and, when asked, decisions."""
    engagement = get_object_or_404(Engagement.objects.select_related("owner", "vendor__deputy"), pk=pk)
    if request.POST.get("what") == "decisions":
        seed_decision_rights(engagement=engagement, by=request.user)
    else:
        seed_raci(engagement=engagement, by=request.user)
        messages.success(request, _("The usual activities are there. Now say who holds each role."))
    return redirect(address(request, "engagement-raci", pk=pk))


def _changed(request: TenantRequest, typed: TypedGrid, stored: StoredGrid, deed: str) -> Sheet:
    """What a button of the grid does to the typed rows; nothing is written."""
    verb, _dash, what = deed.partition("-")
    index = number(what)
    refusals: list[str] = []
    problems: list[PasteProblem] = []
    text = request.POST.get("paste", "")
    if verb in ("up", "down") and index is not None:
        typed.move(index, -1 if verb == "up" else 1)
    elif verb == "remove" and index is not None:
        typed.remove(index)
    elif verb == "mark":
        row, _dash, kind = what.partition("-")
        typed.mark(number(row), kind)
    elif verb == "add" and not typed.add(what, stored):
        refusals = [_("No more activities fit into one grid.")]
    elif verb == "paste":
        at = number(request.POST.get("at-row")) or 0, number(request.POST.get("at-column")) or 0
        problems = typed.paste(text, at, stored, add_rows=what == "rows")
    sheet = sheet_of(typed, stored)
    sheet.is_unsaved, sheet.refusals = True, refusals
    if problems:
        sheet.paste_text = text
        sheet.paste_problems = [_(problem.text) % problem.params for problem in problems]
        sheet.may_add_rows = all(problem.text == UNKNOWN_ACTIVITY for problem in problems)
    return sheet


def _show_conflict(request: TenantRequest, pk: int, typed: TypedGrid, error: ConflictError) -> HttpResponse:
    """What was typed, what they saved, and a form that may be saved again over theirs."""
    engagement, stored = _engagement(pk), grid_of(pk, today_of(request))
    theirs = TypedGrid.stored(stored, engagement.raci_revision)
    conflicts = conflicts_of(typed, theirs, stored)
    typed.take_in(theirs)
    sheet = sheet_of(typed, stored)
    sheet.refusals, sheet.conflicts, sheet.is_unsaved = error.messages, conflicts, True
    return _show(request, engagement, stored, sheet)


def _engagement(pk: int) -> Engagement:
    found: Engagement = get_object_or_404(queries.with_names(), pk=pk)
    return found


def _show(request: TenantRequest, engagement: Engagement, stored: StoredGrid, sheet: Sheet) -> HttpResponse:
    letters = letter_counts(engagement.pk)
    named = {each.contact: each for each in stored.participants if each.contact}
    context: dict[str, Any] = {
        "engagement": engagement,
        "current": "roles",
        "state": queries.state_of(engagement, today=today_of(request)).value,
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
        "sheet": sheet,
        "contacts": named_contacts(named),
        "people": [(each, letters.get(each.pk, 0)) for each in stored.participants],
        "decisions": list(decision_rights_of(engagement.pk)),
    }
    return render(request, "engagements/raci_detail.html", context)
