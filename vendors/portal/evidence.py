"""A vendor's evidence in its portal: what is asked for, what it sent, what became of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission
from vendors.actions import evidence as actions
from vendors.actions.access import report_deviation
from vendors.forms.access import DeviationForm
from vendors.forms.evidence import EvidenceForm
from vendors.models import Deviation, Evidence, EvidenceKind, EvidenceRequest
from vendors.queries.portal import asked_evidence, own_evidence
from vendors.requests import kind_of, serve, today_of


@needs(Permission.PORTAL_WORK)
def deviations(request: TenantRequest) -> HttpResponse:
    """Say that data was in a place that nobody approved; what was said so far stands below."""
    form = DeviationForm(
        request.POST or None,
        instance=Deviation(vendor_id=_vendor(), is_theirs=True),
        organization=request.organization,
        initial={"found_on": today_of(request)},
    )
    if request.method == "POST" and form.is_valid():
        done = take(form, lambda: report_deviation(deviation=form.instance, by=request.user, now=timezone.now()))
        if done is not None:
            messages.success(request, _("Thank you: %(client)s sees it now.") % {"client": request.organization.name})
            return redirect(address(request, "portal-deviations"))
    rows = sorted(Deviation.objects.order_by("-pk"), key=lambda row: row.resolved_on is not None)
    return render(request, "vendors/portal_deviations.html", {"form": form, "deviations": rows})


@needs(Permission.PORTAL_VIEW)
@require_safe
def evidence(request: TenantRequest) -> HttpResponse:
    """What the client asks for, and everything that was sent."""
    context = {
        "asked": asked_evidence(),
        "rows": own_evidence(),
        "kinds": EvidenceKind.choices,
        "today": today_of(request),
        "may_work": request.membership.may(Permission.PORTAL_WORK),
    }
    return render(request, "vendors/portal_evidence.html", context)


@needs(Permission.PORTAL_WORK)
def evidence_create(request: TenantRequest, evidence_kind: str) -> HttpResponse:
    """Send evidence; the client decides whether it counts."""
    kind = kind_of(evidence_kind)
    row = Evidence(vendor_id=_vendor(), kind=kind, received_on=today_of(request))
    form = EvidenceForm(
        request.POST or None,
        request.FILES or None,
        instance=row,
        organization=request.organization,
        needs_received=False,
        needs_file=True,
    )
    if request.method == "POST" and form.is_valid():
        sent = take(
            form,
            lambda: actions.submit_evidence(
                evidence=form.instance,
                upload=form.cleaned_data["file"],
                by=request.user,
                now=timezone.now(),
                is_ours=False,
            ),
        )
        if sent is not None:
            messages.success(
                request,
                _("Sent. %(client)s decides, and you read the answer here.") % {"client": request.organization.name},
            )
            return redirect(address(request, "portal-evidence"))
    context = {
        "form": form,
        "kind": kind,
        "request_row": EvidenceRequest.objects.filter(kind=kind, closed_at=None).first(),
        "back": address(request, "portal-evidence"),
    }
    return render(request, "vendors/portal_evidence_form.html", context)


@require_safe
@needs(Permission.PORTAL_VIEW)
def evidence_download(request: TenantRequest, pk: int) -> HttpResponse:
    """A file that was sent, or that the client keeps of this vendor."""
    row = get_object_or_404(Evidence.objects.select_related("file"), pk=pk)
    return serve(request, row.file, back=address(request, "portal-evidence"))


def address(request: TenantRequest, name: str, **kwargs: object) -> str:
    """The address of a page of this room's part of the portal."""
    place = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    return reverse(f"vendors:{name}", kwargs=place | kwargs)


def _vendor() -> int:
    vendor = acting_vendor_id()
    if vendor is None:
        raise Http404
    return vendor
