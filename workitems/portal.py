"""A vendor's own items in its portal: listed, answered, promised, with evidence and questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions.conversations import open_thread
from engagements.actions.files import share_file
from engagements.models import AboutKind, Side
from foundation.accounts.forms.submitting import take
from foundation.accounts.portal import Todo
from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission
from foundation.inbox.export import csv_lines
from vendors.models import Vendor
from workitems.actions import reports as actions
from workitems.forms.portal import (
    AskForm,
    PortalFileForm,
    PortalFilterForm,
    PortalPointForm,
    PortalPromiseForm,
    TellForm,
)
from workitems.intake.life import Step
from workitems.models import RequestPoint, WorkItem
from workitems.queries.filters import FilterError, ItemFilter
from workitems.queries.item_lists import Cursor
from workitems.queries.portal_items import due_soon, own_exported, own_item, own_items, own_page, portal_filter

SOON = timedelta(days=1)
CELLS = (
    "external_id", "title", "engagement", "item_type", "priority", "queue", "state", "status_class", "opened_at",
    "first_response_at", "resolved_at", "closed_at", "due_at", "reopen_count",
)  # fmt: skip


@needs(Permission.PORTAL_VIEW)
def item_list(request: TenantRequest) -> HttpResponse:
    """The vendor's items; the filter stands in the address, ``?csv=1`` takes it away as a table."""
    problems: dict[str, str] = {}
    try:
        wanted = portal_filter(request.GET, zone=request.organization.time_zone)
    except FilterError as error:
        wanted, problems = ItemFilter(), error.problems
    if request.GET.get("csv") and not problems:
        return _csv(wanted)
    page = None if problems else own_page(wanted, Cursor.read(request.GET.get("page", "")))
    address = wanted.to_query()
    context = {
        "form": PortalFilterForm(wanted),
        "problems": problems,
        "page": page,
        "may_work": request.membership.may(Permission.PORTAL_WORK),
        "is_filtered": bool(problems) or not wanted.is_empty,
        "csv_url": f"?{urlencode({**address, 'csv': 1}, doseq=True)}",
        "newer_url": _page_url(address, page.newer) if page else "",
        "older_url": _page_url(address, page.older) if page else "",
        **_zones(request),
    }
    return render(request, "workitems/portal_item_list.html", context)


@needs(Permission.PORTAL_VIEW)
def item_page(request: TenantRequest, pk: int) -> HttpResponse:
    """One item: what was asked, its clocks, and what may be told of it."""
    return _show(request, _item(pk))


@require_POST
@needs(Permission.PORTAL_WORK)
def item_tell(request: TenantRequest, pk: int) -> HttpResponse:
    """Say what happened, or comment."""
    item, now = _item(pk), timezone.now()
    form = TellForm(request.POST, steps=_steps(item))

    def act() -> object:
        data = form.cleaned_data
        if not data.get("step"):
            return actions.report_comment(item=item, comment=data["comment"], by=request.user, now=now)
        return actions.report_step(
            item=item,
            step=Step(data["step"]),
            by=request.user,
            now=now,
            reason=data.get("reason", ""),
            comment=data["comment"],
        )

    return _done(request, item, form, act, tell_form=form)


@require_POST
@needs(Permission.PORTAL_WORK)
def item_promise(request: TenantRequest, pk: int) -> HttpResponse:
    """Promise a day."""
    item, form, now = _item(pk), PortalPromiseForm(request.POST), timezone.now()

    def act() -> object:
        day = form.cleaned_data["day"]
        return actions.report_promise(item=item, day=day, today=_today(request), by=request.user, now=now)

    return _done(request, item, form, act, promise_form=form)


@require_POST
@needs(Permission.PORTAL_WORK)
def point_answer(request: TenantRequest, pk: int) -> HttpResponse:
    """Answer a criterion, tick a step, say where evidence lies."""
    point = get_object_or_404(RequestPoint.objects.filter(request__item__isnull=False), pk=pk)
    item = get_object_or_404(own_items(), requests__points=point.pk)
    form = PortalPointForm(request.POST)

    def act() -> object:
        data = form.cleaned_data
        return actions.report_point(
            point=point, item=item, answer=data["answer"], note=data["note"], by=request.user, now=timezone.now()
        )

    return _done(request, item, form, act, point_form=form, wrong_point=pk)


