"""A vendor's own scorecards in its portal: read-only, from the vendor's sealed snapshot alone."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission
from scorecards.downloads import pdf_of
from scorecards.forms.answers import AcknowledgementForm
from scorecards.models import ScorecardSnapshot
from scorecards.models.cards import Audience
from scorecards.queries.answers import acknowledgement_of, dispute_files, newest_sheets, own_disputes
from scorecards.sheet_charts import charted
from scorecards.sheets import Sheet

LONGEST = 100


class Issued(NamedTuple):
    """A scorecard of the portal's list."""

    sheet: Sheet
    url: str


@needs(Permission.PORTAL_VIEW)
@require_safe
def scorecard_list(request: TenantRequest) -> HttpResponse:
    """The partner's own issued scorecards, the newest first."""
    issued = issued_sheets(request.organization.slug)
    return render(request, "scorecards/portal_list.html", {"issued": issued, "latest": issued[0] if issued else None})


@needs(Permission.PORTAL_VIEW)
@require_safe
def scorecard_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """One issued scorecard, as this vendor may see it, and what the vendor said to it."""
    return show_card(request, find_snapshot(pk))


def show_card(
    request: TenantRequest, snapshot: ScorecardSnapshot, *, form: AcknowledgementForm | None = None
) -> HttpResponse:
    """The page; ``form`` is a refused acknowledgement."""
    sheet = Sheet.read(snapshot.data)
    worst = sheet.worst
    names = {line.metric_id: line.name for line in sheet.lines}
    disputes = list(own_disputes(sheet.pk))
    portal = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    context = {
        "sheet": sheet,
        "seal": snapshot.sha256,
        "chart": charted(worst) if worst else None,
        "vendor_id": portal["vendor"],
        "pdf_url": reverse("scorecards:scorecard-portal-pdf", kwargs=portal | {"pk": sheet.pk}),
        "list_url": reverse("scorecards:scorecard-portal-list", kwargs=portal),
        "acknowledgement": acknowledgement_of(sheet.pk),
        "disputes": [(names.get(each.metric_id, ""), each) for each in disputes],
        "files": dispute_files(disputes),
        "may_answer": request.membership.may(Permission.PORTAL_MANAGE),
        "form": form or AcknowledgementForm(),
    }
    return render(request, "scorecards/portal_scorecard.html", context, status=422 if form else 200)


@needs(Permission.PORTAL_VIEW)
@require_safe
def scorecard_pdf(request: TenantRequest, pk: int) -> HttpResponse:
    """Its PDF as it was kept for the mail; else made anew, since the portal keeps nothing."""
    return pdf_of(find_snapshot(pk), request.organization.paper_size)


def issued_sheets(slug: str) -> list[Issued]:
    """The issued scorecards that the acting vendor's person may see, newest week first, newest revision alone."""
    place = {"org": slug, "vendor": acting_vendor_id()}
    return [
        Issued(sheet, reverse("scorecards:scorecard-portal", kwargs=place | {"pk": sheet.pk}))
        for sheet in newest_sheets()[:LONGEST]
    ]


def find_snapshot(pk: int) -> ScorecardSnapshot:
    """The vendor's snapshot of a scorecard, or 404."""
    wanted = ScorecardSnapshot.objects.filter(audience=Audience.VENDOR, scorecard_id=pk)
    found: ScorecardSnapshot = get_object_or_404(wanted)
    return found
