"""Which column of a file holds what of a process."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.inventory.columns import FIELDS, propose
from foundation.inbox.inspecting import Inspection
from foundation.inbox.values.numbers import DecimalStyle, find_decimal_style

STYLES: Final = (
    (DecimalStyle.POINT.value, gettext_lazy("1,234.50")),
    (DecimalStyle.COMMA.value, gettext_lazy("1.234,50")),
)


class ProcessColumnsForm(forms.Form):
    """A select per field; a column may serve one field alone."""

    decimal_style = forms.ChoiceField(label=gettext_lazy("Numbers are written"), choices=STYLES)

    def __init__(self, *args: Any, inspection: Inspection, rules: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: dict[str, str] = rules.get("columns") or propose(inspection.header)
        choices = [("", _("(not in the file)"))]
        for name in inspection.header:
            samples = ", ".join(inspection.samples(name))
            choices.append((name, f"{name} · {samples}" if samples else name))
        for name, label in FIELDS.items():
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=_(label), choices=choices, required=name == "name", initial=known.get(name, "")
            )
        self.initial["decimal_style"] = rules.get("decimal_style") or _style(inspection, known)

    def clean(self) -> dict[str, Any]:
        """No column is two things."""
        data = super().clean() or {}
        taken: dict[str, str] = {}
        for name, label in FIELDS.items():
            column = data.get(f"column_{name}")
            if column and column in taken:
                text = _("This column is “%(field)s” already.") % {"field": taken[column]}
                self.add_error(f"column_{name}", text)
            elif column:
                taken[column] = _(label)
        return data

    def columns(self) -> dict[str, str]:
        """Field -> column of a valid form."""
        data = self.cleaned_data
        return {name: data[f"column_{name}"] for name in FIELDS if data.get(f"column_{name}")}


def _style(inspection: Inspection, columns: dict[str, str]) -> str:
    """How the file writes numbers: with a comma when a column shows it and none shows a point."""
    found = []
    for name in ("minutes", "volume"):
        if columns.get(name) in inspection.header:
            place = inspection.header.index(columns[name])
            found.append(find_decimal_style(columns[name], ((row.line, row.cells[place]) for row in inspection.rows)))
    commas = any(each.style == DecimalStyle.COMMA for each in found)
    points = any(each.style == DecimalStyle.POINT and each.evidence for each in found)
    return (DecimalStyle.COMMA if commas and not points else DecimalStyle.POINT).value
