"""Cost per accepted unit: item cost, the fee and oversight of the period, over items completed and not defective."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Context, Decimal
from typing import Final

from django.db.models import F

from engagements.models import EngagementTerms
from engagements.models.metrics import Measure
from engagements.periods import Period
from scorecards.measures import figures
from scorecards.measures.figures import Figure, Gap
from scorecards.measures.requests import Given, Request, organizations
from scorecards.measures.windows import Windows, fetch

MEASURES: Final = frozenset({Measure.COST_PER_UNIT})
_EXACT: Final = Context(prec=40)
_SQL = (
    "WITH {keys} SELECT k.slot, CASE WHEN w.cost IS NULL THEN NULL ELSE w.currency END, {excluded}, count(*),"
    " count(*) FILTER (WHERE w.defective IS NOT TRUE), coalesce(sum(w.cost), 0)"
    " FROM k JOIN workitems_workitem w ON {items} AND w.first_completed_at >= k.starts_at"
    " AND w.first_completed_at < k.ends_at AND w.status_class <> 'cancelled'{exclusions} GROUP BY 1, 2, 3"
)


@dataclass(slots=True)
class Accrued:
    """What the terms come to in a period, in their currencies."""

    fee: Decimal = Decimal(0)
    oversight: Decimal = Decimal(0)
    currencies: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Items:
    accepted: int = 0
    completed: int = 0
    cost: Decimal = Decimal(0)


def measure(requests: Sequence[Request], given: Given) -> Iterator[tuple[Request, Figure]]:
    """The figures of this family: money in one currency, or no data that says why."""
    windows = Windows.of(requests, excludes=given.excludes)
    sql = _SQL.format(
        keys=windows.keys, excluded=windows.excluded, items=windows.items, exclusions=windows.exclusions()
    )
    rows: dict[int, list[tuple[str | None, bool, int, int, Decimal]]] = {}
    for slot, *row in fetch(sql, windows.params):
        rows.setdefault(slot, []).append(tuple(row))
    terms = _terms(requests)
    for request in requests:
        if request.segment_id is not None:
            yield request, figures.nothing(Gap.BY_SEGMENT)
        else:
            yield request, _figure(request, rows.get(windows.slot(request), []), terms)


def _figure(
    request: Request,
    rows: list[tuple[str | None, bool, int, int, Decimal]],
    terms: dict[int, list[EngagementTerms]],
) -> Figure:
    accrued = Accrued()
    for engagement in request.engagement_ids:
        accrue(terms.get(engagement, []), request.period, accrued)
    currencies = accrued.currencies | {currency for currency, *_ in rows if currency}
    adjusted, raw = _Items(), _Items()
    for _, is_excluded, number, accepted, cost in rows:
        for items in (raw,) if is_excluded else (raw, adjusted):
            items.completed += number
            items.accepted += accepted
            items.cost += cost
    if len(currencies) > 1:
        return figures.nothing(Gap.CURRENCIES, currencies=sorted(currencies))
    if not currencies:
        return figures.nothing(Gap.NO_COSTS)
    fixed = accrued.fee + accrued.oversight
    totals = [items.cost + fixed for items in (adjusted, raw)]
    return Figure(
        value=figures.divided(totals[0], adjusted.accepted) if adjusted.accepted else None,
        numerator=figures.stored(totals[0]),
        denominator=figures.stored(adjusted.accepted),
        raw_value=figures.divided(totals[1], raw.accepted) if raw.accepted else None,
        raw_numerator=figures.stored(totals[1]),
        raw_denominator=figures.stored(raw.accepted),
        sample=adjusted.accepted,
        excluded=raw.completed - adjusted.completed,
        detail={
            "currency": currencies.pop(),
            "items": str(adjusted.cost),
            "fee": str(figures.stored(accrued.fee)),
            "oversight": str(figures.stored(accrued.oversight)),
        }
        | ({} if raw.accepted else {"reason": Gap.NO_ITEMS.value}),
    )


def accrue(terms: Sequence[EngagementTerms], period: Period, total: Accrued) -> None:
    """Add what terms (oldest first) come to in a period: a month's amount / its days, for each day they hold."""
    day = period.first_date
    while day <= period.last_date:
        held = next((each for each in reversed(terms) if each.valid_from <= day), None)
        if held is not None and _runs(held, day):
            days = Decimal(monthrange(day.year, day.month)[1])
            total.fee += _EXACT.divide(held.monthly_fee, days)
            total.oversight += _EXACT.divide(held.oversight_hours * held.oversight_rate, days)
            total.currencies.add(held.currency)
        day += timedelta(days=1)


def _runs(held: EngagementTerms, day: date) -> bool:
    started, ended = held.engagement.started_on, held.engagement.ended_on
    return bool(started <= day and (ended is None or day <= ended))


def _terms(requests: Sequence[Request]) -> dict[int, list[EngagementTerms]]:
    found: dict[int, list[EngagementTerms]] = {}
    rows = (
        EngagementTerms.objects.filter(
            organization_id__in=organizations(requests),
            engagement_id__in={each for request in requests for each in request.engagement_ids},
            engagement__organization_id=F("organization_id"),
        )
        .select_related("engagement")
        .order_by("valid_from")
    )
    for each in rows:
        found.setdefault(each.engagement_id, []).append(each)
    return found
