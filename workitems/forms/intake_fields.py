"""The kinds of field that a request is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from foundation.accounts import zones
from foundation.inbox.evidence import ACCEPT, EvidenceFault, judge
from foundation.inbox.faults import fault_text
from workitems.intake.due import NoSuchTimeError, instant_of
from workitems.intake.mail_text import listed
from workitems.models import FieldKind, IntakeField

MOST_LINES: Final = 50
LINE_CHARS: Final = 300
MOST_FILES: Final = 10
OWN: Final = "x_"
ZONE: Final = "_zone"


class LinesField(forms.CharField):
    """A list, one entry a line; bullets and numbers at their beginning are taken off."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, base_field: Any = None, max_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # what an array's model field says of its entries is said here already

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(line) for line in value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        return listed(value if isinstance(value, str) else "\n".join(map(str, value or [])))

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(value) > MOST_LINES:
            raise forms.ValidationError(_("At most %(most)d lines.") % {"most": MOST_LINES})
        if any(len(line) > LINE_CHARS for line in value):
            raise forms.ValidationError(_("A line may have %(most)d signs.") % {"most": LINE_CHARS})

    def run_validators(self, value: Any) -> None:
        """The lines are judged above, one by one."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(list(initial or []) != self.to_python(data))


class LocalTimeField(forms.CharField):
    """A local date and time, without a zone; the zone is a field of its own."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return datetime.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0)
        except ValueError:
            raise forms.ValidationError(_("Write it as 2026-11-30T17:00."), code="invalid") from None


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """One file of a type that may be kept as evidence."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            refuse_unfit(file)
        return file


class EvidenceFilesField(forms.FileField):
    """Up to ten files of types that may be kept as evidence."""

    widget = ManyFilesInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)d files.") % {"most": MOST_FILES})
        cleaned = [super(EvidenceFilesField, self).clean(file, initial) for file in files]
        for file in cleaned:
            refuse_unfit(file)
        return cleaned


def refuse_unfit(file: Any) -> None:
    """Look at what an upload holds, and leave it to be read again.

    Raises:
        ValidationError: when it is none of the types that are kept; it names the file.
    """
    judged = judge(file.name or "", file.read())
    file.seek(0)
    if isinstance(judged, EvidenceFault):
        raise forms.ValidationError("%(name)s: %(why)s", params={"name": file.name, "why": fault_text(judged)})


def own_fields(rows: Sequence[IntakeField], *, zone: str, strict: bool) -> dict[str, forms.Field]:
    """The fields of a process's own questions by name; a time is followed by its zone. Unless ``strict``, none must be
    answered."""
    found: dict[str, forms.Field] = {}
    for row in rows:
        found[f"{OWN}{row.key}"] = _own_field(row, required=row.required and strict)
        if row.kind == FieldKind.DATETIME:
            found[f"{OWN}{row.key}{ZONE}"] = zone_field(_("Time zone of “%(label)s”") % {"label": row.label}, zone)
    return found


def zone_field(label: str, zone: str) -> forms.ChoiceField:
    """A time zone by name."""
    return forms.ChoiceField(label=label, choices=zones.choices(kept=zone), initial=zone)


def instant_from(local: datetime | None, zone: str) -> datetime | None:
    """The instant of a local time, None without one.

    Raises:
        ValidationError: when the clocks skip it.
    """
    if local is None or not zone:
        return None
    try:
        return instant_of(local, zone)
    except (NoSuchTimeError, OverflowError):
        text = _("That time does not exist in %(zone)s: the clocks go forward then.")
        raise forms.ValidationError(text % {"zone": zone.replace("_", " ")}) from None


def _own_field(row: IntakeField, *, required: bool) -> forms.Field:
    common: dict[str, Any] = {"label": row.label, "help_text": row.help_text, "required": required}
    choose = ("", _("Choose"))
    makers: dict[str, Callable[[], forms.Field]] = {
        FieldKind.TEXT: lambda: forms.CharField(max_length=500, **common),
        FieldKind.LONG_TEXT: lambda: forms.CharField(
            max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}), **common
        ),
        FieldKind.NUMBER: lambda: forms.DecimalField(max_digits=20, decimal_places=6, **common),
        FieldKind.DATETIME: lambda: LocalTimeField(**common),
        FieldKind.CHOICE: lambda: forms.ChoiceField(
            choices=[choose, *((each, each) for each in row.choices)], **common
        ),
        FieldKind.YES_NO: lambda: forms.ChoiceField(choices=[choose, ("yes", _("Yes")), ("no", _("No"))], **common),
        FieldKind.FILE: lambda: EvidenceField(**common),
    }
    return makers.get(row.kind, makers[FieldKind.TEXT])()


def answer_text(row: IntakeField, value: Any, zone: str) -> str:
    """An answer as it is kept: plain text; a time with its zone, a file by its name."""
    if value in (None, ""):
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} {zone}"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if row.kind == FieldKind.YES_NO:
        return _("Yes") if value == "yes" else _("No")
    return str(getattr(value, "name", value))
