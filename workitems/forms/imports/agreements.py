"""Import first: what is proposed from the first weeks, on one page, to be changed and confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.opening_hours import OpeningHours, OpeningHoursError, Window
from engagements.target_rules import Bounds, TargetProblem, target_problems
from workitems.actions.proposals import Agreements, NewEngagement, Target, starter

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES: Final = (
    ("mon", gettext_lazy("Monday")),
    ("tue", gettext_lazy("Tuesday")),
    ("wed", gettext_lazy("Wednesday")),
    ("thu", gettext_lazy("Thursday")),
    ("fri", gettext_lazy("Friday")),
    ("sat", gettext_lazy("Saturday")),
    ("sun", gettext_lazy("Sunday")),
)
# In the order of a scorecard; throughput has no good side to agree on, and is shown without a target.
MEASURES: Final = ("sla_resolution", "sla_response", "source_met", "turnaround_p90", "reopen_rate", "csat")
_CLOCK: Final = {"sla_resolution": "resolution", "sla_response": "response"}
_POINTS: Final = (Decimal(5), Decimal(3))
_SHARES: Final = (Decimal("1.25"), Decimal("0.8"))
_PROBLEMS: Final = {
    TargetProblem.MINIMUM_BETTER: gettext_lazy("The minimum cannot be better than the expected value."),
    TargetProblem.STRETCH_WORSE: gettext_lazy("The stretch cannot be worse than the expected value."),
    TargetProblem.ALWAYS_MET: gettext_lazy("Everything would meet this."),
    TargetProblem.NEVER_MET: gettext_lazy("Nothing could ever meet this."),
    TargetProblem.NOT_A_SHARE: gettext_lazy("A share lies between 0 and 100 %."),
    TargetProblem.NEGATIVE: gettext_lazy("This cannot be negative."),
}


class Proposed(NamedTuple):
    """A target to start from, with the baseline it comes from."""

    minimum: Decimal
    expected: Decimal
    stretch: Decimal
    baseline: Decimal | None
    weeks: int
    period: str


def proposed_target(measure: str, baseline: list[Any] | None) -> Proposed | None:
    """The rule: expected is the baseline; minimum 5 points worse and stretch 3 better for shares, a quarter worse and
    a fifth better for durations. Without a baseline, or with one that makes no target (0 % where more is better), the
    library's typical values, or nothing."""
    plan = starter(measure)
    if baseline is None:
        if plan.typical is None:
            return None
        return Proposed(*plan.typical, None, 0, "")
    value, weeks, period = Decimal(baseline[0]), int(baseline[1]), str(baseline[2])
    sign = 1 if plan.direction == "higher" else -1
    if plan.unit == "percent":
        worse, better = (min(max(value + sign * step, Decimal(0)), Decimal(100)) for step in (-_POINTS[0], _POINTS[1]))
    else:
        worse, better = (value * share for share in (_SHARES if sign < 0 else _SHARES[::-1]))
    found = Proposed(_tenth(worse), _tenth(value), _tenth(better), value, weeks, period)
    if plan.typical and any(target_problems(Bounds(plan.unit, plan.direction, *found[:3]))):
        return Proposed(*plan.typical, value, weeks, period)
    return found


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


