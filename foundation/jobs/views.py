"""A job's page, and the card on it that asks again every second until the job is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.jobs import queries
from foundation.jobs.models import Job

if TYPE_CHECKING:
    from django.http import HttpResponse


@needs(Permission.VIEW)
def job_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """How far one piece of work is; may be left and come back to."""
    return render(request, "jobs/job_detail.html", _context(request, pk))


@needs(Permission.VIEW)
def job_card(request: TenantRequest, pk: int) -> HttpResponse:
    """The card alone, for htmx."""
    return render(request, "components/job_card.html", _context(request, pk))


def _context(request: TenantRequest, pk: int) -> dict[str, Any]:
    job = get_object_or_404(Job.objects.select_related("created_by"), pk=pk)
    return {**queries.job_card(job, org=request.organization.slug), "record": job}
