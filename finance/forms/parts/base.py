"""What the forms of all parts share."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from finance.case import (
    CaseError,
    Document,
)
from finance.forms.problems import show_problems

HUNDRED: Final = Decimal(100)


class PartForm(forms.Form):
    """A part of a draft. ``document`` is the case with the part in it, once the form is valid."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: Document, **more: Any) -> None:
        super().__init__(*args, **more)
        self.was = document
        self.document: Document | None = None

    def clean(self) -> dict[str, Any]:
        """Makes the document; problems go to their fields."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        try:
            self.document = self.made(data)
        except CaseError as error:
            show_problems(self, error)
        return data

    def made(self, data: dict[str, Any]) -> Document:
        """The case with the part in it; raises CaseError."""
        raise NotImplementedError


def free_key(name: str, taken: set[str]) -> str:
    """A key made of a name that nothing else has."""
    root = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")[:30] or "x"
    number, key = 1, root
    while key in taken:
        number += 1
        key = f"{root}_{number}"
    return key


def typed_pairs(text: str) -> list[tuple[Decimal, Decimal]]:
    """Numbers of a text such as "4: 10; 13: 25", the second of each in hundredths. Raises ValidationError."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        first, _colon, second = part.partition(":")
        try:
            pair = Decimal(first.strip()), Decimal(second.strip().rstrip("% ")) / HUNDRED
        except InvalidOperation:
            words = {"part": part}
            raise ValidationError(_("“%(part)s” is not understood: write 4: 10; 13: 25.") % words) from None
        if not all(number.is_finite() for number in pair):
            raise ValidationError(_("“%(part)s” is not understood: write 4: 10; 13: 25.") % {"part": part})
        found.append(pair)
    return found


def plain_number(number: Decimal) -> str:
    """A number as it is typed."""
    return format(number.normalize(), "f")


def typed_percent(share: Decimal) -> str:
    """A share as a percentage, as it is typed."""
    return plain_number(share * HUNDRED)
