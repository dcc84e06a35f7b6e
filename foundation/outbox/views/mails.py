"""The mail page of the local set-up: what would have been sent. It exists only there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.requests import outside_tenants
from foundation.outbox.mailbox import open_mail
from foundation.outbox.models import KeptMail

NEWEST = 200
REASON = "the mailbox of the local set-up; it answers 404 anywhere else"
# A mail's HTML is strange to us: no script, no address, no rights, only its own look and pictures.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
FILE_POLICY = "default-src 'none'; sandbox"


def only_local(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """404 unless mails are kept and this is a development set-up.

    Raises:
        Http404: elsewhere.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (settings.KEEPS_MAILS and settings.DEBUG):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@outside_tenants(REASON)
@only_local
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """The newest mails; ``?to=`` narrows to an address."""
    mails = KeptMail.objects.order_by("-id").defer("raw")
    address = request.GET.get("to", "").strip()
    if address:
        mails = mails.filter(to_addresses__contains=[address])
    return render(request, "outbox/mail_list.html", {"mails": mails[:NEWEST], "address": address})


@outside_tenants(REASON)
@only_local
@require_safe
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]  # its types know views without arguments alone
def mail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: text, HTML in a frame without rights, attachments."""
    kept = get_object_or_404(KeptMail, pk=pk)
    return render(request, "outbox/mail_detail.html", {"mail": kept, "opened": open_mail(kept)})


@outside_tenants(REASON)
@only_local
@require_safe
@xframe_options_sameorigin
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part alone, for the frame."""
    html = open_mail(get_object_or_404(KeptMail, pk=pk)).html
    return HttpResponse(html, headers={"Content-Security-Policy": MAIL_POLICY})


@outside_tenants(REASON)
@only_local
@require_safe
def mail_attachment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One attachment, to be saved; ``number`` counts from 1."""
    files = open_mail(get_object_or_404(KeptMail, pk=pk)).files
    if not 1 <= number <= len(files):
        raise Http404
    file = files[number - 1]
    return HttpResponse(
        file.content,
        headers={
            "Content-Type": file.media_type,
            "Content-Disposition": f'attachment; filename="{file.name.replace(chr(34), "")}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": FILE_POLICY,
        },
    )


@outside_tenants(REASON)
@only_local
@require_POST
def mail_clear(request: HttpRequest) -> HttpResponse:
    """Throw all kept mails away."""
    KeptMail.objects.all().delete()
    return redirect("mails:mail-list")
