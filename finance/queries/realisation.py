"""Approved cases against what happened, each figure down to the invoices, entries and items behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from engagements.models import Engagement
from finance.actuals.bring_back import BringBack, bring_back, is_running
from finance.actuals.months import CaseMonths, Span
from finance.actuals.realisation import TODAY, Realisation, Row, Told, realise, settle
from finance.case import CaseError, Category, Document, Line
from finance.case.rounding import exact_money
from finance.models import ActualEntry, CaseVersion, InvoiceLine
from finance.models.cases import APPROVED_STATES
from finance.queries.facts import REVENUE, Facts, facts_of
from finance.words import CATEGORIES
from foundation.accounts.models import Organization


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that tells of a line and month: an invoice line, an entry, or oversight by the terms; ``amount`` is the
    part of it that falls into the month."""

    amount: Decimal
    line: InvoiceLine | None = None
    entry: ActualEntry | None = None
    hours: Decimal | None = None

    @property
    def whole(self) -> Decimal:
        """All of it."""
        return self.line.amount if self.line else self.entry.amount if self.entry else self.amount


@dataclass(frozen=True, slots=True)
class Lived:
    """An approved version after its start. ``other_currencies`` are those of invoices and entries left out."""

    version: CaseVersion
    document: Document
    months: CaseMonths
    facts: Facts
    found: Realisation
    bring_back: BringBack | None
    other_currencies: tuple[str, ...] = ()
    spans: dict[int, Span] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        """The case's."""
        return self.document.case.currency

    @property
    def option_name(self) -> str:
        """What was asked for."""
        return self.document.case.option(self.document.preferred).name

    def row(self, key: str) -> Row | None:
        """The line with a key."""
        return next((row for row in self.found.rows if row.key == key), None)

    def told(self) -> list[tuple[Told, str]]:
        """Everything that was told up to the last month that has ended, each with the name of what told it."""
        every = _told(self.document, self.months, self.facts, self.found.closed)
        return [(told, _name(thing)) for told, thing in every if told.month <= self.found.closed]

    def sources(self, key: str, month: int) -> list[Source]:
        """What is behind the actual of a line and month."""
        plan = self.found.plan
        return [
            Source(
                exact_money(told.amount, self.currency),
                thing if isinstance(thing, InvoiceLine) else None,
                thing if isinstance(thing, ActualEntry) else None,
                None if thing is not None or told.quantity is None else round(_decimal(told.quantity), 2),
            )
            for told, thing in _told(self.document, self.months, self.facts, self.found.closed)
            if settle(plan, told, closed=self.found.closed) == (key, month)
        ]


def approved_versions(pks: Iterable[int] | None = None) -> list[CaseVersion]:
    """The versions in force whose case belongs to an engagement, by title."""
    rows = CaseVersion.objects.filter(
        state__in=APPROVED_STATES, case__archived_at=None, case__engagement__isnull=False
    ).select_related("case__engagement__vendor", "case__process", "case__owner", "decided_by")
    if pks is not None:
        rows = rows.filter(case__in=pks)
    return list(rows.order_by("case__title", "pk"))


def lived(versions: Sequence[CaseVersion], organization: Organization, *, today: date) -> list[Lived]:
    """The realisation of versions, in as many queries for one as for many.

    A version without an engagement, or of a form that is not known, is left out.
    """
    documents = [(version, document) for version in versions if (document := _read(version)) is not None]
    engagements = {pk for version, _document in documents if (pk := version.case.engagement_id) is not None}
    since = date.min.replace(year=1970)
    first = min((document.start_date for _version, document in documents), default=today)
    facts = facts_of(engagements, organization, since=since, until=today, items_since=first)
    return [
        _lived(version, document, facts[version.case.engagement_id], today)
        for version, document in documents
        if version.case.engagement_id is not None
    ]


def to_bring_back(organization: Organization, *, today: date) -> list[Lived]:
    """The approved cases whose partner costs more than own people by now."""
    versions = approved_versions()
    return [each for each in lived(versions, organization, today=today) if each.bring_back and each.bring_back.is_due]


def _read(version: CaseVersion) -> Document | None:
    try:
        return version.read()
    except CaseError:
        return None


def _lived(version: CaseVersion, document: Document, facts: Facts, today: date) -> Lived:
    case = document.case
    months = CaseMonths(document.start_date, case.months)
    closed = months.closed(today)
    spans = {month: months.span(month) for month in range(1, case.months + 1)}
    units = {month: Decimal(n) for month in range(1, closed + 1) if (n := facts.units(spans[month]))}
    told = [each for each, _thing in _told(document, months, facts, closed)]
    found = realise(case, document.preferred, told, units if case.volume else {}, closed=closed)
    others = {line.invoice.currency for line in facts.lines} | {entry.currency for entry in facts.entries}
    return Lived(
        version,
        document,
        months,
        facts,
        found,
        bring_back(case, document.preferred, found.units, _running(found), closed=closed),
        tuple(sorted(others - {case.currency})),
        spans,
    )


