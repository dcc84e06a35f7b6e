"""Sends rows to vendors, then to invoices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any, Final

from django.db.models import Q
from django.db.models.functions import Lower

from engagements.models import Engagement
from finance.ingest.planned import HEADER_DATES, Planned, PlannedInvoice, supplier_key
from finance.invoicing import import_kinds as kinds
from finance.models import Invoice, InvoiceLine, InvoiceState
from foundation.inbox.accounting import RowOutcome
from vendors.models import Vendor
from workitems.import_kinds import LATER_ROW_DECIDES

ASIDE: Final = "aside"
TO_MAKE: Final = "+"
EACH: Final = "each"
"""Rows that are exactly alike are so many lines; otherwise they count once."""
LINE_FIELDS: Final = ("cost_line", "description", "period_start", "period_end", "quantity", "amount", "tax")


class Sorter:
    """Sends rows to vendors, then to invoices."""

    def __init__(self, rules: Mapping[str, Any], rows: list[Planned]) -> None:
        self.rules = rules
        self.rows = rows
        self.columns: dict[str, str] = rules["columns"]
        self.vendors = {vendor.pk: vendor for vendor in Vendor.objects.all()}
        self.by_name = {supplier_key(vendor.name): vendor for vendor in self.vendors.values()}
        self.engagements: dict[int, list[Engagement]] = {}
        for each in Engagement.objects.order_by("pk"):
            self.engagements.setdefault(each.vendor_id, []).append(each)
        self._vendor_of: dict[int, Vendor | str] = {}

    def usable(self) -> Iterator[Planned]:
        """The rows that are not set aside and no repeats."""
        return (each for each in self.rows if each.outcome == RowOutcome.CREATED)

    def place_vendors(self) -> None:
        """Whose invoice each row is; a supplier whom nobody placed is set aside."""
        for each in self.usable():
            found = self._place(each.what.values["supplier"])
            if found is None:
                text = each.what.values["supplier"]
                each.set_aside(kinds.SUPPLIER_UNMAPPED.at(each.row.line, self.columns["supplier"], text))
            else:
                self._vendor_of[id(each)] = found

    def _place(self, text: str) -> Vendor | str | None:
        key = supplier_key(text)
        token = self.rules.get("vendors", {}).get(key, "")
        if token.isdecimal():
            return self.vendors.get(int(token))
        if not token and key in self.by_name:
            return self.by_name[key]
        token = token or self.rules.get("others", ASIDE)
        if not token.startswith(TO_MAKE):
            return None
        name = token.removeprefix(TO_MAKE).strip() or " ".join(text.split())
        return self.by_name.get(supplier_key(name), name)

    def drop_repeats(self) -> None:
        """Rows that are exactly alike count once, unless each shall count; of a line number that comes again the last
        row decides."""
        if self.rules.get("repeats") != EACH:
            seen: set[tuple[str, ...]] = set()
            for each in self.usable():
                cells = tuple(each.row.cells)
                if cells in seen:
                    each.outcome = RowOutcome.DUPLICATE
                seen.add(cells)
        last: dict[tuple[Any, ...], Planned] = {}
        for each in self.usable():
            if "line" in each.what.values:
                key = (*self._key(each), each.what.values["line"])
                if key in last:
                    last[key].outcome = RowOutcome.DUPLICATE
                    problem = LATER_ROW_DECIDES.at(last[key].row.line, self.columns["line"], other_line=each.row.line)
                    last[key].problems = (problem,)
                last[key] = each

    def _key(self, each: Planned) -> tuple[str, str]:
        vendor = self._vendor_of[id(each)]
        whose = supplier_key(vendor) if isinstance(vendor, str) else f"#{vendor.pk}"
        return whose, each.what.values["number"].casefold()

    def invoices(self, *, lock: bool) -> list[PlannedInvoice]:
        """The rows as lines of invoices, the invoices in the order in which the file first names them."""
        grouped: dict[tuple[str, str], list[Planned]] = {}
        for each in self.usable():
            grouped.setdefault(self._key(each), []).append(each)
        stored = self._stored(grouped, lock=lock)
        lines: dict[int, list[InvoiceLine]] = {}
        for line in InvoiceLine.objects.filter(invoice__in=[each.pk for each in stored.values()]).order_by("pk"):
            lines.setdefault(line.invoice_id, []).append(line)
        found = []
        for key, rows in grouped.items():
            old = stored.get(key)
            planned = self._invoice(rows, old, lines.get(old.pk, []) if old else [])
            if planned is not None:
                found.append(planned)
        return found

    def _stored(
        self, grouped: Mapping[tuple[str, str], list[Planned]], *, lock: bool
    ) -> dict[tuple[str, str], Invoice]:
        known = {whose: int(whose[1:]) for whose, _number in grouped if whose.startswith("#")}
        numbers = {number for _whose, number in grouped}
        rows = Invoice.objects.annotate(low=Lower("number")).filter(Q(vendor__in=set(known.values()), low__in=numbers))
        if lock:
            rows = rows.select_for_update(of=("self",))
        return {(f"#{each.vendor_id}", each.number.casefold()): each for each in rows.select_related("vendor")}

    def _invoice(self, rows: list[Planned], stored: Invoice | None, lines: list[InvoiceLine]) -> PlannedInvoice | None:
        rows = [each for each in rows if self._fits(each, rows[0], stored)]
        if not rows:
            return None
        vendor = self._vendor_of[id(rows[0])]
        first = rows[0].what.values
        invoice = copy(stored) if stored else Invoice(number=first["number"], currency=first["currency"])
        if isinstance(vendor, Vendor):
            invoice.vendor = vendor
        self._date(invoice, rows, is_new=stored is None)
        planned = PlannedInvoice(invoice, stored, vendor if isinstance(vendor, str) else "", lines, rows=rows)
        self._lines(planned, vendor)
        if stored is not None and planned.is_changed:
            for each in rows:
                moved = any(getattr(stored, name) != getattr(invoice, name) for name in HEADER_DATES)
                if moved and each.outcome == RowOutcome.UNCHANGED:
                    each.outcome = RowOutcome.UPDATED
        return planned

    def _fits(self, each: Planned, first: Planned, stored: Invoice | None) -> bool:
        """Whether a row may be of the invoice; if not, it is set aside."""
        wanted = stored.currency if stored else first.what.values["currency"]
        currency = each.what.values["currency"]
        if stored is not None and stored.state == InvoiceState.CANCELLED:
            each.set_aside(kinds.IS_CANCELLED.at(each.row.line, self.columns["number"], stored.number))
        elif currency != wanted:
            column = self.columns.get("currency")
            each.set_aside(kinds.OTHER_CURRENCY.at(each.row.line, column, currency, currency=wanted))
        return each.outcome != RowOutcome.QUARANTINED

    def _date(self, invoice: Invoice, rows: list[Planned], *, is_new: bool) -> None:
        """Issued at the earliest of its rows, due at the earliest, paid once all of them are."""
        given = {name: [each.what.values[name] for each in rows if name in each.what.values] for name in HEADER_DATES}
        issued = given["issue_date"] if is_new else [*given["issue_date"], invoice.issue_date]
        invoice.issue_date = min(issued)
        for name in ("received_date", "due_date"):
            if given[name]:
                setattr(invoice, name, min(given[name]))
        if invoice.due_date is not None:
            invoice.due_date = max(invoice.due_date, invoice.issue_date)
        if len(given["paid_date"]) == len(rows):
            invoice.paid_date = max([*given["paid_date"], *([invoice.paid_date] if invoice.paid_date else [])])

    def _lines(self, planned: PlannedInvoice, vendor: Vendor | str) -> None:
        there = {line.key: line for line in planned.kept}
        counted: Counter[str] = Counter()
        for each in planned.rows:
            values = each.what.values
            key = self._line_key(values, counted)
            engagement = self._engagement(each, vendor)
            if each.outcome == RowOutcome.QUARANTINED:
                continue
            if key not in there:
                given = {name: values[name] for name in LINE_FIELDS if name in values}
                planned.new_lines.append(InvoiceLine(key=key, engagement=engagement, **given))
                continue
            self._compare(planned, each, there[key], engagement)

    def _compare(self, planned: PlannedInvoice, each: Planned, old: InvoiceLine, engagement: Engagement | None) -> None:
        """Only what the file has a column for is compared: what was mended here by hand stays."""
        values = each.what.values
        told = {name for name in LINE_FIELDS if name in self.columns and name in values}
        told |= {"period_start", "period_end"} if "period_start" in self.columns else set()
        line = copy(old)
        for name in told:
            setattr(line, name, values[name])
        if "engagement" in values:
            line.engagement = engagement
        differs = any(getattr(line, name) != getattr(old, name) for name in (*LINE_FIELDS, "engagement_id"))
        each.outcome = RowOutcome.UPDATED if differs else RowOutcome.UNCHANGED
        if differs:
            planned.changed_lines[line] = old

    @staticmethod
    def _line_key(values: Mapping[str, Any], counted: Counter[str]) -> str:
        """The line's number; without one its date and which of that date it is, so that a later file adds to it."""
        if "line" in values:
            return f"n {values['line']}"
        day = values["issue_date"].isoformat()
        counted[day] += 1
        return f"{day} {counted[day]}"

    def _engagement(self, each: Planned, vendor: Vendor | str) -> Engagement | None:
        """The one that the row names, else the vendor's only one."""
        own = self.engagements.get(vendor.pk, []) if isinstance(vendor, Vendor) else []
        named = each.what.values.get("engagement")
        if named is None:
            return own[0] if len(own) == 1 else None
        found = next((one for one in own if supplier_key(one.name) == supplier_key(named)), None)
        if found is None:
            whose = vendor.name if isinstance(vendor, Vendor) else vendor
            column = self.columns["engagement"]
            each.set_aside(kinds.ENGAGEMENT_UNKNOWN.at(each.row.line, column, named, vendor=whose))
        return found
