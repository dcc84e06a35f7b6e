"""The door for signed mails, outside any workspace: believed first, kept second, made into work by a task."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from foundation.accounts.requests import outside_tenants
from foundation.accounts.tenancy.context import system
from foundation.inbox import actions, tasks
from foundation.inbox.hooks import secrets_of
from foundation.inbox.mails import MEDIA_TYPES
from foundation.inbox.models import InboundHook
from foundation.inbox.queries import hook_place
from foundation.inbox.signatures import RefusedError, SignedHeaders, verify
from foundation.jobs.clock import database_now

REASON: Final = "a signed request: the address names the hook, whose scope is entered to check the signature"
MOST_BYTES: Final = 15 * 1024 * 1024
# One answer for an address that is not there, is closed, or was not signed rightly: it tells nothing to who guesses.
_REFUSED: Final = "Not accepted. Check the address, the secret, and that the clocks differ by less than five minutes."


@csrf_exempt
@outside_tenants(REASON)
@require_POST
def inbound(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep one mail. 202 when it is kept, 200 when it was kept before, 401 when it is not believed, 413, 415."""
    if hasattr(request, "api_token"):  # somebody's scope is in force already
        return _answer(HTTPStatus.UNAUTHORIZED, detail=_REFUSED)
    if len(request.body) > MOST_BYTES:
        return _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail="A mail may have 15 MB.")
    if request.content_type not in MEDIA_TYPES:
        return _answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail=f"Send {' or '.join(MEDIA_TYPES)}.")
    place = hook_place(public_id)
    if place is None:
        return _answer(HTTPStatus.UNAUTHORIZED, detail=_REFUSED)
    with system([place.organization_id]):
        return _receive(request, InboundHook.objects.get(pk=place.hook_id))


def _receive(request: HttpRequest, hook: InboundHook) -> HttpResponse:
    now, headers, body = database_now(), SignedHeaders.of(request.headers), request.body
    try:
        verify(headers, body, secrets=secrets_of(hook), now=now)
    except RefusedError as refusal:
        if hook.revoked_at is None:
            actions.note_refusal(hook=hook, why=refusal.why, now=now)
        return _answer(HTTPStatus.UNAUTHORIZED, detail=_REFUSED)
    if hook.revoked_at is not None:
        return _answer(HTTPStatus.UNAUTHORIZED, detail=_REFUSED)
    message, is_new = actions.receive_message(
        hook=hook, message_id=headers.message_id, media_type=request.content_type or "", body=body, now=now
    )
    if is_new:
        tasks.send(message)
        return _answer(HTTPStatus.ACCEPTED, state="received")
    return _answer(HTTPStatus.OK, state="received before")


def _answer(status: HTTPStatus, **told: Any) -> HttpResponse:
    return HttpResponse(json.dumps(told), status=status, content_type="application/json")
