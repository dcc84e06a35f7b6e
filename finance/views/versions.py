"""What is done with a version: submitted, withdrawn, taken up again, thrown away, decided."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from finance import tasks
from finance.actions import cases as actions
from finance.actions.decisions import decide
from finance.actions.sending import ask_deciders
from finance.forms.decisions import DecisionForm
from finance.models import CaseVersion
from finance.views.cases import show_version
from finance.views.places import case_or_404, draft_or_404, here, version_or_404
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@require_POST
@needs(Permission.EDIT_CASES)
def version_submit(request: TenantRequest, pk: int) -> HttpResponse:
    """Ask for a decision about the draft."""
    draft = draft_or_404(case_or_404(pk))
    return _done(
        request,
        draft,
        lambda: _submit(draft, request),
        _("Version %(n)s is sealed and waits for a decision.") % {"n": draft.number},
    )


@transaction.atomic
def _submit(draft: CaseVersion, request: TenantRequest) -> None:
    now = timezone.now()
    version = actions.submit(version=draft, by=request.user, now=now)
    if sending := ask_deciders(version=version, by=request.user, now=now):
        tasks.send(sending)
    else:
        messages.warning(request, _("Nobody else may decide this amount: see the limits, or invite somebody."))


@require_POST
@needs(Permission.EDIT_CASES)
def version_withdraw(request: TenantRequest, pk: int, number: int) -> HttpResponse:
    """Take it back while nobody has decided."""
    version = version_or_404(case_or_404(pk), number)
    words = _("Version %(n)s is a draft again.") % {"n": number}
    return _done(request, version, lambda: actions.withdraw(version=version, by=request.user), words)


@require_POST
@needs(Permission.EDIT_CASES)
def version_revise(request: TenantRequest, pk: int, number: int) -> HttpResponse:
    """Go on from a version in a new draft."""
    version = version_or_404(case_or_404(pk), number)
    actions.revise(version=version, by=request.user, now=timezone.now())
    return redirect(here(request, "case-edit", pk=pk))


@require_POST
@needs(Permission.EDIT_CASES)
def version_discard(request: TenantRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    draft = draft_or_404(case_or_404(pk))
    number = draft.number
    actions.discard(version=draft, by=request.user)
    messages.success(request, _("The draft is gone."))
    return redirect(here(request, "case-list") if number == 1 else here(request, "case-detail", pk=pk))


@require_POST
@needs(Permission.APPROVE_CASES)
def version_decide(request: TenantRequest, pk: int, number: int) -> HttpResponse:
    """Approve, approve with conditions, defer or reject."""
    version = version_or_404(case_or_404(pk), number)
    form = DecisionForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        decided = take(
            form,
            lambda: decide(
                version=version,
                decision=data["decision"],
                conditions=data["conditions"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if decided is not None:
            messages.success(request, _("Decided: %(state)s.") % {"state": decided.get_state_display()})
            return redirect(here(request, "case-version", pk=pk, number=number))
    return show_version(request, version, form)


def _done(request: TenantRequest, version: CaseVersion, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, words)
    return redirect(here(request, "case-detail", pk=version.case_id))
