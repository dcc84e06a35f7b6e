"""What engagements and service lines cost and earned in a period, from invoices, entries and accepted items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engagements.models import Engagement
from finance.actuals.months import Span, month_of, share
from finance.actuals.profit import Ledger, Month, Sums, add, pooled
from finance.actuals.realisation import TODAY
from finance.case import Category
from finance.queries.facts import REVENUE, Facts, facts_of
from finance.queries.realisation import line_categories
from foundation.accounts.models import Organization


@dataclass(frozen=True, slots=True)
class EngagementProfit:
    """An engagement with what it came to."""

    engagement: Engagement
    ledger: Ledger


@dataclass(slots=True)
class ServiceLine:
    """A kind of service with its engagements; ``key`` is "" for processes that nobody gave one."""

    key: str
    label: str
    engagements: list[EngagementProfit] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        """All of them pooled."""
        return pooled(each.ledger for each in self.engagements)


def service_lines(organization: Organization, *, period: Span) -> list[ServiceLine]:
    """The service lines of engagements that ran in a period, by label; the one without a name last."""
    kinds = line_categories()
    rows = Engagement.objects.filter(started_on__lt=period.end).select_related("process", "vendor").order_by("name")
    running = [each for each in rows if each.ended_on is None or each.ended_on >= period.start]
    facts = facts_of([each.pk for each in running], organization, since=period.start, until=period.end)
    found: dict[str, ServiceLine] = {}
    for each in running:
        key = each.process.service
        line = found.setdefault(key, ServiceLine(key, each.process.get_service_display() if key else ""))
        line.engagements.append(EngagementProfit(each, ledger_of(facts[each.pk], period, kinds)))
    return sorted(found.values(), key=lambda line: (not line.key, str(line.label)))


def ledger_of(facts: Facts, period: Span, kinds: Mapping[str, Category]) -> Ledger:
    """What an engagement came to in each calendar month of a period that begins with one."""
    months = []
    start = period.start
    while start < period.end:
        month = month_of(start)
        months.append(_month(facts, month, kinds))
        start = month.end
    return Ledger(tuple(months))


def _month(facts: Facts, span: Span, kinds: Mapping[str, Category]) -> Month:
    """Invoices and entries by their days; oversight by the terms where none was entered and something was charged."""
    found = Month(units=facts.units(span))
    for line in facts.lines:
        add(found.cost, line.invoice.currency, share(line.amount, Span(line.period_start, line.period_end), span))
    oversight = False
    for entry in facts.entries:
        category = kinds.get(entry.line)
        part = share(entry.amount, Span(entry.period_start, entry.period_end), span)
        oversight |= category is Category.OVERSIGHT and bool(part)
        add(_side(found, entry.line, category), entry.currency, part)
    if not oversight and found.cost:
        for currency in facts.oversight_currencies(span):
            _hours, amount = facts.accrued_oversight(span, currency=currency)
            add(found.cost, currency, amount)
    return found


def _side(month: Month, line: str, category: Category | None) -> Sums:
    """Where an entry counts; what today would have cost is worth what it was."""
    if line == REVENUE:
        return month.revenue
    is_value = line.startswith(TODAY) or (category is not None and not category.is_cost)
    return month.value if is_value else month.cost
