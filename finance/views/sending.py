"""Mailing a version: to whom, when, how often; and stopping it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.views.pages import show_form
from finance import tasks
from finance.actions import sending as actions
from finance.forms.sending import MailingForm, SendingForm
from finance.models import CaseSending
from finance.views.places import case_or_404, case_page, here, version_or_404
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.EDIT_CASES)
def sending_create(request: TenantRequest, pk: int, number: int) -> HttpResponse:
    """Choose who gets a sealed version; a draft has to be submitted first."""
    case = case_or_404(pk)
    version = version_or_404(case, number)
    back = here(request, "case-version", pk=pk, number=number)
    if not version.seal:
        messages.error(request, _("A draft is not mailed: submit it first."))
        return redirect(back)
    now = timezone.now()
    sent = request.POST if request.method == "POST" else None
    form = SendingForm(sent, version=version, zone=request.organization.time_zone, now=now)
    if planned(request, form, partial(actions.plan_sending, version=version, now=now)):
        messages.success(request, _("Planned. Each recipient's delivery shows below."))
        return redirect(f"{back}#mails")
    title = _("Mail version %(n)s") % {"n": number}
    return show_form(request, form, case_page(request, case, title, back, submit_label=_("Mail it")))


def planned(request: TenantRequest, form: MailingForm, plan: Callable[..., CaseSending]) -> CaseSending | None:
    """The mailing of a valid form, begun; None leaves what is wrong at its field."""
    if not form.is_valid():
        return None
    data = form.cleaned_data
    act = partial(plan, people=list(data["people"]), at=data["at"], every=data["every"], by=request.user)
    made = take(form, act)
    if made is not None:
        tasks.send(made)
    return made


@require_POST
@needs(Permission.EDIT_CASES)
def sending_stop(request: TenantRequest, pk: int, sending: int) -> HttpResponse:
    """No further round."""
    case = case_or_404(pk)
    planned = get_object_or_404(CaseSending.objects.select_related("version"), pk=sending, version__case=case)
    if actions.stop_sending(sending=planned, by=request.user):
        messages.success(request, _("Stopped. What is in the outbox already can be called back there."))
    return redirect(here(request, "case-version", pk=pk, number=planned.version.number) + "#mails")
