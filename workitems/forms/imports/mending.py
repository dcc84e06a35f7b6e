"""A quarantined row, put right cell by cell; or the whole file of them, sent back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from foundation.inbox.models import ImportRow

LONGEST_CELL: Final = 100_000


class RowForm(forms.Form):
    """The cells of one row under the names of their columns."""

    def __init__(self, *args: Any, row: ImportRow, header: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.header = row, header
        wrong = {each["column"] for each in row.errors}
        order = sorted(range(len(header)), key=lambda place: header[place] not in wrong)
        for place in order:
            value = row.raw[place] if place < len(row.raw) else ""
            self.fields[f"cell_{place}"] = forms.CharField(
                label=header[place], initial=value, required=False, max_length=LONGEST_CELL, strip=False
            )

    def cells(self) -> list[str]:
        """The row as it was put right, in the order of the header."""
        return [self.cleaned_data[f"cell_{place}"] for place in range(len(self.header))]


class MendedFileForm(forms.Form):
    """The file of quarantined rows, mended in a spreadsheet."""

    file = forms.FileField(
        label=gettext_lazy("The mended file"),
        help_text=gettext_lazy("The downloaded CSV or XLSX with its column “import line” as it was."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
