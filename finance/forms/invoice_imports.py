"""Which column of a file of invoices holds what, and whose invoices they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.ingest.planned import supplier_key
from finance.ingest.sorting import ASIDE, EACH, TO_MAKE
from finance.invoicing.columns import DATES, FIELDS, REQUIRED, propose
from foundation.accounts.currencies import CHOICES
from foundation.inbox.inspecting import Inspection
from foundation.inbox.values.dates import DateOrder
from foundation.inbox.values.numbers import DecimalStyle, find_decimal_style
from foundation.inbox.values.parsed import MISSING_TEXTS

STYLES: Final = (
    (DecimalStyle.POINT.value, gettext_lazy("1,234.50")),
    (DecimalStyle.COMMA.value, gettext_lazy("1.234,50")),
)
ORDERS: Final = (
    (DateOrder.ISO.value, gettext_lazy("2026-11-23 or 23 Nov 2026")),
    (DateOrder.DAY_FIRST.value, gettext_lazy("day/month/year (23/11/2026)")),
    (DateOrder.MONTH_FIRST.value, gettext_lazy("month/day/year (11/23/2026)")),
)
LONGEST_TERMS: Final = 365
MOST_SUPPLIERS: Final = 200
"""So many suppliers of a file are asked about one by one."""


class InvoiceColumnsForm(forms.Form):
    """A select per field; a column may be several dates, but else one thing alone."""

    currency = forms.ChoiceField(label=gettext_lazy("Currency where the file says none"), choices=CHOICES, help_text="")
    terms_days = forms.IntegerField(
        label=gettext_lazy("Due so many days after issue, where the file says none"),
        min_value=0,
        max_value=LONGEST_TERMS,
        required=False,
        help_text=gettext_lazy("Empty: no due date, and no word on whether it was paid promptly."),
    )
    decimal_style = forms.ChoiceField(label=gettext_lazy("Numbers are written"), choices=STYLES)
    date_order = forms.ChoiceField(label=gettext_lazy("Dates are written"), choices=ORDERS)
    repeats = forms.ChoiceField(
        label=gettext_lazy("Rows that are exactly alike"),
        choices=(("once", gettext_lazy("count once")), (EACH, gettext_lazy("are so many lines"))),
        initial="once",
    )

    def __init__(
        self, *args: Any, inspection: Inspection, rules: Mapping[str, Any], currency: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known: dict[str, str] = rules.get("columns") or propose(inspection.header)
        choices = [("", _("(not in the file)"))]
        for name in inspection.header:
            samples = ", ".join(inspection.samples(name))
            choices.append((name, f"{name} · {samples}" if samples else name))
        columns = {
            f"column_{name}": forms.ChoiceField(
                label=_(label), choices=choices, required=name in REQUIRED, initial=known.get(name, "")
            )
            for name, label in FIELDS.items()
        }
        self.fields = {**columns, **self.fields}
        self.initial.update({name: rules[name] for name in ("terms_days", "repeats") if name in rules})
        self.initial["currency"] = rules.get("currency", currency)
        self.initial["decimal_style"] = rules.get("decimal_style") or self._style(inspection, known)
        self.initial["date_order"] = rules.get("date_order") or self._order(inspection, known)

    @staticmethod
    def _style(inspection: Inspection, known: Mapping[str, str]) -> str:
        if known.get("amount") not in inspection.header:
            return DecimalStyle.POINT.value
        place = inspection.header.index(known["amount"])
        values = ((row.line, row.cells[place]) for row in inspection.rows)
        return (find_decimal_style(known["amount"], values).style or DecimalStyle.POINT).value

    @staticmethod
    def _order(inspection: Inspection, known: Mapping[str, str]) -> str:
        """The first order that a column of dates decides; ISO and named months are understood in every order."""
        for name in DATES:
            if known.get(name) in inspection.header:
                found = inspection.dates(known[name], MISSING_TEXTS).order
                if found in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST):
                    return found.value
        return DateOrder.ISO.value

    def clean(self) -> dict[str, Any]:
        """No column is two things, but a day may be of several kinds; a period needs both ends."""
        data = super().clean() or {}
        taken: dict[str, str] = {}
        for name in FIELDS:
            column = data.get(f"column_{name}")
            if not column:
                continue
            other = taken.get(column)
            if other is not None and not (name in DATES and other in DATES):
                text = _("This column is “%(field)s” already.") % {"field": _(FIELDS[other])}
                self.add_error(f"column_{name}", text)
            taken.setdefault(column, name)
        start, last = data.get("column_period_start"), data.get("column_period_last")
        if bool(start) != bool(last):
            missing = "column_period_last" if start else "column_period_start"
            self.add_error(missing, _("A time needs its first and its last day. Choose both columns or none."))
        return data

    def rules(self) -> dict[str, Any]:
        """The rules of a valid form."""
        data = self.cleaned_data
        columns = {name: data[f"column_{name}"] for name in FIELDS if data.get(f"column_{name}")}
        kept = ("currency", "terms_days", "decimal_style", "date_order", "repeats")
        return {"columns": columns, **{name: data[name] for name in kept}}

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The selects of columns."""
        return [self[f"column_{name}"] for name in FIELDS]

    @property
    def manner_fields(self) -> list[forms.BoundField]:
        """How the cells are written, and what holds where they say nothing."""
        return [self[name] for name in self.fields if not name.startswith("column_")]


