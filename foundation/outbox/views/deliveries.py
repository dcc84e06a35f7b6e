"""Deliveries: what was sent to whom, what became of it, and what a person can do about it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages as notices
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.jobs.clock import database_now
from foundation.outbox import actions, queries
from foundation.outbox.actions.messages import RefusedError
from foundation.outbox.forms import DeliveryFilter, ResendForm, SettleForm
from foundation.outbox.models import Document, Message
from foundation.outbox.states import DUE, OVER, State


@needs(Permission.VIEW)
@require_safe
def delivery_list(request: TenantRequest) -> HttpResponse:
    """The outbox, newest first; state and engagement filter in the URL."""
    form = DeliveryFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = list(
        queries.messages(
            states=form.states() if asked else None,
            engagement=asked.get("engagement"),
            before=asked.get("before"),
            after=asked.get("after"),
        )
    )
    more, page = len(found) > queries.PAGE_SIZE, found[: queries.PAGE_SIZE]
    backwards = bool(asked.get("after"))
    may_act = request.membership.may(Permission.MANAGE_DELIVERIES)
    if backwards:
        page.reverse()
    context = {
        "form": form,
        "page": page,
        "waiting": [each for each in page if each.state in DUE] if may_act else [],
        "paused": settings.OUTBOX_PAUSED,
        "reset_url": request.path if request.GET else "",
        **_neighbours(
            request.GET, page, more=more, backwards=bool(asked.get("after")), started=bool(asked.get("before"))
        ),
    }
    return render(request, "outbox/delivery_list.html", context)


@needs(Permission.VIEW)
@require_safe
def delivery_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """One message: the mail itself, its way, and what may be done."""
    return _detail(request, _message(pk))


@needs(Permission.MANAGE_DELIVERIES)
@require_POST
def delivery_cancel(request: TenantRequest, pk: int) -> HttpResponse:
    """Call it back while it waits."""
    message = _message(pk)
    try:
        actions.cancel(message=message, by=request.user, now=database_now())
    except RefusedError as refusal:
        notices.error(request, str(refusal))
    else:
        notices.success(request, _("Called back: nothing was sent."))
    return _back(request, message)


@needs(Permission.MANAGE_DELIVERIES)
@require_POST
def delivery_cancel_many(request: TenantRequest) -> HttpResponse:
    """Call back the mails that the page listed and that still wait."""
    ids = [int(pk) for pk in request.POST.getlist("message") if pk.isdecimal() and len(pk) < 19]  # noqa: PLR2004  # bigint
    listed = Message.objects.filter(pk__in=ids).order_by("pk")
    done = actions.cancel_many(messages=listed, by=request.user, now=database_now())
    if done:
        words = ngettext("%(count)d mail is called back.", "%(count)d mails are called back.", done)
        notices.success(request, words % {"count": done})
    if done < len(ids):
        late = len(ids) - done
        words = ngettext("%(count)d was on its way already.", "%(count)d were on their way already.", late)
        notices.warning(request, words % {"count": late})
    return redirect(reverse("outbox:delivery-list", kwargs={"org": request.organization.slug}))


@needs(Permission.MANAGE_DELIVERIES)
@require_POST
def delivery_resend(request: TenantRequest, pk: int) -> HttpResponse:
    """Send the same again, with a reason."""
    message, form = _message(pk), ResendForm(request.POST)
    if not form.is_valid():
        return _detail(request, message, resend_form=form, status=422)
    try:
        again = actions.resend(message=message, reason=form.cleaned_data["reason"], by=request.user, now=database_now())
    except RefusedError as refusal:
        notices.error(request, str(refusal))
        return _back(request, message)
    notices.success(request, _("It will be sent again in half a minute; until then it can be called back."))
    return _back(request, again)


@needs(Permission.MANAGE_DELIVERIES)
@require_POST
def delivery_settle(request: TenantRequest, pk: int) -> HttpResponse:
    """Say what became of an uncertain mail."""
    message, form = _message(pk), SettleForm(request.POST)
    if not form.is_valid():
        return _detail(request, message, settle_form=form, status=422)
    try:
        actions.settle(message=message, by=request.user, now=database_now(), **form.cleaned_data)
    except RefusedError as refusal:
        notices.error(request, str(refusal))
    return _back(request, message)


@needs(Permission.VIEW)
@require_safe
def document_download(request: TenantRequest, pk: int) -> HttpResponse:
    """A document as it went out."""
    document = get_object_or_404(Document, pk=pk)
    return HttpResponse(
        bytes(document.content),
        headers={
            "Content-Type": document.media_type,
            "Content-Disposition": f'attachment; filename="{document.filename.replace(chr(34), "")}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _detail(
    request: TenantRequest,
    message: Message,
    *,
    resend_form: Form | None = None,
    settle_form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    may_act = request.membership.may(Permission.MANAGE_DELIVERIES)
    waits = message.state in DUE
    context: dict[str, Any] = {
        "mail": message,
        "document": Document.objects.defer("content").filter(pk=message.document_id or 0).first(),
        "events": list(message.events.select_related("actor")),
        "family": list(queries.family(message)),
        "can_cancel": may_act and waits,
        "undo_seconds": max(0, round((message.not_before - timezone.now()).total_seconds())) if waits else 0,
        "resend_form": (resend_form or ResendForm()) if may_act and message.state in OVER else None,
        "settle_form": (settle_form or SettleForm()) if may_act and message.state == State.UNCERTAIN else None,
        "zone": request.organization.time_zone,
    }
    return render(request, "outbox/delivery_detail.html", context, status=status)


def _message(pk: int) -> Message:
    wanted = Message.objects.select_related("recipient__user", "created_by")
    found: Message = get_object_or_404(wanted, pk=pk)
    return found


def _back(request: TenantRequest, message: Message) -> HttpResponse:
    return redirect(reverse("outbox:delivery-detail", kwargs={"org": request.organization.slug, "pk": message.pk}))


def _neighbours(asked: QueryDict, page: list[Message], *, more: bool, backwards: bool, started: bool) -> dict[str, str]:
    """Links to the newer and the older page, where there are any."""

    def link(**place: int) -> str:
        query = asked.copy()
        for name in ("before", "after"):
            query.pop(name, None)
        for name, value in place.items():
            query[name] = str(value)
        return f"?{query.urlencode()}"

    if not page:
        return {}
    has_newer, has_older = (more, True) if backwards else (started, more)
    links = {}
    if has_newer:
        links["newer_url"] = link(after=page[0].pk)
    if has_older:
        links["older_url"] = link(before=page[-1].pk)
    return links
