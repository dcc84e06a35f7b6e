"""What became of a case: plan against actual, line by line and month by month, down to what tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.queries.engagements import local_today
from finance.actuals.realisation import Row
from finance.actuals.variance import Variance
from finance.models import About, BusinessCase
from finance.queries.realisation import Lived, Source, approved_versions, lived
from finance.queries.sending import rounds_of
from finance.realised.words import (
    basis,
    because,
    benefit,
    bring_back_words,
    coverage,
    early_words,
    months_named,
    name_of,
    signed,
    unit_cost,
    verdict,
)
from finance.views.places import case_or_404, crumbs, here
from finance.views.realised_papers import quarters
from finance.words import DASH, money, number, percent
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


class ShownRow(NamedTuple):
    """A line as the table shows it."""

    key: str
    name: str
    planned: str
    actual: str
    difference: str
    mark: str
    known: str
    missing: str
    why: str
    to_plan: str
    at_pace: str
    run_rate: str


class ShownMonth(NamedTuple):
    """A month of a line with what tells of it."""

    number: int
    label: Any
    planned: str
    actual: str
    difference: str
    why: str
    units: str
    sources: list[Source]


@needs(Permission.VIEW)
@require_safe
def case_realisation(request: TenantRequest, pk: int) -> HttpResponse:
    """Plan against actual of the approved version."""
    case = case_or_404(pk)
    found = _lived(request, case)
    context: dict[str, Any] = {
        "case": case,
        "crumbs": crumbs(request, case),
        "may_edit": request.membership.may(Permission.EDIT_INVOICES),
        "may_mail": request.membership.may(Permission.EDIT_CASES),
    }
    if found is not None:
        context |= _overview(found)
        context["quarters"] = quarters(request, found)
        context["rounds"] = rounds_of(case, About.REALISED)
    return render(request, "finance/case_realisation.html", context)


def _lived(request: TenantRequest, case: BusinessCase) -> Lived | None:
    today = local_today(request.organization, timezone.now())
    return next(iter(lived(approved_versions([case.pk]), request.organization, today=today)), None)


def _overview(lived_case: Lived) -> dict[str, Any]:
    found, currency = lived_case.found, lived_case.currency
    driver = lived_case.document.case
    unit = driver.driver(driver.volume).unit if driver.volume else ""
    told = lived_case.bring_back
    whole = [row.forecast for row in found.costs]
    planned = sum((each for row in found.costs if row.plan for each in row.plan.amounts), Decimal(0))
    return {
        "lived": lived_case,
        "found": found,
        "verdict": verdict(found),
        "basis": basis(),
        "early": early_words(found, lived_case.document.start_date),
        "cost": (money(found.actual_cost, currency), money(found.planned_cost, currency)),
        "difference": signed(found.actual_cost - found.planned_cost, currency),
        "difference_mark": _mark(found.actual_cost - found.planned_cost, is_cost=True),
        "benefit": benefit(found),
        "unit_cost": unit_cost(found),
        "end": (
            money(sum((each.at_pace for each in whole), Decimal(0)), currency),
            money(planned, currency),
        ),
        "costs": [_shown(row, found.closed, currency) for row in found.costs],
        "values": [_shown(row, found.closed, currency) for row in found.values],
        "explained": _parts(found.explained, currency),
        "bring_back": told,
        "bring_back_words": bring_back_words(told, currency, unit) if told else "",
        "months_done": found.closed,
        "other_currencies": ", ".join(lived_case.other_currencies),
    }


def _shown(row: Row, closed: int, currency: str) -> ShownRow:
    difference = row.difference
    rate = row.forecast.run_rate
    return ShownRow(
        key=row.key,
        name=name_of(row),
        planned=money(row.planned, currency) if row.actual else "",
        actual=money(row.so_far, currency) if row.actual else _("no data") if row.missing else DASH,
        difference=signed(difference, currency) if difference is not None else "",
        mark=_mark(difference, is_cost=row.is_cost and not row.is_counterfactual),
        known=coverage(row, closed),
        missing=months_named(row.missing),
        why=because(row.explained, currency),
        to_plan=money(row.forecast.to_plan, currency),
        at_pace=money(row.forecast.at_pace, currency),
        run_rate="" if rate is None else percent(rate, 0),
    )


def _mark(difference: Decimal | None, *, is_cost: bool) -> str:
    """Good or bad news, as a colour beside the sign."""
    if not difference:
        return ""
    return "bad" if (difference > 0) == is_cost else "ok"


def _parts(explained: Variance, currency: str) -> list[tuple[str, str]]:
    return [
        (_("Volume: more or fewer units and hours than planned"), signed(explained.volume, currency)),
        (_("Volume bands"), signed(explained.mix, currency)),
        (_("Price: another fee, price or rate"), signed(explained.price, currency)),
        (_("Not in the plan"), signed(explained.unplanned, currency)),
    ]


@needs(Permission.VIEW)
@require_safe
def case_realised_line(request: TenantRequest, pk: int) -> HttpResponse:
    """One line (``?line=``) month by month, with what is behind each figure; without a line all of them."""
    case = case_or_404(pk)
    found = _lived(request, case)
    if found is None or "line" not in request.GET:
        return redirect(here(request, "case-realisation", pk=pk))
    row = found.row(request.GET["line"])
    if row is None:
        raise Http404
    months = list(_months(found, row))
    context = {
        "case": case,
        "crumbs": crumbs(request, case),
        "row": row,
        "name": name_of(row),
        "currency": found.currency,
        "lived": found,
        "months": months,
        "shown": _shown(row, found.found.closed, found.currency),
        "has_units": any(month.units for month in months),
    }
    return render(request, "finance/case_realised_line.html", context)


def _months(found: Lived, row: Row) -> Iterator[ShownMonth]:
    currency = found.currency
    for month in range(found.found.closed + 1):
        planned = row.plan.amounts[month] if row.plan else Decimal(0)
        actual = row.actual.get(month)
        if actual is None and not planned:
            continue
        units = found.found.units.get(month)
        difference = None if actual is None else actual - planned
        yield ShownMonth(
            number=month,
            label=found.spans[month].start if month else None,
            planned=money(planned, currency),
            actual=_("no data") if actual is None else money(actual, currency),
            difference="" if difference is None else signed(difference, currency),
            why="",
            units="" if units is None else number(units, 0),
            sources=found.sources(row.key, month),
        )
