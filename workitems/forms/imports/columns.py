"""Which column holds what, and how its cells are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts import zones
from foundation.inbox.explaining import placed_sentence, sentence
from foundation.inbox.inspecting import Inspection
from foundation.inbox.problems import ImportProblem
from foundation.inbox.values.dates import DateOrder
from foundation.inbox.values.durations import DurationUnit
from foundation.inbox.values.numbers import DecimalStyle
from workitems.canonical import FIELDS, REQUIRED, FieldKind
from workitems.mapping import Mapping as Rules
from workitems.mapping import Placement
from workitems.presets.proposal import Proposal

ORDERS: Final = (
    (DateOrder.ISO.value, gettext_lazy("2026-11-23 or 23 Nov 2026")),
    (DateOrder.DAY_FIRST.value, gettext_lazy("day/month/year (23/11/2026)")),
    (DateOrder.MONTH_FIRST.value, gettext_lazy("month/day/year (11/23/2026)")),
    (DateOrder.EPOCH_SECONDS.value, gettext_lazy("seconds since 1970")),
    (DateOrder.EPOCH_MILLISECONDS.value, gettext_lazy("milliseconds since 1970")),
)
STYLES: Final = (
    (DecimalStyle.POINT.value, gettext_lazy("1,234.50")),
    (DecimalStyle.COMMA.value, gettext_lazy("1.234,50")),
)
UNITS: Final = (
    (DurationUnit.SECONDS.value, gettext_lazy("seconds")),
    (DurationUnit.MINUTES.value, gettext_lazy("minutes")),
    (DurationUnit.HOURS.value, gettext_lazy("hours")),
)
# What people look for first; the rest is folded away unless it was found.
MAIN_FIELDS: Final = (
    "external_id",
    "state",
    "event_at",
    "opened_at",
    "first_response_at",
    "resolved_at",
    "closed_at",
    "priority",
    "queue",
    "title",
    "item_type",
)


class MappingForm(forms.Form):
    """Which column holds which field, and how its cells are written; ambiguous dates and numbers must be answered.

    ``mapping()`` gives the mapping of a valid form.
    """

    source = forms.SlugField(
        label=gettext_lazy("Name of the source"),
        max_length=40,
        help_text=gettext_lazy("Items are known by source and number: keep the name from week to week."),
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of the file"),
        help_text=gettext_lazy("For times without an offset. Ask whoever exports the file."),
    )
    date_order = forms.ChoiceField(label=gettext_lazy("Dates are written"), choices=ORDERS)
    decimal_style = forms.ChoiceField(label=gettext_lazy("Numbers are written"), choices=STYLES)
    duration_unit = forms.ChoiceField(label=gettext_lazy("Plain durations count"), choices=UNITS)
    placement = forms.ChoiceField(
        label=gettext_lazy("Who did the work is told by"),
        required=False,
        help_text=gettext_lazy("The next step sends its values to engagements."),
    )

    def __init__(self, *args: Any, inspection: Inspection, proposal: Proposal, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inspection, self.proposal, self.rules = inspection, proposal, rules
        self.fields["zone"].choices = zones.choices(kept=rules.zone)  # type: ignore[attr-defined]  # a ChoiceField
        for name in ("source", "zone", "date_order", "decimal_style", "duration_unit"):
            self.initial.setdefault(name, getattr(rules, name))
        columns = [("", _("(not in the file)")), *((name, self._shown(name)) for name in inspection.header)]
        required = REQUIRED[rules.shape]
        for name, field in FIELDS.items():
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=_(field.label), choices=columns, required=name in required, initial=rules.columns.get(name, "")
            )
        for name, doubt in self._doubts.items():
            self.fields[f"column_{name}"].help_text = escape(sentence(doubt))
        self.fields["placement"].choices = columns  # type: ignore[attr-defined]  # a ChoiceField
        self.initial.setdefault("placement", self._placement())
        self._ask()

    @property
    def _doubts(self) -> dict[str, ImportProblem]:
        """Why nothing was proposed for a field that is still without a column."""
        return {name: each for name, each in self.proposal.doubts.items() if name not in self.rules.columns}

    def _shown(self, column: str) -> str:
        """A column with samples, so that it is recognised where it is chosen."""
        samples = ", ".join(self.inspection.samples(column))
        return f"{column} · {samples}" if samples else column

    def _placement(self) -> str:
        rules = self.rules
        return (
            rules.placement.column if rules.placement else rules.columns.get("vendor") or rules.columns.get("queue", "")
        )

    def _ask(self) -> None:
        """A field without a default for every column of dates that nothing decides, and for the decimal sign."""
        for place, column in enumerate(self.inspection.header):
            if column not in self._date_columns():
                continue
            question = self.inspection.dates(column, self.rules.missing).question
            if question is not None:
                known = self.rules.date_orders.get(column)
                self.fields[f"order_{place}"] = forms.ChoiceField(
                    label=_("Dates of “%(column)s”") % {"column": column},
                    choices=[("", _("(choose)")), *ORDERS[1:3]],
                    help_text=escape(placed_sentence(question)),
                    initial=known.value if known else "",
                )
        if any(each.code.startswith("numbers_") for each in self.proposal.questions):
            question = next(each for each in self.proposal.questions if each.code.startswith("numbers_"))
            field = self.fields["decimal_style"]
            field.choices = [("", _("(choose)")), *STYLES]  # type: ignore[attr-defined]  # a ChoiceField
            field.help_text = escape(placed_sentence(question))
            self.initial["decimal_style"] = ""

    def _date_columns(self) -> set[str]:
        """The columns that are, or are about to be, read as dates."""
        found = set()
        for name, field in FIELDS.items():
            if field.kind == FieldKind.INSTANT:
                given = self.data.get(f"column_{name}") if self.is_bound else self.rules.columns.get(name)
                found |= {given} if given else set()
        return found

    def clean(self) -> dict[str, Any]:
        """No column of dates is left without an order that fits it."""
        cleaned = super().clean() or {}
        orders = {self._order(column, cleaned) for column in self._date_columns()} - {None, DateOrder.ISO}
        if len(orders) > 1:
            return cleaned
        common = next(iter(orders), None)
        chosen = cleaned.get("date_order")
        if common is not None and chosen and DateOrder(chosen) != common:
            self.add_error(
                "date_order",
                _("The file's dates are %(found)s. Choose that order.") % {"found": dict(ORDERS)[common.value]},
            )
        return cleaned

    def _order(self, column: str, cleaned: Mapping[str, Any]) -> DateOrder | None:
        """The order of a column: as its values decide, else as it was answered."""
        place = self.inspection.header.index(column) if column in self.inspection.header else -1
        if answer := cleaned.get(f"order_{place}"):
            return DateOrder(answer)
        return self.inspection.dates(column, self.rules.missing).order if place >= 0 else None

    def mapping(self) -> Rules:
        """The mapping as it was confirmed; meanings of states and values are kept from before."""
        cleaned = self.cleaned_data
        columns = {name: column for name in FIELDS if (column := cleaned[f"column_{name}"])}
        common = DateOrder(cleaned["date_order"])
        orders = {column: self._order(column, cleaned) for column in self._date_columns()}
        placed = cleaned["placement"]
        kept = self.rules.placement
        values = kept.values if kept and kept.column == placed else {}
        return replace(
            self.rules,
            source=cleaned["source"],
            zone=cleaned["zone"],
            columns=columns,
            date_order=common,
            date_orders={
                column: order for column, order in orders.items() if order not in (None, DateOrder.ISO, common)
            },
            decimal_style=DecimalStyle(cleaned["decimal_style"]),
            duration_unit=DurationUnit(cleaned["duration_unit"]),
            placement=Placement(placed, kept.target if kept else "engagement", values) if placed else None,
        )

    def questions(self) -> list[forms.BoundField]:
        """The fields that only a person can answer."""
        return [self[name] for name in self.fields if name.startswith("order_")]

    def settings(self) -> list[forms.BoundField]:
        """How the file is read."""
        return [self[name] for name in ("source", "zone", "date_order", "decimal_style", "duration_unit", "placement")]

    def main_columns(self) -> list[forms.BoundField]:
        """The fields that most files have, and those that were found."""
        return [self[f"column_{name}"] for name in FIELDS if self._is_main(name)]

    def more_columns(self) -> list[forms.BoundField]:
        """All other fields."""
        return [self[f"column_{name}"] for name in FIELDS if not self._is_main(name)]

    def _is_main(self, name: str) -> bool:
        is_found = name in self.rules.columns or name in self._doubts
        return is_found or name in MAIN_FIELDS or name in REQUIRED[self.rules.shape]
