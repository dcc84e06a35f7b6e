"""SOPs and checklists in the portal: read, acknowledged with their quiz, and proposals of the vendor's own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.models import Engagement
from foundation.accounts.forms.submitting import take
from foundation.accounts.portal import Todo
from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission
from procedures.actions import acknowledgements, proposals
from procedures.forms.acknowledgements import QuizForm
from procedures.forms.proposals import PortalProposalForm
from procedures.queries.guides import content_of, newest_with_words
from procedures.queries.portal_guides import OwnGuide, guides_to_read, own_guides, own_proposals


@needs(Permission.PORTAL_VIEW)
def guide_list(request: TenantRequest) -> HttpResponse:
    """What the vendor works by, what waits for the reader, and what they proposed."""
    context = {
        "rows": guides_to_read(today=_today(request)),
        "proposals": own_proposals(),
        "now": timezone.now(),
        "may_work": request.membership.may(Permission.PORTAL_WORK),
        "zone": request.organization.time_zone,
    }
    return render(request, "procedures/portal_guide_list.html", context)


@needs(Permission.PORTAL_VIEW)
def guide_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """A guide as it was published last; whoever is asked acknowledges it below, after its quiz when it has one."""
    row = _row(request, pk)
    version = newest_with_words(row.guide)
    content = content_of(version)
    may_sign = bool(row.missing) and request.membership.may(Permission.PORTAL_WORK)
    form = QuizForm(request.POST if may_sign and request.method == "POST" else None, content=content)
    if form.is_bound and form.is_valid() and version is not None:
        kept = take(
            form,
            lambda: acknowledgements.acknowledge(
                version=version,
                participants=row.missing,
                answers=form.answers(),
                by=request.user,
                now=timezone.now(),
            ),
        )
        if kept is not None:
            messages.success(request, _("Thank you: it is noted that you have read %(guide)s.") % {"guide": row.guide})
            return redirect(_address(request, "guide-portal-list"))
    context = {
        "row": row,
        "content": content,
        "form": form,
        "may_sign": may_sign,
        "may_work": request.membership.may(Permission.PORTAL_WORK),
        "crumbs": _crumbs(request),
    }
    return render(request, "procedures/portal_guide_detail.html", context)


@needs(Permission.PORTAL_WORK)
def proposal_create(request: TenantRequest) -> HttpResponse:
    """Propose a change to a guide, or bring a checklist or SOP of one's own."""
    engagements, guides = Engagement.objects.order_by("name"), own_guides()
    initial = {"guide": request.GET.get("guide", "")}
    form = PortalProposalForm(request.POST or None, engagements=engagements, guides=guides, initial=initial)
    back = _address(request, "guide-portal-list")
    if request.method == "POST" and form.is_valid():
        kept = take(
            form,
            lambda: proposals.propose(
                proposal=form.proposal(by=str(request.user)), by=request.user, now=timezone.now()
            ),
        )
        if kept is not None:
            client = request.organization.name
            messages.success(request, _("It is proposed; %(client)s decides.") % {"client": client})
            return redirect(back)
    context = {"form": form, "back": back, "crumbs": _crumbs(request)}
    return render(request, "procedures/portal_proposal_create.html", context)


def portal_todo(*, now: datetime, today: date) -> list[Todo]:
    """Guides that wait for the reader's acknowledgement."""
    return [
        Todo(
            title=_("Read and acknowledge: %(guide)s") % {"guide": row.guide},
            detail=_("version %(number)d") % {"number": row.newest.number},
            due=row.due_at,
            url_name="procedures:guide-portal-detail",
            url_kwargs={"pk": row.guide.pk},
            action_label=_("Read"),
        )
        for row in guides_to_read(today=today)
        if row.missing
    ]


def _row(request: TenantRequest, pk: int) -> OwnGuide:
    found = next((each for each in guides_to_read(today=_today(request)) if each.guide.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _today(request: TenantRequest) -> date:
    return timezone.now().astimezone(ZoneInfo(request.organization.time_zone)).date()


def _address(request: TenantRequest, name: str, **ids: Any) -> str:
    place = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    return reverse(f"procedures:{name}", kwargs=place | ids)


def _crumbs(request: TenantRequest) -> list[dict[str, str]]:
    return [{"label": _("Procedures"), "url": _address(request, "guide-portal-list")}]