class SuppliersForm(forms.Form):
    """Which vendor each supplier of the file is: those that no vendor is called like first, at most 200 one by one.

    For the others holds what is said of all that are left open; ``left_out`` says how many they are.
    """

    others = forms.ChoiceField(label=gettext_lazy("Suppliers left open below"), widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        suppliers: Mapping[str, int],
        vendors: Sequence[tuple[int, str]],
        rules: Mapping[str, Any],
        may_make: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        by_name = {supplier_key(name): str(pk) for pk, name in vendors}
        known = rules.get("vendors", {})
        placed = {**by_name, **known}
        every = sorted(suppliers.items(), key=lambda row: supplier_key(row[0]) in placed)
        self.suppliers, unasked = every[:MOST_SUPPLIERS], every[MOST_SUPPLIERS:]
        self.left_out = len(unasked)
        self._kept = {key: known[key] for text, _count in unasked if (key := supplier_key(text)) in known}
        offered = [(ASIDE, _("Set their rows aside"))]
        if may_make:
            offered.append((TO_MAKE, _("Make each a vendor of its name")))
        self.fields["others"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField
        self.initial.setdefault("others", rules.get("others", ASIDE))
        choices = [("", _("(as above)")), (ASIDE, _("Set aside"))]
        if may_make:
            choices.append((TO_MAKE, _("New vendor of this name")))
        choices += [(str(pk), name) for pk, name in vendors]
        offered_values = {value for value, _label in choices}
        for number, (text, _count) in enumerate(self.suppliers):
            key = supplier_key(text)
            initial = known.get(key, by_name.get(key, ""))
            self.fields[f"supplier_{number}"] = forms.ChoiceField(
                label=text, choices=choices, required=False, initial=initial if initial in offered_values else ""
            )

    def rules(self) -> dict[str, Any]:
        """What a valid form says: supplier -> vendor's id, "+" for a new one, "aside"; the rest by ``others``."""
        chosen = {
            supplier_key(text): value
            for number, (text, _count) in enumerate(self.suppliers)
            if (value := self.cleaned_data[f"supplier_{number}"])
        }
        return {"vendors": {**self._kept, **chosen}, "others": self.cleaned_data["others"]}

    def rows(self) -> list[dict[str, Any]]:
        """Supplier, its rows, and the field of each."""
        return [
            {"text": text, "count": count, "field": self[f"supplier_{number}"]}
            for number, (text, count) in enumerate(self.suppliers)
        ]