class AgreementsForm(forms.Form):
    """One page for everything that the import proposes. ``agreements()`` gives what was confirmed."""

    process = forms.CharField(label=gettext_lazy("Process"), max_length=120)
    calendar = forms.CharField(label=gettext_lazy("Name of the calendar"), max_length=120, required=False)
    always = forms.BooleanField(label=gettext_lazy("Around the clock, no calendar"), required=False)
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Open on"), choices=DAY_NAMES, widget=forms.CheckboxSelectMultiple, required=False
    )
    window = forms.CharField(
        label=gettext_lazy("Open from and to"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Such as 08:00-18:00."),
    )

    def __init__(self, *args: Any, proposal: Mapping[str, Any], vendors: Mapping[str, str], **kwargs: Any) -> None:
        """``proposal`` is the check's, ``vendors`` the names chosen per engagement."""
        super().__init__(*args, **kwargs)
        self.proposal, self.vendors = proposal, vendors
        self.names = list(proposal["engagements"])
        hours = proposal["hours"]
        windows = next(iter(hours["week"].values()), ["08:00-18:00"])
        self.initial = {
            "process": _("Support"),
            "calendar": _("Service hours"),
            "always": hours["always_open"],
            "days": list(hours["week"]),
            "window": windows[0],
            **self.initial,
        }
        for number, name in enumerate(self.names):
            self._add(number, proposal["engagements"][name])

    def _add(self, number: int, found: Mapping[str, Any]) -> None:
        for kind, allowed in found["levels"].items():
            for place, (priority, minutes) in enumerate(allowed.items()):
                self.fields[f"level_{number}_{kind}_{place}"] = forms.IntegerField(
                    label=priority or _("every priority"), min_value=0, max_value=10**6, required=False, initial=minutes
                )
        for measure in MEASURES:
            target = self._proposed(found, measure)
            if target is None:
                continue
            for part in ("minimum", "expected", "stretch"):
                self.fields[f"{part}_{number}_{measure}"] = forms.DecimalField(
                    label=f"{_(starter(measure).name)}: {_PARTS[part]}",
                    max_digits=14,
                    decimal_places=4,
                    required=False,
                    initial=getattr(target, part),
                )

    def _proposed(self, found: Mapping[str, Any], measure: str) -> Proposed | None:
        if measure in _CLOCK:
            return proposed_target(measure, None) if found["levels"].get(_CLOCK[measure]) else None
        baseline = found["baselines"].get(measure)
        return proposed_target(measure, baseline) if baseline else None

    def clean(self) -> dict[str, Any]:
        """Hours that can be, and targets that make sense."""
        cleaned = super().clean() or {}
        if not cleaned.get("always"):
            if not cleaned.get("calendar", "").strip():
                self.add_error("calendar", _("Give the calendar a name."))
            if not cleaned.get("days"):
                self.add_error("days", _("Choose the days on which it is open."))
            try:
                Window.parse(cleaned.get("window") or "")
            except OpeningHoursError:
                self.add_error("window", _("Write two times of the day, such as 08:00-18:00."))
        for number, name in enumerate(self.names):
            for measure in self._measures(name):
                self._check(number, measure, cleaned)
        return cleaned

    def _measures(self, name: str) -> list[str]:
        found = self.proposal["engagements"][name]
        return [measure for measure in MEASURES if self._proposed(found, measure) is not None]

    def _check(self, number: int, measure: str, cleaned: Mapping[str, Any]) -> None:
        minimum, expected, stretch = (cleaned.get(f"{part}_{number}_{measure}") for part in _PARTS)
        if expected is None and minimum is None:
            return
        if expected is None or minimum is None:
            missing = "expected" if expected is None else "minimum"
            self.add_error(f"{missing}_{number}_{measure}", _("Give both, or neither to leave the metric out."))
            return
        plan = starter(measure)
        for part, problem in target_problems(Bounds(plan.unit, plan.direction, minimum, expected, stretch)):
            self.add_error(f"{part}_{number}_{measure}", _PROBLEMS[problem])

    def agreements(self) -> Agreements:
        """What was confirmed; a metric without an expected value and a priority without minutes are left out."""
        cleaned = self.cleaned_data
        hours = None
        if not cleaned["always"]:
            window = Window.parse(cleaned["window"])
            week = tuple((window,) if day in cleaned["days"] else () for day in DAYS)
            hours = OpeningHours(self.proposal["zone"], week)
        made = [self._engagement(number, name) for number, name in enumerate(self.names)]
        return Agreements(cleaned["process"].strip(), cleaned["calendar"].strip(), hours, made)

    def _engagement(self, number: int, name: str) -> NewEngagement:
        found = self.proposal["engagements"][name]
        levels = {}
        for kind, allowed in found["levels"].items():
            given = {
                priority: minutes
                for place, priority in enumerate(allowed)
                if (minutes := self.cleaned_data[f"level_{number}_{kind}_{place}"]) is not None
            }
            if given:
                levels[kind] = given
        targets = [target for measure in self._measures(name) if (target := self._target(number, name, measure))]
        started_on = date.fromisoformat(found["started_on"])
        return NewEngagement(name, self.vendors.get(name, name), started_on, targets, levels)

    def _target(self, number: int, name: str, measure: str) -> Target | None:
        minimum, expected, stretch = (self.cleaned_data[f"{part}_{number}_{measure}"] for part in _PARTS)
        if expected is None:
            return None
        proposed = self._proposed(self.proposal["engagements"][name], measure)
        baseline, period = (proposed.baseline, proposed.period) if proposed else (None, "")
        return Target(measure, minimum, expected, stretch, baseline, period)

    def sections(self) -> Iterator[dict[str, Any]]:
        """Per engagement: its name, vendor, items, rows of service levels and rows of targets."""
        for number, name in enumerate(self.names):
            found = self.proposal["engagements"][name]
            yield {
                "name": name,
                "vendor": self.vendors.get(name, name),
                "items": found["items"],
                "started_on": date.fromisoformat(found["started_on"]),
                "throughput": found["baselines"].get("throughput"),
                "levels": list(self._level_rows(number, found["levels"])),
                "targets": [self._target_row(number, measure, found) for measure in self._measures(name)],
            }

    def _level_rows(self, number: int, levels: Mapping[str, Mapping[str, int]]) -> Iterator[dict[str, Any]]:
        kinds = [kind for kind in ("response", "resolution") if kind in levels]
        for priority in dict.fromkeys(each for kind in kinds for each in levels[kind]):
            row: dict[str, Any] = {"priority": priority}
            for kind in kinds:
                if priority in levels[kind]:
                    row[kind] = self[f"level_{number}_{kind}_{list(levels[kind]).index(priority)}"]
            yield row

    def _target_row(self, number: int, measure: str, found: Mapping[str, Any]) -> dict[str, Any]:
        plan = starter(measure)
        return {
            "name": _(plan.name),
            "unit": plan.unit,
            "direction": plan.direction,
            "proposed": self._proposed(found, measure),
            **{part: self[f"{part}_{number}_{measure}"] for part in _PARTS},
        }


_PARTS: Final = {
    "minimum": gettext_lazy("minimum"),
    "expected": gettext_lazy("expected"),
    "stretch": gettext_lazy("stretch"),
}
