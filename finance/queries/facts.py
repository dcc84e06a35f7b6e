"""What invoices, entries, terms and work items tell of engagements, in as many queries for one as for many."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from engagements.models import EngagementTerms
from engagements.periods import local_instant
from finance.actuals.months import Span
from finance.models import ActualEntry, InvoiceLine, InvoiceState
from foundation.accounts.models import Organization
from workitems.models import WorkItem
from workitems.models.items import StatusClass

REVENUE: Final = "revenue"
"""The line of an entry that is money earned."""


@dataclass(slots=True)
class Facts:
    """Of one engagement. ``accepted`` is items completed and not defective, by local day."""

    lines: list[InvoiceLine] = field(default_factory=list)
    entries: list[ActualEntry] = field(default_factory=list)
    terms: list[EngagementTerms] = field(default_factory=list)
    accepted: dict[date, int] = field(default_factory=dict)

    def units(self, span: Span) -> int:
        """Accepted items of some days."""
        return sum(count for day, count in self.accepted.items() if span.start <= day < span.end)

    def accrued_oversight(self, span: Span, *, currency: str) -> tuple[Fraction, Fraction]:
        """Hours and money of own oversight by the terms in force on each day of a span, in one currency."""
        hours = amount = Fraction(0)
        for day, held in self._held(span):
            if held.currency == currency and held.oversight_hours:
                share = Fraction(held.oversight_hours) / monthrange(day.year, day.month)[1]
                hours += share
                amount += share * Fraction(held.oversight_rate)
        return hours, amount

    def oversight_currencies(self, span: Span) -> set[str]:
        """The currencies of terms with oversight in force in a span."""
        return {held.currency for _day, held in self._held(span) if held.oversight_hours}

    def _held(self, span: Span) -> Iterator[tuple[date, EngagementTerms]]:
        """Each day with the terms in force on it, while the engagement runs."""
        if not self.terms:
            return
        engagement = self.terms[0].engagement
        day = max(span.start, engagement.started_on)
        end = span.end if engagement.ended_on is None else min(span.end, engagement.ended_on + timedelta(days=1))
        while day < end:
            held = next((each for each in reversed(self.terms) if each.valid_from <= day), None)
            if held is not None:
                yield day, held
            day += timedelta(days=1)


def facts_of(
    engagements: Collection[int],
    organization: Organization,
    *,
    since: date,
    until: date,
    items_since: date | None = None,
) -> dict[int, Facts]:
    """Everything told of engagements about days from ``since`` on, before ``until``; lines that begin earlier and last
    into it are among them, and items from ``items_since`` on. Four queries, however many engagements."""
    found: dict[int, Facts] = {pk: Facts() for pk in engagements}
    if not found:
        return found
    touching = Q(engagement__in=found, period_end__gt=since, period_start__lt=until)
    lines = InvoiceLine.objects.filter(touching).exclude(invoice__state=InvoiceState.CANCELLED)
    for line in lines.select_related("invoice__vendor").order_by("period_start", "pk"):
        if line.engagement_id is not None:
            found[line.engagement_id].lines.append(line)
    for entry in ActualEntry.objects.filter(touching).select_related("entered_by").order_by("period_start", "pk"):
        found[entry.engagement_id].entries.append(entry)
    terms = EngagementTerms.objects.filter(engagement__in=found).select_related("engagement").order_by("valid_from")
    for each in terms:
        found[each.engagement_id].terms.append(each)
    for engagement, day, count in _accepted(found, organization.time_zone, items_since or since, until):
        found[engagement].accepted[day] = count
    return found


def _accepted(engagements: Iterable[int], zone: str, since: date, until: date) -> Iterator[tuple[int, date, int]]:
    rows = WorkItem.objects.filter(
        Q(defective__isnull=True) | Q(defective=False),
        engagement__in=list(engagements),
        first_completed_at__gte=local_instant(since, time(0), zone),
        first_completed_at__lt=local_instant(until, time(0), zone),
    ).exclude(status_class=StatusClass.CANCELLED)
    days = rows.annotate(day=TruncDate("first_completed_at", tzinfo=ZoneInfo(zone))).values("engagement", "day")
    yield from days.annotate(n=Count("pk")).order_by().values_list("engagement", "day", "n")
