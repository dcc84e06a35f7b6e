"""Cost per unit and margin by service line, and what each engagement is worth, from actuals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.periods import PeriodError, PeriodKind, last_closed, period_from_key
from finance.actuals.months import Span
from finance.actuals.profit import Ledger
from finance.case.rounding import exact_money
from finance.queries.profit import service_lines
from finance.words import DASH, money, number, price
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission

QUARTERS = 8


@needs(Permission.VIEW)
@require_safe
def profit_list(request: TenantRequest) -> HttpResponse:
    """By quarter or month (``?period=2026-Q3``); the last quarter that has ended unless told otherwise."""
    zone = request.organization.time_zone
    last = last_closed(PeriodKind.QUARTER, timezone.now(), zone)
    try:
        period = period_from_key(request.GET.get("period", last.key), zone)
    except PeriodError:
        period = last
    if period.kind not in (PeriodKind.MONTH, PeriodKind.QUARTER):
        period = last
    span = Span(period.first_date, period.next().first_date)
    lines = service_lines(request.organization, period=span)
    context = {
        "period": period,
        "last_day": period.last_date,
        "lines": [
            {
                "label": line.label or _("No service line"),
                "shown": _shown(line.ledger),
                "engagements": [
                    {"engagement": each.engagement, "shown": _shown(each.ledger)} for each in line.engagements
                ],
            }
            for line in lines
        ],
        "periods": [last.shift(-back) for back in range(QUARTERS)],
        "may_edit": request.membership.may(Permission.EDIT_INVOICES),
    }
    return render(request, "finance/profit_list.html", context)


def _shown(ledger: Ledger) -> dict[str, Any]:
    """The figures of a row; what has no data says so."""
    cost_per_unit, margin, profit = ledger.cost_per_unit, ledger.margin, ledger.profit
    return {
        "cost": _sums(ledger.cost) or _("no data"),
        "revenue": _sums(ledger.revenue) or DASH,
        "value": _sums(ledger.value) or DASH,
        "units": number(Decimal(ledger.units), 0) if ledger.units else DASH,
        "cost_per_unit": DASH if cost_per_unit is None else price(*cost_per_unit),
        "margin": margin,
        "profit": DASH if profit is None else money(*profit),
        "is_loss": profit is not None and profit[0] < 0,
        "without_cost": ledger.without_cost,
    }


def _sums(amounts: dict[str, Fraction]) -> str:
    """Money of each currency beside each other, never added."""
    return " · ".join(money(exact_money(amount, currency), currency) for currency, amount in sorted(amounts.items()))
