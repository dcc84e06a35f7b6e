"""What people do in the week's life of a scorecard: issue, excuse, take figures again, revise, note, enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.periods import PeriodKind, last_closed
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from scorecards.actions import entries, freezing, issuing, notes
from scorecards.forms.notes import CorrectionForm, ReasonForm, RootCauseForm
from scorecards.forms.values import ValueForm
from scorecards.models import RootCause, Scorecard
from scorecards.queries.agreements import Agreements
from scorecards.views.cards import find_card, show_card
from scorecards.views.lists import send_runs, with_way_back


@needs(Permission.ISSUE_SCORECARD)
@require_POST
def scorecard_issue(request: TenantRequest, pk: int) -> HttpResponse:
    """Seal it, and send it to its recipients."""
    card = find_card(pk)
    try:
        issuing.issue_scorecard(scorecard=card, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return _to(request, card)
    send_runs(card)
    if card.runs.exists():
        words = _("Issued and sealed. The mails leave within a minute.")
        messages.success(request, with_way_back(request, words, card.engagement_id))
    else:
        messages.success(request, _("Issued and sealed. It goes to nobody: the engagement has no schedule."))
    return _to(request, card)


@needs(Permission.ISSUE_SCORECARD)
@require_POST
def scorecard_excuse(request: TenantRequest, pk: int) -> HttpResponse:
    """Let a week without data go."""

    def excuse(card: Scorecard, reason: str) -> Scorecard:
        return freezing.excuse_scorecard(scorecard=card, reason=reason, by=request.user, now=timezone.now())

    return _with_reason(request, pk, "excuse", excuse, _("Excused: nothing is issued for this week."))


@needs(Permission.ISSUE_SCORECARD)
@require_POST
def scorecard_refresh(request: TenantRequest, pk: int) -> HttpResponse:
    """Take late data into frozen figures."""

    def refresh(card: Scorecard, reason: str) -> Scorecard:
        return freezing.refresh_frozen_scorecard(scorecard=card, reason=reason, by=request.user, now=timezone.now())

    return _with_reason(request, pk, "refresh", refresh, _("The figures are taken again from today's data."))


@needs(Permission.ISSUE_SCORECARD)
@require_POST
def scorecard_revise(request: TenantRequest, pk: int) -> HttpResponse:
    """Correct an issued scorecard with the next revision."""

    def revise(card: Scorecard, reason: str) -> Scorecard:
        return issuing.revise_scorecard(scorecard=card, reason=reason, by=request.user, now=timezone.now())

    done = _(
        "This is the next revision, with today's figures. Review it, then issue it; the one before stays as it is."
    )
    return _with_reason(request, pk, "revise", revise, done)


@needs(Permission.WRITE_ACTIONS)
@require_POST
def rootcause_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Say why a metric missed."""
    card = find_card(pk)
    form = RootCauseForm(request.POST, scorecard=card)
    data = form.cleaned_data if form.is_valid() else {}
    return _try(
        request, card, form, "cause_form", _("Root cause noted."),
        lambda: notes.write_root_cause(scorecard=card, by=request.user, now=timezone.now(), **data),
    )  # fmt: skip


@needs(Permission.WRITE_ACTIONS)
@require_POST
def rootcause_remove(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a root cause back."""
    cause: RootCause = get_object_or_404(RootCause.objects.select_related("scorecard", "metric"), pk=pk)
    try:
        notes.remove_root_cause(root_cause=cause, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return _to(request, cause.scorecard)


@needs(Permission.WRITE_ACTIONS)
@require_POST
def correction_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Promise what is done about a miss."""
    card = find_card(pk)
    form = CorrectionForm(request.POST, scorecard=card)
    data = form.cleaned_data if form.is_valid() else {}
    return _try(
        request, card, form, "action_form", _("Corrective action opened."),
        lambda: notes.promise_correction(scorecard=card, by=request.user, now=timezone.now(), **data),
    )  # fmt: skip


@needs(Permission.ENTER_FIGURES)
@require_POST
def value_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Enter a metric's figure for the scorecard's period."""
    card = find_card(pk)
    form = ValueForm(request.POST, scorecard=card)
    data = form.cleaned_data if form.is_valid() else {}

    def enter() -> None:
        metric = data["metric"]
        version = Agreements.of([card.engagement_id]).version(metric.pk, card.period.first_date)
        kind = PeriodKind(version.cadence)
        period = card.period if kind is PeriodKind.WEEK else last_closed(kind, card.period_end, card.period.zone)
        entries.enter_value(engagement=card.engagement, period=period, by=request.user, now=timezone.now(), **data)

    return _try(request, card, form, "value_form", _("Entered. The week is measured again within a minute."), enter)


def _with_reason(
    request: TenantRequest, pk: int, name: str, act: Callable[[Scorecard, str], Scorecard], done: str
) -> HttpResponse:
    card = find_card(pk)
    form = ReasonForm(request.POST, prefix=name)
    if not form.is_valid():
        return show_card(request, card, forms={f"{name}_form": form}, status=422)
    try:
        result = act(card, form.cleaned_data["reason"])
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return _to(request, card)
    messages.success(request, done)
    return _to(request, result)


def _try(
    request: TenantRequest, card: Scorecard, form: Form, name: str, done: str, act: Callable[[], Any]
) -> HttpResponse:
    """Do what a form asks, or show the page again with what was typed."""
    if form.is_valid():
        try:
            with transaction.atomic():
                act()
        except ValidationError as error:
            _take_over(form, error)
        else:
            messages.success(request, done)
            return _to(request, card)
    return show_card(request, card, forms={name: form}, status=422)


def _take_over(form: Form, error: ValidationError) -> None:
    """Put an action's refusal at the fields it names, else over the form."""
    if hasattr(error, "error_dict"):
        for name, problems in error.message_dict.items():
            form.add_error(name if name in form.fields else None, problems)
    else:
        form.add_error(None, error)


def _to(request: TenantRequest, card: Scorecard) -> HttpResponse:
    return redirect("scorecards:scorecard-detail", org=request.organization.slug, pk=card.pk)
