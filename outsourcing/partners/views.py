"""The pages of a process between several partners, and of what hangs on each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from engagements.models import Process
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from outsourcing.partners.allocation_page import allocation_page
from outsourcing.partners.comparison import comparison_page
from outsourcing.partners.redundancy_page import redundancy_page


@needs(Permission.VIEW)
def allocation_detail(request: TenantRequest, process: int) -> HttpResponse:
    """How a process is shared out: plan against reality, the rule to switch, hours and gaps, types of work."""
    row = get_object_or_404(Process, pk=process)
    page = allocation_page(row, request.organization, now=timezone.now())
    page["may_edit"] = request.membership.may(Permission.EDIT_AGREEMENTS)
    return render(request, "outsourcing/allocation_detail.html", page)


@needs(Permission.VIEW)
def process_comparison(request: TenantRequest, process: int) -> HttpResponse:
    """All who do a process on one scorecard, ranked; ``?by=`` names the measure."""
    row = get_object_or_404(Process, pk=process)
    page = comparison_page(row, request.organization, by=request.GET.get("by", ""), now=timezone.now())
    return render(request, "outsourcing/process_comparison.html", page)


@needs(Permission.VIEW)
def vendor_redundancy(request: TenantRequest) -> HttpResponse:
    """Which process hangs on one vendor, and what the failure of each would hit."""
    return render(
        request, "outsourcing/vendor_redundancy.html", redundancy_page(request.organization, now=timezone.now())
    )
