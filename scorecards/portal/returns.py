"""Submit the week: the figures that are entered by hand, and notes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.periods import period_from_key
from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission
from scorecards.actions.returns import submit_week
from scorecards.forms.returns import ReturnForm
from scorecards.models import Submission, WeekReturn
from scorecards.queries.returns import latest_weeks, newest_submissions, weeks
from scorecards.return_answers import Answer


@needs(Permission.PORTAL_VIEW)
@require_safe
def return_list(request: TenantRequest) -> HttpResponse:
    """The weeks, those that are open first."""
    now = timezone.now()
    place = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    rows = [
        (week, reverse("scorecards:return-portal", kwargs=place | {"pk": week.asked.pk}), week.asked.due_at > now)
        for week in latest_weeks(now=now)
    ]
    context = {"rows": rows, "zone": request.organization.time_zone, "own_zone": _own_zone(request)}
    return render(request, "scorecards/portal_returns.html", context)


@needs(Permission.PORTAL_WORK)
def return_submit(request: TenantRequest, pk: int) -> HttpResponse:
    """Fill in a week and send it, until the cut-off; then what was sent can be read."""
    asked: WeekReturn = get_object_or_404(weeks(), pk=pk)
    last = newest_submissions([asked.pk]).get(asked.pk)
    sent = [Answer.read(stored) for stored in last.answers] if last else []
    data = request.POST if request.method == "POST" else None
    form = ReturnForm(data, week_return=asked, sent=sent, said=last.note if last else "")
    if request.method == "POST" and form.is_valid() and _send(request, asked, form):
        return redirect("scorecards:return-portal-list", org=request.organization.slug, vendor=acting_vendor_id())
    context = _context(request, asked, last, form)
    return render(request, "scorecards/portal_return.html", context, status=422 if form.errors else 200)


def _send(request: TenantRequest, asked: WeekReturn, form: ReturnForm) -> bool:
    try:
        submit_week(
            week_return=asked,
            answers=form.answers(),
            note=form.cleaned_data["note"],
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return False
    words = {"week": asked.period_key}
    messages.success(request, _("%(week)s is sent. Until the cut-off you can send it again.") % words)
    return True


def _context(request: TenantRequest, asked: WeekReturn, last: Submission | None, form: ReturnForm) -> dict[str, Any]:
    now = timezone.now()
    place = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    return {
        "asked": asked,
        "period": period_from_key(asked.period_key, request.organization.time_zone),
        "form": form,
        "last": last,
        "is_open": asked.due_at > now,
        "is_over": asked.period_end <= now,
        "zone": request.organization.time_zone,
        "own_zone": _own_zone(request),
        "crumbs": [{"label": _("Submit week"), "url": reverse("scorecards:return-portal-list", kwargs=place)}],
    }


def _own_zone(request: TenantRequest) -> str:
    return request.user.time_zone or request.organization.time_zone