@require_POST
@needs(Permission.PORTAL_WORK)
def item_file(request: TenantRequest, pk: int) -> HttpResponse:
    """Upload what shows the work."""
    item, form = _item(pk), PortalFileForm(request.POST, request.FILES)

    def act() -> object:
        upload = form.cleaned_data["file"]
        return share_file(
            engagement=item.engagement,
            name=upload.name,
            content=upload.read(),
            side=Side.VENDOR,
            by=request.user,
            now=timezone.now(),
            about=(AboutKind.ITEM, str(item.pk)),
            shows=form.cleaned_data["shows"],
        )

    return _done(request, item, form, act, file_form=form)


@require_POST
@needs(Permission.PORTAL_WORK)
def item_ask(request: TenantRequest, pk: int) -> HttpResponse:
    """Ask the client about an item, in a thread of its own."""
    item, form = _item(pk), AskForm(request.POST)

    def act() -> object:
        label = f"{item.external_id} {item.title}".strip()
        return open_thread(
            engagement=item.engagement,
            subject=label,
            text=form.cleaned_data["text"],
            by=request.user,
            side=Side.VENDOR,
            organization=request.organization,
            now=timezone.now(),
            is_question=form.cleaned_data["is_question"],
            about=(AboutKind.ITEM, str(item.pk), label),
        )

    return _done(request, item, form, act, ask_form=form)


def portal_todo(*, now: datetime, today: date) -> list[Todo]:
    """Items whose resolution is due within a day, or late."""
    return [
        Todo(
            title=f"{item.external_id}: {item.title or item.item_type}",
            detail=str(item.engagement),
            due=item.clock_due,  # type: ignore[attr-defined]  # annotated
            url_name="workitems:item-portal-detail",
            url_kwargs={"pk": item.pk},
        )
        for item in due_soon(now + SOON)
    ]


def _item(pk: int) -> WorkItem:
    found: WorkItem = get_object_or_404(own_items(), pk=pk)
    return found


def _show(request: TenantRequest, item: WorkItem, **refused: Any) -> HttpResponse:
    may_work = request.membership.may(Permission.PORTAL_WORK)
    own = own_item(item)
    promised = own.request.committed_on if own.request else own.promised and own.promised.day
    context: dict[str, Any] = {
        "item": item,
        "own": own,
        "promised": promised,
        "may_work": may_work,
        "now": timezone.now(),
        "tell_form": TellForm(steps=_steps(item)),
        "promise_form": PortalPromiseForm(initial={"day": promised}),
        "file_form": PortalFileForm(),
        "ask_form": AskForm(),
        "crumbs": [{"label": _("Work items"), "url": _address(request, "item-portal-list")}],
        **_zones(request),
    }
    return render(request, "workitems/portal_item_detail.html", context | refused)


def _done(
    request: TenantRequest, item: WorkItem, form: forms.Form, act: Callable[[], object], **refused: Any
) -> HttpResponse:
    """Back to the item; what was refused stands at its field, with what was typed."""
    if form.is_valid() and take(form, act) is not None:
        messages.success(request, _("It is told, and shows on the item in a moment."))
        return redirect(_address(request, "item-portal-detail", pk=item.pk))
    return _show(request, item, **refused)


def _steps(item: WorkItem) -> list[tuple[str, str]]:
    words = {
        Step.RESPOND: _("First answer given"),
        Step.PAUSE: _("It waits"),
        Step.RESUME: _("Goes on"),
        Step.FINISH: _("Done"),
    }
    return [(step.value, words[step]) for step in actions.vendor_steps(item)]


def _zones(request: TenantRequest) -> dict[str, str]:
    own = request.organization.time_zone
    vendor = Vendor.objects.values_list("time_zone", flat=True).get(pk=acting_vendor_id() or 0)
    return {"zone": own, "other_zone": request.user.time_zone or vendor or own}


def _today(request: TenantRequest) -> date:
    return timezone.now().astimezone(ZoneInfo(request.organization.time_zone)).date()


def _address(request: TenantRequest, name: str, **ids: int) -> str:
    place = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    return reverse(f"workitems:{name}", kwargs=place | ids)


def _page_url(address: dict[str, Any], cursor: Cursor | None) -> str:
    return f"?{urlencode({**address, 'page': cursor.text}, doseq=True)}" if cursor else ""


def _csv(wanted: ItemFilter) -> HttpResponse:
    rows = ([_cell(item, name) for name in CELLS] for item in own_exported(wanted))
    response = HttpResponse("".join(csv_lines(list(CELLS), rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="work-items.csv"'
    return response


def _cell(item: WorkItem, name: str) -> Any:
    return str(item.engagement) if name == "engagement" else getattr(item, name)
