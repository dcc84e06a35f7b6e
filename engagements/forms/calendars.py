"""The form of a business calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from engagements.calendar_text import CalendarText, Wrong, add_holidays, read_text, write_text
from engagements.forms.days import DayField
from engagements.models import BusinessCalendar, CalendarVersion
from engagements.opening_hours import OpeningHours, ProblemCode
from engagements.opening_hours.plain import WEEKDAYS
from engagements.public_holidays import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_YEARS,
    UnknownRegionError,
    countries,
    public_holidays,
)
from engagements.queries.calendars import hours_of
from foundation.accounts import zones

DAY_LABELS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
PROBLEMS = {
    ProblemCode.UNKNOWN_ZONE: _("There is no time zone of that name."),
    ProblemCode.BAD_WINDOW: _("“%(value)s” is no time of opening. Write 09:00-17:00; a whole day is 00:00-24:00."),
    ProblemCode.BAD_DATE: _("“%(value)s” is no date. Write it as 2026-12-25."),
    ProblemCode.OVERLAP: _("These times overlap: %(value)s."),
    ProblemCode.NO_OPEN_TIME: _("It is never open. Give at least one day its hours, or choose always open."),
    ProblemCode.OUT_OF_RANGE: _("These are too many lines, or years that no calendar reaches."),
}
CLASHES = {
    "always_open": _("Always open takes no hours, holidays or exceptions. Empty them, or lift it."),
    "overrides": _("%(value)s stands here twice, or is a holiday as well. Keep one of them."),
}


class CalendarForm(forms.Form):
    """A calendar's name and hours; ``hours`` and ``holiday_names`` hold the result of a valid one."""

    name = forms.CharField(label=_("Name"), max_length=120)
    zone = forms.ChoiceField(label=_("Time zone"), help_text=_("All hours and dates below are local there."))
    valid_from = DayField(
        label=_("Valid from"),
        required=False,
        help_text=_("Empty: from the beginning, imported history included."),
    )
    is_default = forms.BooleanField(label=_("Proposed for new service levels"), required=False)
    always_open = forms.BooleanField(label=_("Always open (24x7)"), required=False)
    holidays = forms.CharField(
        label=_("Holidays"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text=_("One a line: 2026-12-25 Christmas Day. Closed from 00:00 to 24:00."),
    )
    overrides = forms.CharField(
        label=_("Exceptions"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        help_text=_("Other hours on one date, one a line: 2026-12-24 09:00-12:00."),
    )

    def __init__(self, *args: Any, calendar: BusinessCalendar | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar = calendar
        self.hours: OpeningHours | None = None
        self.holiday_names: dict[str, str] = {}
        kept = self.initial.get("zone", "")
        known = zones.choices(kept=kept) if kept else zones.choices()
        self.fields["zone"].choices = known  # type: ignore[attr-defined]  # a ChoiceField
        for name, label in zip(WEEKDAYS, DAY_LABELS, strict=True):
            attrs = {"placeholder": _t("closed"), "autocomplete": "off", "spellcheck": "false"}
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=200, widget=forms.TextInput(attrs)
            )
        if calendar is not None:
            self.fields["valid_from"].help_text = _("Items opened before keep the hours that they had.")

    @property
    def week_fields(self) -> list[forms.BoundField]:
        """The seven weekdays, Monday first."""
        return [self[name] for name in WEEKDAYS]

    def clean_name(self) -> str:
        """A name that no other calendar has."""
        name: str = self.cleaned_data["name"].strip()
        others = BusinessCalendar.objects.filter(name__iexact=name)
        if self.calendar is not None:
            others = others.exclude(pk=self.calendar.pk)
        if others.exists():
            raise forms.ValidationError(_("Another calendar has this name already."))
        return name

    def clean(self) -> dict[str, Any]:
        """Every problem of the hours, at the field it stands in."""
        data = super().clean() or {}
        if "zone" not in data:
            return data
        text = CalendarText(
            zone=data["zone"],
            days={name: data.get(name, "") for name in WEEKDAYS},
            holidays=data.get("holidays", ""),
            overrides=data.get("overrides", ""),
            always_open=data.get("always_open", False),
        )
        read = read_text(text)
        self.hours, self.holiday_names = read.hours, read.holiday_names
        for wrong in read.problems:
            self.add_error(wrong.field, _sentence(wrong))
        return data


class PrefillForm(forms.Form):
    """Which public holidays to add; its fields stand in the calendar's form."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.CharField(label=_("Region"), required=False, max_length=40)
    first_year = forms.IntegerField(label=_("From year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    last_year = forms.IntegerField(label=_("To year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("None")), *countries()]  # type: ignore[attr-defined]
        for name in ("first_year", "last_year", "region"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """A country, years in order, a region that the country has."""
        data = super().clean() or {}
        if not data.get("country"):
            self.add_error("country", _("Choose a country."))
        if "first_year" in data and "last_year" in data:
            span = data["last_year"] - data["first_year"]
            if span < 0:
                self.add_error("last_year", _("It lies before the first year."))
            elif span >= MOST_YEARS:
                self.add_error("last_year", _("At most 15 years at once."))
        if not self.errors:
            try:
                self.found = public_holidays(
                    data["country"], data.get("region", "").strip(), data["first_year"], data["last_year"]
                )
            except UnknownRegionError as error:
                known = ", ".join(error.known)
                text = _t("Choose one of: %(known)s.") if known else _t("This country has no regions; leave it empty.")
                self.add_error("region", text % {"known": known} if known else text)
        return data

    def fill(self, posted: QueryDict) -> dict[str, Any]:
        """What was posted, with the public holidays added to its holidays."""
        data = {name: posted.get(name, "") for name in posted}
        data["holidays"] = add_holidays(data.get("holidays", ""), self.found)
        return data


def initial_of(version: CalendarVersion | None, *, zone: str) -> dict[str, Any]:
    """A version's hours as the form shows them; without a readable version, an office week in ``zone``."""
    hours = hours_of(version)
    if version is None or hours is None:
        return {"zone": zone, **dict.fromkeys(WEEKDAYS[:5], "09:00-17:00")}
    names = version.hours.get("holiday_names")
    text = write_text(hours, names if isinstance(names, dict) else {})
    return {
        "zone": text.zone,
        "always_open": text.always_open,
        "holidays": text.holidays,
        "overrides": text.overrides,
        **text.days,
    }


def _sentence(wrong: Wrong) -> str:
    template = CLASHES.get(wrong.field) if wrong.code is ProblemCode.CLASH else PROBLEMS.get(wrong.code)
    text = str(template or _("This cannot be used: %(value)s.")) % {"value": wrong.value[:60]}
    return _t("Line %(line)d: %(text)s") % {"line": wrong.line, "text": text} if wrong.line else text
