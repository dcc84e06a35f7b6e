"""A driver of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from finance.case import (
    Document,
    Driver,
    Grade,
    Per,
    Source,
    SourceKind,
)
from finance.case.document import LONGEST_NAME, LONGEST_TEXT
from finance.forms.drafts import GRADES, shown_number
from finance.forms.parts.base import HUNDRED, PartForm, free_key
from finance.words import PERCENT, PERS


class DriverForm(PartForm):
    """A number of the case: what it is, what one of it is, how far it may go, where it comes from."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    is_money = forms.BooleanField(label=gettext_lazy("It is money"), required=False)
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("What one of it is, such as hours, or % for a share."),
    )
    per = forms.ChoiceField(
        label=gettext_lazy("Counted"),
        required=False,
        choices=[(Per.NOTHING.value, gettext_lazy("as it is")), *((per.value, PERS[per]) for per in Per if per)],
    )
    low = forms.DecimalField(label=gettext_lazy("Low"), max_digits=21, decimal_places=8)
    base = forms.DecimalField(label=gettext_lazy("Base"), max_digits=21, decimal_places=8)
    high = forms.DecimalField(label=gettext_lazy("High"), max_digits=21, decimal_places=8)
    grade = forms.ChoiceField(
        label=gettext_lazy("Grade"),
        choices=GRADES,
        initial=Grade.JUDGED.value,
        help_text=gettext_lazy("A measured, B quoted, C judged."),
    )
    basis = forms.CharField(label=gettext_lazy("Basis"), required=False, max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, driver: Driver | None, by: str, today: date, **more: Any) -> None:
        self.driver, self.by, self.today = driver, by, today
        super().__init__(*args, **more)
        if driver and not self.is_bound:
            self.initial.update(name=driver.name, is_money=bool(driver.currency), unit=driver.unit)
            self.initial.update(per=driver.per.value, grade=driver.grade.value, basis=driver.basis)
            self.initial.update({end: shown_number(driver, getattr(driver, end)) for end in ("low", "base", "high")})

    def made(self, data: dict[str, Any]) -> Document:
        """The case with the driver."""
        case, old = self.was.case, self.driver
        share = HUNDRED if data["unit"].strip() == PERCENT else Decimal(1)
        values = {
            "name": data["name"].strip(),
            "unit": data["unit"].strip(),
            "low": data["low"] / share,
            "base": data["base"] / share,
            "high": data["high"] / share,
            "grade": Grade(data["grade"]),
            "basis": data["basis"].strip(),
            "currency": case.currency if data["is_money"] else "",
            "per": Per(data["per"]),
        }
        if old:
            new = replace(old, **values)
            drivers = tuple(new if each.key == old.key else each for each in case.drivers)
        else:
            new = Driver(key=free_key(data["name"], {each.key for each in case.drivers}), **values)
            drivers = (*case.drivers, new)
        source = Source(SourceKind.TYPED, self.by, self.today)
        if old and (old.low, old.base, old.high) == (new.low, new.base, new.high):
            source = self.was.source(old.key)
        return replace(self.was, case=replace(case, drivers=drivers), sources={**self.was.sources, new.key: source})
