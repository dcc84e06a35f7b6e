"""Which file, and which sheet of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from foundation.inbox.explaining import sentence
from foundation.inbox.reading.kinds import FILE_TOO_BIG
from foundation.inbox.reading.limits import Limits, megabytes


class UploadForm(forms.Form):
    """The file, within the size that can be read."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, XLSX, or either packed with gzip; up to 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.gz"}),
        error_messages={"empty": gettext_lazy("The file is empty. Export it again and upload the result.")},
    )

    def clean_file(self) -> Any:
        """Refuses a file before a byte of it is looked at."""
        file, limit = self.cleaned_data["file"], Limits().packed_bytes
        if file.size > limit:
            raise forms.ValidationError(sentence(FILE_TOO_BIG.at(size=megabytes(file.size), limit=megabytes(limit))))
        return file


class SheetForm(forms.Form):
    """Which sheet of a workbook."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]  # a ChoiceField
