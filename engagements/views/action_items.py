"""Corrective actions across engagements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions import action_items as actions
from engagements.forms.action_items import ActionFilterForm, ActionItemForm, ClosingForm
from engagements.models import ActionItem
from engagements.queries import action_items as queries
from engagements.views.pages import FormPage, address, crumb, show_form, today_of
from foundation.accounts.forms.submitting import old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.export import csv_lines

CSV_ROWS = 20_000


@needs(Permission.VIEW)
def action_list(request: TenantRequest) -> HttpResponse:
    """Who promised what until when; the filter stands in the address, ``?format=csv`` takes it away as a table."""
    form, today = ActionFilterForm(request.GET, organization=request.organization), today_of(request)
    wanted = form.wanted()
    if request.GET.get("format") == "csv":
        return _csv(list(queries.find_actions(wanted, today=today)[:CSV_ROWS]))
    page = queries.action_page(wanted, today=today, after=request.GET.get("after", ""))
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    mine = f"u{request.user.pk}"
    context = {
        "form": form,
        "page": page,
        "today": today,
        "state": wanted.state,
        "is_filtered": bool(kept),
        "is_mine": kept.get("owner") == mine,
        "pills": [
            (_("Open"), "?", not kept),
            (_("Overdue"), "?state=overdue", kept == {"state": "overdue"}),
            (_("Mine"), f"?owner={mine}", kept == {"owner": mine}),
        ],
        "csv_url": f"?{urlencode(kept | {'format': 'csv'})}",
        "older_url": f"?{urlencode(kept | {'after': page.after})}" if page.after else "",
        "newer_url": f"?{urlencode(kept)}" if request.GET.get("after") else "",
        "may_write": request.membership.may(Permission.WRITE_ACTIONS),
        "here": request.get_full_path(),
    }
    return render(request, "engagements/action_list.html", context)


@needs(Permission.WRITE_ACTIONS)
def action_create(request: TenantRequest) -> HttpResponse:
    """Promise something; ``?engagement=`` proposes the engagement."""
    proposed = request.GET.get("engagement", "")
    initial = {
        "engagement": proposed if proposed.isdecimal() else None,
        "due_date": today_of(request) + timedelta(days=14),
    }
    form = ActionItemForm(request.POST or None, organization=request.organization, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("engagement", "title", "owner", "owner_name", "due_date")}
        metric_id, now = form.instance.metric_id, timezone.now()
        if take(form, lambda: actions.open_action_item(**data, metric_id=metric_id, by=request.user, now=now)):
            messages.success(request, _("The action is on the list."))
            return redirect(address(request, "action-list"))
    return show_form(request, form, _page(request, _("New action")))


@needs(Permission.WRITE_ACTIONS)
def action_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change a promise."""
    action_item = get_object_or_404(ActionItem.objects.select_related("engagement"), pk=pk)
    title = action_item.title
    form = ActionItemForm(request.POST or None, instance=action_item, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = old_values(_without_metric(form))
        stored = ActionItem.objects.values_list("metric_id", flat=True).get(pk=pk)
        if stored != action_item.metric_id:
            was["metric_id"] = stored
        if take(form, lambda: actions.change_action_item(action_item=action_item, by=request.user, was=was)):
            messages.success(request, _("The action is saved."))
            return redirect(address(request, "action-list"))
    return show_form(request, form, _page(request, title, note=str(action_item.engagement)))


@needs(Permission.WRITE_ACTIONS)
def action_close(request: TenantRequest, pk: int) -> HttpResponse:
    """Say how it ended: done, or dropped with a reason."""
    action_item = get_object_or_404(ActionItem, pk=pk)
    form = ClosingForm(request.POST or None, initial={"closing_note": action_item.closing_note})
    if request.method == "POST" and form.is_valid():
        close = actions.complete_action_item if form.cleaned_data["outcome"] == "done" else actions.drop_action_item
        note, now = form.cleaned_data["closing_note"], timezone.now()
        if take(form, lambda: close(action_item=action_item, by=request.user, now=now, note=note)):
            messages.success(request, _("The action is closed."))
            return redirect(_back(request))
    return show_form(request, form, _page(request, action_item.title, submit_label=_("Close the action")))


@require_POST
@needs(Permission.WRITE_ACTIONS)
def action_done(request: TenantRequest, pk: int) -> HttpResponse:
    """It is done, with one click."""
    action_item = get_object_or_404(ActionItem, pk=pk)
    try:
        with transaction.atomic():
            actions.complete_action_item(action_item=action_item, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Done: %(title)s") % {"title": action_item.title})
    return redirect(_back(request))


@require_POST
@needs(Permission.WRITE_ACTIONS)
def action_reopen(request: TenantRequest, pk: int) -> HttpResponse:
    """It came back."""
    action_item = get_object_or_404(ActionItem, pk=pk)
    try:
        with transaction.atomic():
            actions.reopen_action_item(action_item=action_item, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Open again: %(title)s") % {"title": action_item.title})
    return redirect(_back(request))


def _without_metric(form: ActionItemForm) -> ActionItemForm:
    """The form, its metric taken out of the changes: that is no field of the model."""
    form.changed_data[:] = [name for name in form.changed_data if name != "metric"]
    return form


def _page(request: TenantRequest, title: str, **more: Any) -> FormPage:
    back = address(request, "action-list")
    return FormPage(title, back, [crumb(_("Actions"), back)], **more)


def _back(request: TenantRequest) -> str:
    """Where the button stood, if that is one of our own pages."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if wanted and is_ours else address(request, "action-list")


def _csv(rows: list[ActionItem]) -> HttpResponse:
    header = [
        _("Action"), _("Engagement"), _("Vendor"), _("Owner"), _("Due"), _("State"), _("Closed"), _("Note"),
    ]  # fmt: skip
    lines = csv_lines(
        header,
        (
            [
                row.title,
                row.engagement.name,
                row.engagement.vendor.name,
                str(row.owner or row.owner_name),
                row.due_date,
                "open" if row.is_open else "done" if row.done_at else "dropped",
                row.done_at or row.dropped_at,
                row.closing_note,
            ]
            for row in rows
        ),
    )
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="actions.csv"'
    return response
