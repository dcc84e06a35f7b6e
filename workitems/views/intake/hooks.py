"""The mail address of a form: opened, given another secret, closed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.actions import renew_secret, revoke_hook
from foundation.inbox.models import InboundHook
from workitems.actions.intake import open_mail
from workitems.models import IntakeForm
from workitems.views.intake.builder import crumbs, find_form, inbound_url, to_form


@never_cache
@require_POST
@needs(Permission.MANAGE_TOKENS)
def hook_create(request: TenantRequest, intake: int) -> HttpResponse:
    """Let work be asked for by mail; the secret is shown this once."""
    form = find_form(intake)
    try:
        secret = open_mail(form=form, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return to_form(request, form)
    return _show_secret(request, form, secret)


@never_cache
@require_POST
@needs(Permission.MANAGE_TOKENS)
def hook_renew(request: TenantRequest, pk: int) -> HttpResponse:
    """Another secret; the old one holds no longer."""
    form = _form_of(pk)
    secret = renew_secret(hook=_open_hook(pk), by=request.user, now=timezone.now())
    return _show_secret(request, form, secret)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def hook_revoke(request: TenantRequest, pk: int) -> HttpResponse:
    """Take no more mail."""
    form = _form_of(pk)
    revoke_hook(hook=_open_hook(pk), by=request.user, now=timezone.now())
    messages.success(request, _("The address is closed. What came through it stays."))
    return to_form(request, form)


def _open_hook(pk: int) -> InboundHook:
    found: InboundHook = get_object_or_404(InboundHook, pk=pk, revoked_at=None)
    return found


def _form_of(hook: int) -> IntakeForm:
    found = get_object_or_404(IntakeForm, hook_id=hook)
    return find_form(found.pk)


def _show_secret(request: TenantRequest, form: IntakeForm, secret: str) -> HttpResponse:
    form = find_form(form.pk)
    context = {
        "form_row": form,
        "secret": secret,
        "inbound_url": inbound_url(form),
        "crumbs": crumbs(request, form),
    }
    return render(request, "workitems/inboundhook_secret.html", context)
