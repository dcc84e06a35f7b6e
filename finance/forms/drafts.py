"""The editor's one form: the frame of the case and the numbers of every driver."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from finance.case import Case, CaseError, Document, Driver, Grade, Problem, Source, SourceKind
from finance.case.document import LONGEST_TEXT, MOST_POINTS
from finance.forms.problems import show_problems
from finance.words import PERCENT, PERS

GRADES: Final = [(Grade.MEASURED.value, "A"), (Grade.QUOTED.value, "B"), (Grade.JUDGED.value, "C")]
_ENDS: Final = ("low", "base", "high")
_ROLES: Final = ("volume", "growth", "ramp")
_HUNDRED: Final = Decimal(100)


def _points(label: object, text: object) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]  # a lazy text
        required=False,
        max_length=LONGEST_TEXT * MOST_POINTS,
        widget=forms.Textarea({"rows": 3}),
        help_text=text,  # type: ignore[arg-type]
    )


class DraftForm(forms.Form):
    """A draft as typed. ``document`` is what it makes, once valid."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    months = forms.IntegerField(label=_("Months"))
    start_date = forms.DateField(label=_("Month 1 begins"), widget=forms.DateInput({"type": "date"}))
    discount_rate = forms.DecimalField(label=_("Discount rate, % a year"), max_digits=12, decimal_places=4)
    preferred = forms.ChoiceField(label=_("Asked for"))
    baseline = forms.ChoiceField(label=_("Compared with"), required=False)
    volume = forms.ChoiceField(label=_("Units are counted by"), required=False)
    growth = forms.ChoiceField(label=_("They grow by"), required=False)
    ramp = forms.ChoiceField(label=_("Ramp"), required=False)
    ask = forms.CharField(
        label=_("The ask"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One sentence: approve what, for how long, cancellable when."),
    )
    risks = _points(_("Risks"), _("One a line, with what is done about it."))
    guardrails = _points(_("Guardrails: we stop if"), _("One a line."))
    note = forms.CharField(label=_("What is different"), required=False, max_length=300)

    def __init__(
        self,
        data: Any = None,
        *,
        document: Document,
        by: str,
        today: date,
        counts_non_cash: bool,
        seen: int,
        note: str,
    ) -> None:
        self.was, self.by, self.today, self.counts_non_cash = document, by, today, counts_non_cash
        case = document.case
        super().__init__(data, initial=_initial(document) | {"seen": seen, "note": note})
        named = [(option.key, option.name) for option in case.options]
        self.fields["preferred"].choices = named  # type: ignore[attr-defined]
        self.fields["baseline"].choices = [("", _("nothing: each stands alone")), *named]  # type: ignore[attr-defined]
        plain = [("", _("nothing")), *((each.key, each.name) for each in case.drivers if not each.currency)]
        for role in _ROLES:
            self.fields[role].choices = plain  # type: ignore[attr-defined]
        for driver in case.drivers:
            self._add(driver)
        self.document: Document | None = None

    def _add(self, driver: Driver) -> None:
        for end, words in zip(_ENDS, (_("low"), _("base"), _("high")), strict=True):
            self.fields[f"{driver.key}-{end}"] = forms.DecimalField(
                label=f"{driver.name}: {words}",
                max_digits=21,
                decimal_places=8,
                widget=forms.NumberInput({"step": "any", "inputmode": "decimal"}),
            )
        self.fields[f"{driver.key}-grade"] = forms.ChoiceField(label=f"{driver.name}: {_('grade')}", choices=GRADES)
        self.fields[f"{driver.key}-basis"] = forms.CharField(
            label=f"{driver.name}: {_('basis')}", required=False, max_length=LONGEST_TEXT
        )

    def rows(self) -> list[tuple[Driver, Source, str, list[BoundField]]]:
        """Each driver with its source, its unit in words and its fields, for the table."""
        parts = (*_ENDS, "grade", "basis")
        return [
            (driver, self.was.source(driver.key), unit_of(driver), [self[f"{driver.key}-{part}"] for part in parts])
            for driver in self.was.case.drivers
        ]

    def clean(self) -> dict[str, Any]:
        """The document of what was typed; its problems go to their fields."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        try:
            self.document = self._document(data)
        except CaseError as error:
            show_problems(self, error)
        return data

    def _document(self, data: dict[str, Any]) -> Document:
        was = self.was
        problems: list[Problem] = []
        drivers: list[Driver] = []
        for driver in was.case.drivers:
            try:
                drivers.append(self._driver(driver, data))
            except CaseError as error:
                problems += error.problems
        if problems:
            raise CaseError(problems)
        case: Case = replace(
            was.case,
            months=data["months"],
            discount_rate=data["discount_rate"] / _HUNDRED,
            baseline=data["baseline"],
            volume=data["volume"],
            growth=data["growth"],
            ramp=data["ramp"],
            counts_non_cash=self.counts_non_cash,
            drivers=tuple(drivers),
        )
        return replace(
            was,
            case=case,
            start_date=data["start_date"],
            preferred=data["preferred"],
            ask=data["ask"].strip(),
            risks=_lines(data["risks"]),
            guardrails=_lines(data["guardrails"]),
            sources={each.key: self._source(each) for each in drivers},
        )

    def _driver(self, driver: Driver, data: dict[str, Any]) -> Driver:
        share = _HUNDRED if driver.unit == PERCENT else Decimal(1)
        low, base, high = (data[f"{driver.key}-{end}"] / share for end in _ENDS)
        grade, basis = Grade(data[f"{driver.key}-grade"]), data[f"{driver.key}-basis"].strip()
        is_thumb = self.was.source(driver.key).kind is SourceKind.TEMPLATE
        if is_thumb and basis == driver.basis and (low, base, high) != (driver.low, driver.base, driver.high):
            basis = ""  # it said that the number was a rule of thumb
        return replace(driver, low=low, base=base, high=high, grade=grade, basis=basis)

    def _source(self, driver: Driver) -> Source:
        """Whose numbers they are: those of whoever changed them, else as before."""
        before = self.was.case.driver(driver.key)
        if (driver.low, driver.base, driver.high) == (before.low, before.base, before.high):
            return self.was.source(driver.key)
        return Source(SourceKind.TYPED, self.by, self.today)


def unit_of(driver: Driver) -> str:
    """What one of it is: ``EUR a post a month``."""
    return " ".join(word for word in (driver.currency, driver.unit, str(PERS[driver.per])) if word)


def shown_number(driver: Driver, value: Decimal) -> str:
    """A value as it stands in its field: percents in hundredths, plain digits."""
    number = value * (_HUNDRED if driver.unit == PERCENT else 1)
    return format(number.normalize(), "f") if number else "0"


def _initial(document: Document) -> dict[str, Any]:
    case = document.case
    found: dict[str, Any] = {
        "months": case.months,
        "start_date": document.start_date.isoformat(),
        "discount_rate": format((case.discount_rate * _HUNDRED).normalize(), "f"),
        "preferred": document.preferred,
        "baseline": case.baseline,
        "volume": case.volume,
        "growth": case.growth,
        "ramp": case.ramp,
        "ask": document.ask,
        "risks": "\n".join(document.risks),
        "guardrails": "\n".join(document.guardrails),
    }
    for driver in case.drivers:
        found |= {f"{driver.key}-{end}": shown_number(driver, getattr(driver, end)) for end in _ENDS}
        found |= {f"{driver.key}-grade": driver.grade.value, f"{driver.key}-basis": driver.basis}
    return found


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
