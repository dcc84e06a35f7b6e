"""Working together with a vendor, seen by the client: its days, both sides' pulse and answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.actions import rhythm as actions
from engagements.forms.conversations import PulseForm
from engagements.models import Side
from engagements.periods import PeriodKind, period_at
from engagements.queries import desk
from engagements.queries.desk import Reader
from engagements.queries.rhythm import answered_by, check_ins, months
from engagements.views.pages import FormPage, address, crumb, show_form, today_of
from engagements.views.tabs import engagement_of, show_tab
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.VIEW)
def engagement_together(request: TenantRequest, pk: int) -> HttpResponse:
    """The vendor's last days, the pulse of both sides, and whether questions are answered in time."""
    engagement, now = engagement_of(pk), timezone.now()
    zone = request.organization.time_zone
    month = period_at(PeriodKind.MONTH, now, zone)
    vendor = engagement.vendor
    reader = Reader(
        Side.CLIENT, request.user.pk, request.organization.name, vendor.name, zone, vendor.time_zone or zone
    )
    promise, is_usual = desk.promise_of(engagement, request.organization, now=now)
    context = {
        "reader": reader,
        "now": now,
        "entries": list(check_ins(today=today_of(request), engagement_ids=[pk])),
        "months": months(engagement, side=Side.CLIENT, zone=zone, now=now),
        "month": month,
        "has_answered": pk in answered_by(request.user.pk, side=Side.CLIENT, month=month.first_date),
        "may_write": request.membership.may(Permission.WRITE_ACTIONS),
        "promise": promise,
        "is_usual": is_usual,
        **desk.clock_context(reader, [pk], now=now),
    }
    return show_tab(request, engagement, "together", context)


@needs(Permission.WRITE_ACTIONS)
def engagement_pulse(request: TenantRequest, pk: int) -> HttpResponse:
    """This month's pulse, for the client."""
    engagement, now = engagement_of(pk), timezone.now()
    month = period_at(PeriodKind.MONTH, now, request.organization.time_zone)
    form = PulseForm(request.POST or None)
    back = address(request, "engagement-together", pk=pk)
    if request.method == "POST" and form.is_valid():
        kept = take(
            form,
            lambda: actions.answer_pulse(
                engagement=engagement,
                period=month,
                side=Side.CLIENT,
                scores=form.scores(),
                comment=form.cleaned_data["comment"],
                by=request.user,
                now=now,
            ),
        )
        if kept is not None:
            messages.success(request, _("Thank you. It opens when both sides have answered, or the month is over."))
            return redirect(back)
    note = _("How working with %(vendor)s is this month, once a person. The vendor answers the same about you.") % {
        "vendor": engagement.vendor
    }
    page = FormPage(_("Pulse"), back, [crumb(engagement, back)], note=note, engagement=engagement)
    return show_form(request, form, page)
