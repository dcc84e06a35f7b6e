"""Days in forms."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST_DAY: Final = date(1970, 1, 1)
LATEST_DAY: Final = date(2199, 12, 31)
_RANGE = _("Choose a day between 1970 and 2199.")


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day that calendars and weeks can reckon with."""

    widget = DayInput
    default_validators = [MinValueValidator(EARLIEST_DAY, _RANGE), MaxValueValidator(LATEST_DAY, _RANGE)]
