"""A line of the vendor's own scorecard: explained down to its items, and disputed; the scorecard acknowledged."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.models import AboutKind
from engagements.periods import period_from_key
from engagements.queries.conversations import threads_about
from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission
from scorecards.actions.answers import acknowledge_scorecard, raise_dispute
from scorecards.forms.answers import AcknowledgementForm, DisputeForm
from scorecards.models import ScorecardSnapshot, SealedItems
from scorecards.portal.cards import find_snapshot, show_card
from scorecards.queries.answers import dispute_files, own_disputes, sealed_parts
from scorecards.queries.explanations import GAPS, label_of
from scorecards.sheet_charts import charted
from scorecards.sheet_lines import SheetLine
from scorecards.sheets import Sheet


class Item(NamedTuple):
    """A work item behind a figure, as it was when the scorecard was issued."""

    pk: int
    external_id: str
    title: str
    opened_at: datetime
    completed_at: datetime | None


class Part(NamedTuple):
    """Some of the items behind a figure; ``more`` are not shown."""

    name: str
    label: str
    size: int
    items: list[Item]
    more: int
    is_open: bool


@needs(Permission.PORTAL_MANAGE)
@require_POST
def scorecard_acknowledge(request: TenantRequest, pk: int) -> HttpResponse:
    """Take the figures as they are."""
    snapshot, form = find_snapshot(pk), AcknowledgementForm(request.POST)
    if not form.is_valid():
        return show_card(request, snapshot, form=form)
    try:
        acknowledge_scorecard(snapshot=snapshot, by=request.user, now=timezone.now(), note=form.cleaned_data["note"])
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Acknowledged. A line can still be disputed."))
    return redirect("scorecards:scorecard-portal", org=request.organization.slug, vendor=acting_vendor_id(), pk=pk)


@needs(Permission.PORTAL_VIEW)
def scorecard_line(request: TenantRequest, pk: int, metric: int) -> HttpResponse:
    """One line of an issued scorecard, explained from what was sealed; a manager disputes it here."""
    snapshot = find_snapshot(pk)
    sheet = Sheet.read(snapshot.data)
    line = next((each for each in sheet.lines if each.metric_id == metric), None)
    if line is None:
        raise Http404
    form = DisputeForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST":
        if not request.membership.may(Permission.PORTAL_MANAGE):
            raise PermissionDenied
        if form.is_valid() and _dispute(request, snapshot, line, form):
            return redirect(request.path)
    status = 422 if form.errors else 200
    return render(request, "scorecards/portal_line.html", _context(request, sheet, line, form), status=status)


def _dispute(request: TenantRequest, snapshot: ScorecardSnapshot, line: SheetLine, form: DisputeForm) -> bool:
    try:
        raise_dispute(
            snapshot=snapshot, metric_id=line.metric_id, by=request.user, now=timezone.now(), **form.cleaned_data
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    words = {"client": request.organization.name}
    messages.success(request, _("The dispute is sent. %(client)s decides, and the answer comes up here.") % words)
    return True


def _context(request: TenantRequest, sheet: Sheet, line: SheetLine, form: DisputeForm) -> dict[str, Any]:
    place = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    found = sealed_parts(sheet.pk, line.metric_id)
    disputes = [each for each in own_disputes(sheet.pk) if each.metric_id == line.metric_id]
    card_url = reverse("scorecards:scorecard-portal", kwargs=place | {"pk": sheet.pk})
    return {
        "sheet": sheet,
        "vendor_id": place["vendor"],
        "line": line,
        "chart": charted(line),
        "period": period_from_key(line.period_key, sheet.zone),
        "why_none": GAPS.get(line.reason, "") if line.value is None else "",
        "parts": _parts(found),
        "disputes": disputes,
        "can_dispute": request.membership.may(Permission.PORTAL_MANAGE)
        and (form.is_bound or not any(each.is_open for each in disputes)),
        "form": form,
        "threads": threads_about(sheet.engagement_id, AboutKind.LINE, f"{sheet.pk}/{line.metric_id}"),
        "about": f"{AboutKind.LINE}:{sheet.pk}/{line.metric_id}",
        "subject": f"{line.name}, {sheet.period_key}",
        "may_work": request.membership.may(Permission.PORTAL_WORK),
        "files": dispute_files(disputes),
        "crumbs": [
            {"label": _("My scorecard"), "url": reverse("scorecards:scorecard-portal-list", kwargs=place)},
            {"label": f"{sheet.engagement} {sheet.period_key}", "url": card_url},
        ],
        "others": [
            (
                each,
                reverse("scorecards:scorecard-portal-line", kwargs=place | {"pk": sheet.pk, "metric": each.metric_id}),
            )
            for each in sheet.lines
            if each.metric_id != line.metric_id
        ],
    }


def _parts(found: SealedItems | None) -> list[Part]:
    names = {
        "numerator": _("Numerator"),
        "denominator": _("Denominator"),
        "missed": _("Missed"),
        "excluded": _("Left out"),
    }
    return [
        Part(
            names[part["part"]],
            label_of(part["code"]),
            part["count"],
            [Item(pk, external, title, _at(opened), _at(done) if done else None)
             for pk, external, title, opened, done in part["items"]],
            part["count"] - len(part["items"]),
            part["part"] in ("missed", "excluded"),
        )
        for part in (found.parts if found else [])
        if part["count"] or part["part"] != "excluded"
    ]  # fmt: skip


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
