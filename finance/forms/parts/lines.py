"""A cost or value line of an option."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.case import (
    Band,
    Category,
    Document,
    Follows,
    Line,
    Option,
    Step,
    Timing,
)
from finance.case.document import LONGEST_NAME
from finance.forms.parts.base import PartForm, free_key, plain_number, typed_pairs, typed_percent
from finance.words import CATEGORIES

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
            "steps": "; ".join(f"{step.month}: {typed_percent(step.factor)}" for step in line.steps),
            "bands": "; ".join(f"{plain_number(band.above)}: {typed_percent(band.factor)}" for band in line.bands),
            "follows": line.follows.value,
            "index": line.index,
        }

    def clean_steps(self) -> tuple[Step, ...]:
        """The steps, months whole."""
        found = []
        for first, share in typed_pairs(self.cleaned_data["steps"]):
            if first != first.to_integral_value() or not 1 <= first <= 60:  # noqa: PLR2004  # months of a case
                raise ValidationError(_("A step begins in a month from 1 to 60."))
            found.append(Step(int(first), share))
        return tuple(found)

    def clean_bands(self) -> tuple[Band, ...]:
        """The bands of volume."""
        return tuple(Band(above, share) for above, share in typed_pairs(self.cleaned_data["bands"]))

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
