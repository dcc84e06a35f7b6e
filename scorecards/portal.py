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
from scorecards.models import ScorecardSnapshot
from scorecards.models.cards import Audience
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
    """One issued scorecard, as this vendor may see it."""
    snapshot = _snapshot(pk)
    sheet = Sheet.read(snapshot.data)
    worst = sheet.worst
    portal = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    context = {
        "sheet": sheet,
        "seal": snapshot.sha256,
        "chart": charted(worst) if worst else None,
        "pdf_url": reverse("scorecards:scorecard-portal-pdf", kwargs=portal | {"pk": pk}),
        "list_url": reverse("scorecards:scorecard-portal-list", kwargs=portal),
    }
    return render(request, "scorecards/portal_scorecard.html", context)


@needs(Permission.PORTAL_VIEW)
@require_safe
def scorecard_pdf(request: TenantRequest, pk: int) -> HttpResponse:
    """Its PDF as it was kept for the mail; else made anew, since the portal keeps nothing."""
    return pdf_of(_snapshot(pk), request.organization.paper_size)


def issued_sheets(slug: str) -> list[Issued]:
    """The issued scorecards that the acting vendor's person may see, newest week first, newest revision alone."""
    found: dict[tuple[int, str], Issued] = {}
    rows = ScorecardSnapshot.objects.filter(audience=Audience.VENDOR).order_by("-created_at", "-pk")[: 2 * LONGEST]
    for snapshot in rows:
        sheet = Sheet.read(snapshot.data)
        place = {"org": slug, "vendor": acting_vendor_id(), "pk": snapshot.scorecard_id}
        url = reverse("scorecards:scorecard-portal", kwargs=place)
        key = (sheet.engagement_id, sheet.period_key)
        if key not in found or found[key].sheet.revision < sheet.revision:
            found[key] = Issued(sheet, url)
    return sorted(found.values(), key=lambda each: (each.sheet.start, each.sheet.engagement), reverse=True)[:LONGEST]


def _snapshot(pk: int) -> ScorecardSnapshot:
    wanted = ScorecardSnapshot.objects.filter(audience=Audience.VENDOR, scorecard_id=pk)
    found: ScorecardSnapshot = get_object_or_404(wanted)
    return found
