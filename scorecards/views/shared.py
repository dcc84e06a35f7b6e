"""What a signed link in a mail opens: one sealed scorecard, read-only, without a login."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation.accounts.models import Membership
from foundation.accounts.places import scope_of
from foundation.accounts.requests import outside_tenants
from foundation.accounts.tenancy import context
from scorecards import pdf
from scorecards.actions.runs import audience_of
from scorecards.downloads import pdf_of
from scorecards.links import LinkExpiredError, LinkInvalidError, Shared, read_token
from scorecards.models import ScorecardSnapshot
from scorecards.sheet_charts import charted
from scorecards.sheets import Sheet

REASON = "a signed link in a mail: the token names the member, whose scope is entered after the membership was checked"
Show = Callable[[HttpRequest, ScorecardSnapshot, Membership, str], HttpResponse]


@outside_tenants(REASON)
@never_cache
@require_safe
def shared_scorecard(request: HttpRequest, token: str) -> HttpResponse:
    """The page."""
    return _open(request, token, _page)


@outside_tenants(REASON)
@never_cache
@require_safe
def shared_scorecard_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The PDF."""
    return _open(request, token, _pdf)


def _open(request: HttpRequest, token: str, show: Show) -> HttpResponse:
    try:
        shared = read_token(token)
    except LinkExpiredError:
        return render(request, "scorecards/shared_closed.html", {"expired": True}, status=410)
    except LinkInvalidError:
        return render(request, "scorecards/shared_closed.html", {}, status=404)
    membership = _living_member(shared)
    if membership is not None:
        with scope_of(membership):
            snapshot = _snapshot(shared, membership)
            if snapshot is not None:
                return show(request, snapshot, membership, token)
    return render(request, "scorecards/shared_closed.html", {"withdrawn": True}, status=410)


def _living_member(shared: Shared) -> Membership | None:
    """Asked as identity at every visit, so that whoever left, or was closed, is out at once."""
    with context.identity():
        return (
            Membership.objects.filter(
                pk=shared.membership_id,
                organization_id=shared.organization_id,
                left_at=None,
                user__is_active=True,
            )
            .select_related("organization", "user")
            .first()
        )


def _snapshot(shared: Shared, membership: Membership) -> ScorecardSnapshot | None:
    """The document for this side; for a vendor's person the wall asks for the engagement's grant as well."""
    wanted = ScorecardSnapshot.objects.filter(scorecard_id=shared.scorecard_id, audience=audience_of(membership))
    found: ScorecardSnapshot | None = wanted.first()
    return found


def _page(request: HttpRequest, snapshot: ScorecardSnapshot, membership: Membership, token: str) -> HttpResponse:
    sheet = Sheet.read(snapshot.data)
    context_ = {
        "sheet": sheet,
        "seal": snapshot.sha256,
        "chart": charted(sheet.worst) if sheet.worst else None,
        "pdf_url": reverse("shared-scorecard-pdf", args=[token]),
        "login_url": pdf.page_of(snapshot),
        "shell": {"organization": {"name": sheet.organization, "initial": sheet.organization[:1].upper()}},
    }
    return render(request, "scorecards/shared_scorecard.html", context_)


def _pdf(request: HttpRequest, snapshot: ScorecardSnapshot, membership: Membership, token: str) -> HttpResponse:
    return pdf_of(snapshot, membership.organization.paper_size)
