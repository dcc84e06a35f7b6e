"""The parts of a case, one at a time: a driver, an option, a line. Each makes the next document."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.case import (
    Band,
    CaseError,
    Category,
    Document,
    Driver,
    Follows,
    Grade,
    Line,
    Option,
    OptionNote,
    Per,
    Source,
    SourceKind,
    Step,
    Timing,
    Way,
)
from finance.case.document import LONGEST_NAME, LONGEST_TEXT
from finance.forms.drafts import GRADES, shown_number
from finance.forms.problems import show_problems
from finance.starters.making import option_of, thumb_driver
from finance.words import CATEGORIES, PERCENT, PERS, WAYS

_HUNDRED: Final = Decimal(100)
_FACTORS: Final = 3
_TIMINGS: Final = [
    (Timing.ONCE.value, gettext_lazy("once")),
    (Timing.MONTHLY.value, gettext_lazy("every month")),
    (Timing.STEPPED.value, gettext_lazy("in steps")),
    (Timing.PER_UNIT.value, gettext_lazy("for each unit of the volume")),
]
_FOLLOWS: Final = [
    (Follows.NOTHING.value, gettext_lazy("nothing")),
    (Follows.RAMP.value, gettext_lazy("the ramp: grows to full")),
    (Follows.REST.value, gettext_lazy("what the ramp leaves: a parallel run")),
]


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
        share = _HUNDRED if data["unit"].strip() == PERCENT else Decimal(1)
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


class OptionForm(PartForm):
    """An option: its name, its way, and what it gains and gives up."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    way = forms.ChoiceField(label=gettext_lazy("Way"), choices=[(way.value, words) for way, words in WAYS.items()])
    lines = forms.ChoiceField(label=gettext_lazy("Its lines"), required=False)
    gains = forms.CharField(
        label=gettext_lazy("What it gains"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("Left empty, the usual words of its way stand there."),
    )
    gives_up = forms.CharField(label=gettext_lazy("What it gives up"), required=False, max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, option: Option | None, today: date, **more: Any) -> None:
        self.option, self.today = option, today
        super().__init__(*args, **more)
        if option:
            del self.fields["lines"]
            note = self.was.notes[option.key]
            self.initial.update(name=option.name, way=note.way.value, gains=note.gains, gives_up=note.gives_up)
            return
        copies = [(each.key, _("a copy of %(name)s") % {"name": each.name}) for each in self.was.case.options]
        self.fields["lines"].choices = [("", _("the usual ones of its way")), *copies]  # type: ignore[attr-defined]

    def made(self, data: dict[str, Any]) -> Document:
        """The case with the option, and with the drivers that it needs."""
        case, way, name = self.was.case, Way(data["way"]), data["name"].strip()
        note = OptionNote(way, data["gains"].strip(), data["gives_up"].strip())
        if self.option:
            key = self.option.key
            options = tuple(replace(each, name=name) if each.key == key else each for each in case.options)
            return replace(self.was, case=replace(case, options=options), notes={**self.was.notes, key: note})
        key = free_key(name, {each.key for each in case.options})
        needed: tuple[str, ...] = ()
        if copied := data["lines"]:
            option = replace(case.option(copied), key=key, name=name)
        else:
            option, needed = option_of(way, key, name, case.months)
        known = {each.key for each in case.drivers}
        added = tuple(thumb_driver(each, case.currency) for each in needed if each not in known)
        source = Source(SourceKind.TEMPLATE, str(WAYS[way]), self.today)
        return replace(
            self.was,
            case=replace(case, options=(*case.options, option), drivers=(*case.drivers, *added)),
            notes={**self.was.notes, key: note},
            sources={**self.was.sources, **{each.key: source for each in added}},
        )


class LineForm(PartForm):
    """A line of an option: the drivers that make it, and the months in which it falls."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    category = forms.ChoiceField(
        label=gettext_lazy("Cost or value"),
        choices=[
            (gettext_lazy("Cost"), [(each.value, words) for each, words in CATEGORIES.items() if each.is_cost]),
            (gettext_lazy("Value"), [(each.value, words) for each, words in CATEGORIES.items() if not each.is_cost]),
        ],
    )
    is_cash = forms.BooleanField(
        label=gettext_lazy("Money that is really paid or saved"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Else it is listed, and not counted unless the workspace says so."),
    )
    amount = forms.ChoiceField(label=gettext_lazy("Amount of money"))
    timing = forms.ChoiceField(label=gettext_lazy("When"), choices=_TIMINGS, initial=Timing.MONTHLY.value)
    month = forms.IntegerField(label=gettext_lazy("In month (if once)"), min_value=0, initial=0)
    first_month = forms.IntegerField(label=gettext_lazy("From month"), min_value=1, initial=1)
    last_month = forms.IntegerField(label=gettext_lazy("To month"), min_value=1, required=False)
    steps = forms.CharField(
        label=gettext_lazy("Steps"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Month: percent of the amount, such as 4: 10; 13: 25."),
    )
    bands = forms.CharField(
        label=gettext_lazy("Volume bands"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Units a month: percent of the price beyond them, such as 1000: 90; 1500: 80."),
    )
    follows = forms.ChoiceField(label=gettext_lazy("Follows"), choices=_FOLLOWS, initial=Follows.NOTHING.value)
    index = forms.ChoiceField(label=gettext_lazy("Yearly indexation"), required=False)

    def __init__(self, *args: Any, option: Option, line: Line | None, **more: Any) -> None:
        self.option, self.line = option, line
        super().__init__(*args, **more)
        drivers = self.was.case.drivers
        self.fields["amount"].choices = [(each.key, each.name) for each in drivers if each.currency]  # type: ignore[attr-defined]
        plain = [("", "-"), *((each.key, each.name) for each in drivers if not each.currency)]
        for place in range(1, _FACTORS + 1):
            label = _("times") if place == 1 else _("and times")
            self.fields[f"factor_{place}"] = forms.ChoiceField(label=label, required=False, choices=plain)
        self.fields["index"].choices = plain  # type: ignore[attr-defined]
        factors = [f"factor_{place}" for place in range(1, _FACTORS + 1)]
        self.order_fields(["name", "category", "amount", *factors, "timing", "month", "first_month", "last_month"])
        if line:
            self.initial.update(self._initial(line))

    def _initial(self, line: Line) -> dict[str, Any]:
        money = {each.key for each in self.was.case.drivers if each.currency}
        plain = [key for key in line.drivers if key not in money]
        found: dict[str, Any] = {f"factor_{place}": key for place, key in enumerate(plain, 1)}
        return found | {
            "name": line.name,
            "category": line.category.value,
            "is_cash": line.is_cash,
            "amount": next(key for key in line.drivers if key in money),
            "timing": line.timing.value,
            "month": line.month,
            "first_month": line.first_month,
            "last_month": line.last_month,
            "steps": "; ".join(f"{step.month}: {_percent(step.factor)}" for step in line.steps),
            "bands": "; ".join(f"{_plain(band.above)}: {_percent(band.factor)}" for band in line.bands),
            "follows": line.follows.value,
            "index": line.index,
        }

    def clean_steps(self) -> tuple[Step, ...]:
        """The steps, months whole."""
        found = []
        for first, share in _pairs(self.cleaned_data["steps"]):
            if first != first.to_integral_value() or not 1 <= first <= 60:  # noqa: PLR2004  # months of a case
                raise ValidationError(_("A step begins in a month from 1 to 60."))
            found.append(Step(int(first), share))
        return tuple(found)

    def clean_bands(self) -> tuple[Band, ...]:
        """The bands of volume."""
        return tuple(Band(above, share) for above, share in _pairs(self.cleaned_data["bands"]))

    def made(self, data: dict[str, Any]) -> Document:
        """The case with the line."""
        timing = Timing(data["timing"])
        factors = [data[f"factor_{place}"] for place in range(1, _FACTORS + 1)]
        taken = {each.key for each in self.option.lines}
        new = Line(
            key=self.line.key if self.line else free_key(data["name"], taken),
            name=data["name"].strip(),
            category=Category(data["category"]),
            drivers=tuple(key for key in (data["amount"], *factors) if key),
            timing=timing,
            month=data["month"] if timing is Timing.ONCE else 0,
            first_month=data["first_month"],
            last_month=data["last_month"],
            steps=data["steps"] if timing is Timing.STEPPED else (),
            bands=data["bands"] if timing is Timing.PER_UNIT else (),
            follows=Follows(data["follows"]),
            index=data["index"],
            is_cash=data["is_cash"],
        )
        old = self.line
        lines = tuple(new if old and each.key == old.key else each for each in self.option.lines)
        return with_lines(self.was, self.option, lines if old else (*lines, new))


def with_lines(document: Document, option: Option, lines: tuple[Line, ...]) -> Document:
    """The case with other lines of an option."""
    case = document.case
    options = tuple(replace(each, lines=lines) if each.key == option.key else each for each in case.options)
    return replace(document, case=replace(case, options=options))


def free_key(name: str, taken: set[str]) -> str:
    """A key made of a name that nothing else has."""
    root = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")[:30] or "x"
    number, key = 1, root
    while key in taken:
        number += 1
        key = f"{root}_{number}"
    return key


def _pairs(text: str) -> list[tuple[Decimal, Decimal]]:
    """Numbers of a text such as "4: 10; 13: 25", the second of each in hundredths. Raises ValidationError."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        first, _colon, second = part.partition(":")
        try:
            pair = Decimal(first.strip()), Decimal(second.strip().rstrip("% ")) / _HUNDRED
        except InvalidOperation:
            words = {"part": part}
            raise ValidationError(_("“%(part)s” is not understood: write 4: 10; 13: 25.") % words) from None
        if not all(number.is_finite() for number in pair):
            raise ValidationError(_("“%(part)s” is not understood: write 4: 10; 13: 25.") % {"part": part})
        found.append(pair)
    return found


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _percent(share: Decimal) -> str:
    return _plain(share * _HUNDRED)
