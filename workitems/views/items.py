"""One work item: what it is, what was asked, what happened to it, how its clocks ran."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from workitems.actions.request_life import standing
from workitems.forms.exclusions import ClaimForm
from workitems.forms.request_steps import AttachForm, PromiseForm
from workitems.intake.life import Step, possible_steps
from workitems.models import Exclusion, WorkItem
from workitems.models.items import PauseReason
from workitems.queries.intake import attachments_of, request_of
from workitems.queries.item_details import item_detail, items_with_places
from workitems.queries.portal_items import files_about, reports_of
from workitems.views.timeline import event_words, timeline


@needs(Permission.VIEW)
def item_page(request: TenantRequest, pk: int) -> HttpResponse:
    """The page of one item."""
    return show_item(request, get_object_or_404(items_with_places(), pk=pk))


def show_item(
    request: TenantRequest, item: WorkItem, form: ClaimForm | None = None, attach_form: AttachForm | None = None
) -> HttpResponse:
    """The page, with a claim or a file that was not accepted when there is one."""
    now = timezone.now()
    detail = item_detail(item, now=now)
    vendor_zone = item.vendor.time_zone if item.vendor else ""
    context: dict[str, Any] = {
        "detail": detail,
        "item": item,
        "now": now,
        "timeline": timeline(detail, now),
        "events": [(event, event_words(event)) for event in detail.events],
        "zone": timezone.get_current_timezone_name(),
        "other_zone": vendor_zone or request.organization.time_zone,
        "can_claim": request.membership.may(Permission.CLAIM_EXCLUSION) and detail.may_be_claimed,
        "can_decide": request.membership.may(Permission.APPROVE_EXCLUSION),
        "form": form or ClaimForm(instance=Exclusion(item=item), organization=request.organization),
        "crumbs": [{"label": _("Work items"), "url": reverse("workitems:item-list", args=[request.organization.slug])}],
    }
    return render(request, "workitems/item_detail.html", context | _asked(request, item, attach_form))


def _asked(request: TenantRequest, item: WorkItem, attach_form: AttachForm | None) -> dict[str, Any]:
    """What was asked, its points and files, and what may be told of it."""
    local = item.completed_at.astimezone(ZoneInfo(request.organization.time_zone)).date() if item.completed_at else None
    may_work = request.membership.may(Permission.IMPORT_ITEMS)
    asked = request_of(item, completed_on=local)
    steps = possible_steps(standing(item)) if asked and may_work else ()
    return {
        "asked": asked,
        "attachments": attachments_of(item),
        "reports": reports_of(item),
        "shared_files": files_about(item) if item.engagement_id else [],
        "attach_form": (attach_form or AttachForm()) if may_work else None,
        "promise_form": PromiseForm(initial={"day": asked.request.committed_on}) if asked and may_work else None,
        "may_work": may_work,
        "steps": [(step.value, step_words(step)) for step in steps],
        "pause_reasons": PauseReason.choices,
    }


def step_words(step: Step) -> str:
    """What a button says."""
    return {
        Step.RESPOND: _("First answer given"),
        Step.PAUSE: _("It waits"),
        Step.RESUME: _("Goes on"),
        Step.FINISH: _("Done"),
        Step.ACCEPT: _("Accept"),
        Step.REOPEN: _("Reopen"),
        Step.CANCEL: _("Cancel it"),
    }[step]
