"""Files of both sides, in the portal."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from engagements.models import SharedFile
from engagements.models.files import ScanVerdict
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.serving import as_download


@require_safe
@needs(Permission.PORTAL_VIEW)
def sharedfile_download(request: TenantRequest, pk: int) -> HttpResponse:
    """A file that was found clean, to be saved; until then there is none."""
    found = get_object_or_404(SharedFile, pk=pk, verdict=ScanVerdict.CLEAN)
    return as_download(bytes(found.content), name=found.name, media_type=found.media_type)
