"""What a request to this room says: which day it is, which kind of evidence, and a file handed back."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.requests import TenantRequest
from foundation.inbox.serving import as_download
from vendors.models import EvidenceKind, VendorFile


def today_of(request: TenantRequest) -> date:
    """The date in the workspace's zone."""
    return timezone.now().astimezone(ZoneInfo(request.organization.time_zone)).date()


def kind_of(word: str) -> EvidenceKind:
    """The kind that an address names.

    Raises:
        Http404: for any other word.
    """
    if word not in EvidenceKind.values:
        raise Http404
    return EvidenceKind(word)


def serve(request: TenantRequest, file: VendorFile | None, *, back: str) -> HttpResponse:
    """A file as a download; one that the scanner has not passed is not served, and a message says why.

    Raises:
        Http404: when there is none.
    """
    if file is None:
        raise Http404
    if not file.may_be_served:
        words = {"name": file.name, "state": file.get_scan_display()}
        messages.error(request, _("%(name)s cannot be opened: %(state)s.") % words)
        return redirect(back)
    return as_download(bytes(file.content), name=file.name, media_type=file.media_type)
