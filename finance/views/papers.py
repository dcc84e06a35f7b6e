"""A version to take away: the one page as a PDF, and the workbook."""

from __future__ import annotations

import structlog
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from finance.models import CaseVersion
from finance.pdf import cases as pdf
from finance.sealed import SealBrokenError, sealed_findings
from finance.views.places import case_or_404, here, version_or_404
from finance.workbook import workbook
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission

log = structlog.get_logger(__name__)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Permission.VIEW)
@require_safe
def version_pdf(request: TenantRequest, pk: int, number: int) -> HttpResponse:
    """The page on the workspace's paper."""
    version = version_or_404(case_or_404(pk), number)
    try:
        return pdf_response(version, request.organization.paper_size)
    except SealBrokenError:
        return _broken(request, version)


@needs(Permission.VIEW)
@require_safe
def version_workbook(request: TenantRequest, pk: int, number: int) -> HttpResponse:
    """Live formulas, in the reader's language."""
    version = version_or_404(case_or_404(pk), number)
    try:
        document, findings = sealed_findings(version)
    except SealBrokenError:
        return _broken(request, version)
    with translation.override(get_language()):
        content = workbook(document, findings)
    name = pdf.filename(version.case.title, number, draft=version.is_draft, ending="xlsx")
    return file_response(content, name, _XLSX, "attachment")


def pdf_response(version: CaseVersion, paper: str) -> HttpResponse:
    """The PDF that was kept, else a fresh one, to look at or keep."""
    name = pdf.filename(version.case.title, version.number, draft=version.is_draft)
    kept = pdf.stored_document(version, paper=paper) if version.seal else None
    content = bytes(kept.content) if kept else pdf.render_version(version, paper)
    return file_response(content, name, "application/pdf", "inline")


def _broken(request: TenantRequest, version: CaseVersion) -> HttpResponse:
    """Back to the page, with the reason; whoever operates this finds it in the log."""
    log.error("seal_broken", version=version.pk)
    messages.error(request, _("Today its figures come out other than those that were sealed, so it is not printed."))
    return redirect(here(request, "case-version", pk=version.case_id, number=version.number))


def file_response(content: bytes, name: str, media_type: str, disposition: str) -> HttpResponse:
    """A file to look at ("inline") or to keep ("attachment")."""
    headers = {
        "Content-Type": media_type,
        "Content-Disposition": f'{disposition}; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, headers=headers)