def _told(
    document: Document, months: CaseMonths, facts: Facts, closed: int
) -> Iterator[tuple[Told, InvoiceLine | ActualEntry | None]]:
    """What was told in the case's currency, with what told it; oversight by the terms where nobody entered any."""
    currency = document.case.currency
    entered: set[int] = set()
    for line in facts.lines:
        if line.invoice.currency == currency:
            yield from _spread(months, line.cost_line, line.amount, line.quantity, line)
    for entry in facts.entries:
        if entry.currency == currency and entry.line != REVENUE:
            for told, thing in _spread(months, entry.line, entry.amount, entry.quantity, entry):
                if entry.line == Category.OVERSIGHT.value or _is_oversight(document, entry.line):
                    entered.add(told.month)
                yield told, thing
    for month in range(1, closed + 1):
        if month not in entered:
            hours, amount = facts.accrued_oversight(months.span(month), currency=currency)
            if hours:
                yield Told(month, Category.OVERSIGHT.value, amount, hours), None


def _name(thing: InvoiceLine | ActualEntry | None) -> str:
    """An invoice by its number, an entry by its month, else the terms."""
    if isinstance(thing, InvoiceLine):
        return f"invoice {thing.invoice.number}"
    return f"entry {thing.period_start:%Y-%m}" if thing else "terms"


def _is_oversight(document: Document, key: str) -> bool:
    lines = document.case.option(document.preferred).lines
    return any(line.key == key and line.category is Category.OVERSIGHT for line in lines)


def _spread(
    months: CaseMonths, line: str, amount: Decimal, quantity: Decimal | None, thing: InvoiceLine | ActualEntry
) -> Iterator[tuple[Told, InvoiceLine | ActualEntry]]:
    over = Span(thing.period_start, thing.period_end)
    counted = months.spread(quantity, over) if quantity is not None else {}
    for month, part in months.spread(amount, over).items():
        yield Told(month, line, part, counted.get(month)), thing


def _running(found: Realisation) -> dict[int, Decimal]:
    """Running cost of the months in which every planned running line has data."""
    rows = [row for row in found.costs if row.plan is None or is_running(row.plan)]
    planned = [row for row in rows if row.plan is not None]
    whole = [
        month
        for month in range(1, found.closed + 1)
        if any(month in row.actual for row in planned) and not any(month in row.missing for row in planned)
    ]
    return {month: sum((row.actual.get(month, Decimal(0)) for row in rows), Decimal(0)) for month in whole}


def own_lines() -> list[tuple[str, str]]:
    """The cost lines of the options that were approved: (key, "name (case)"), each key once."""
    found: dict[str, str] = {}
    for title, line in _approved_lines():
        if line.category.is_cost:
            found.setdefault(line.key, f"{line.name} ({title})")
    return list(found.items())


def line_categories() -> dict[str, Category]:
    """The category of every line that an invoice or entry may name: the categories' own names, and approved lines."""
    return {category.value: category for category in Category} | {
        line.key: line.category for _title, line in _approved_lines()
    }


def line_choices(engagement: Engagement) -> list[tuple[str, str]]:
    """What an entry of an engagement may tell of: revenue, the lines of its approved case, what today would have cost,
    and the categories of cost and value."""
    found: dict[str, str] = {REVENUE: str(_("Revenue")), Category.OVERSIGHT.value: str(CATEGORIES[Category.OVERSIGHT])}
    for version in approved_versions():
        document = _read(version) if version.case.engagement_id == engagement.pk else None
        if document is None:
            continue
        case = document.case
        found |= {line.key: line.name for line in case.option(document.preferred).lines if case.counts(line)}
        if case.baseline:
            today = _("What today would have cost: %(line)s")
            lines = case.option(case.baseline).lines
            found |= {f"{TODAY}{line.key}": today % {"line": line.name} for line in lines if line.category.is_cost}
    for category in Category:
        found.setdefault(category.value, str(CATEGORIES[category]))
    return list(found.items())


def entries_of(engagement: Engagement) -> list[ActualEntry]:
    """What was entered for an engagement, the newest month first."""
    rows = ActualEntry.objects.filter(engagement=engagement).select_related("entered_by")
    return list(rows.order_by("-period_start", "line"))


def _approved_lines() -> Iterator[tuple[str, Line]]:
    for version in approved_versions():
        document = _read(version)
        if document is not None:
            for line in document.case.option(document.preferred).lines:
                yield version.case.title, line


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
