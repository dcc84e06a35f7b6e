"""What the link in a mail opens: the full case for one person, who may decide it here without signing in.

Looking changes nothing; the decision is a POST with a CSRF token, and uses the link up.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from finance.actions.sending import decide_by_link
from finance.forms.decisions import DecisionForm
from finance.links import LinkInvalidError, Named, read_token
from finance.models import CaseLink
from finance.queries.cases import reason_not_to_decide
from finance.queries.sending import LinkState, link_of, state_of
from finance.queries.sources import gone
from finance.sealed import SealBrokenError, page_of, sealed_findings
from finance.showing import lines_of, shown
from finance.views.papers import pdf_response
from foundation.accounts.forms.submitting import take
from foundation.accounts.models import Membership
from foundation.accounts.places import scope_of
from foundation.accounts.requests import outside_tenants
from foundation.accounts.tenancy import context

log = structlog.get_logger(__name__)
REASON = "a signed link in a mail: the token names the member, whose scope is entered after the membership was checked"
Show = Callable[[HttpRequest, CaseLink, str], HttpResponse]


@outside_tenants(REASON)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The case, and the form to decide it."""
    return _open(request, token, _decide if request.method == "POST" else _page)


@outside_tenants(REASON)
@never_cache
@require_safe
def case_by_mail_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The one page."""
    return _open(request, token, _pdf)


def _open(request: HttpRequest, token: str, show: Show) -> HttpResponse:
    try:
        named = read_token(token)
    except LinkInvalidError:
        return _closed(request, "unknown", 404)
    membership = _living_member(named)
    if membership is None:
        return _closed(request, "withdrawn", 410)
    if request.user.is_authenticated and request.user.pk != membership.user_id:
        return _closed(request, "foreign", 403)
    with scope_of(membership), translation.override(membership.user.language):
        return _inside(request, named, token, show)


def _inside(request: HttpRequest, named: Named, token: str, show: Show) -> HttpResponse:
    """In the scope of the link's person: what it opens, or why it opens nothing."""
    link = link_of(named)
    if link is None:
        return _closed(request, "unknown", 404)
    version, state = link.sending.version, state_of(link, now=timezone.now())
    if state is not LinkState.OPEN:
        status = 200 if state is LinkState.USED else 410
        return _closed(request, state.value, status, {"link": link, "version": version, "page": page_of(version)})
    try:
        return show(request, link, token)
    except SealBrokenError:
        log.exception("seal_broken", version=version.pk)
        return _closed(request, "broken", 409)


def _living_member(named: Named) -> Membership | None:
    """Asked as identity at every visit: whoever left, was closed, or is now a vendor's person, is out at once."""
    with context.identity():
        return (
            Membership.objects.filter(
                pk=named.membership_id,
                organization_id=named.organization_id,
                vendor_id=None,
                left_at=None,
                user__is_active=True,
            )
            .select_related("organization", "user")
            .first()
        )


def _page(request: HttpRequest, link: CaseLink, token: str, form: DecisionForm | None = None) -> HttpResponse:
    version, person = link.sending.version, link.membership.user
    document, findings = sealed_findings(version)
    name = version.organization.name
    data = {
        "case": version.case,
        "version": version,
        "person": person,
        "link": link,
        "shown": shown(document, findings, gone=gone(document)),
        "options": [(option, lines_of(document.case, findings, option)) for option in document.case.options],
        "reason": reason_not_to_decide(version, person),
        "form": form or DecisionForm(),
        "pdf_url": reverse("case-by-mail-pdf", args=[token]),
        "page": page_of(version),
        "zone": version.organization.time_zone,
        "shell": {"organization": {"name": name, "initial": name[:1].upper()}},
    }
    return render(request, "finance/case_by_mail.html", data, status=422 if form and form.errors else 200)


def _decide(request: HttpRequest, link: CaseLink, token: str) -> HttpResponse:
    sealed_findings(link.sending.version)  # nobody decides what cannot be shown
    form = DecisionForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        decided = take(
            form,
            lambda: decide_by_link(
                link=link, decision=data["decision"], conditions=data["conditions"], now=timezone.now()
            ),
        )
        if decided is not None:
            return redirect("case-by-mail", token=token)
    return _page(request, link, token, form)


def _pdf(request: HttpRequest, link: CaseLink, token: str) -> HttpResponse:
    return pdf_response(link.sending.version, link.membership.organization.paper_size)


def _closed(request: HttpRequest, why: str, status: int, more: dict[str, object] | None = None) -> HttpResponse:
    return render(request, "finance/by_mail_closed.html", {"why": why, **(more or {})}, status=status)
