"""What the file's values mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workitems.ingest.inspecting import CountedValues
from workitems.ingest.places import BY_ID, BY_VENDOR, TO_MAKE
from workitems.mapping import Mapping as Rules
from workitems.states import StateMeaning

Choice = tuple[str, Any]
# Of a first file's groups, so many are proposed as engagements, and none with a smaller share of the rows.
MOST_NEW: Final = 20
SMALLEST_SHARE: Final = 0.01
MEANINGS: Final = (
    (StateMeaning.RUNNING.value, gettext_lazy("The clock runs")),
    (StateMeaning.CLIENT.value, gettext_lazy("Paused: waiting for the client")),
    (StateMeaning.HOLD.value, gettext_lazy("Paused: approved hold")),
    (StateMeaning.CLIENT_THIRD_PARTY.value, gettext_lazy("Paused: the client's third party")),
    (StateMeaning.STOPPED.value, gettext_lazy("Done: the clock stops")),
    (StateMeaning.CANCELLED.value, gettext_lazy("Cancelled: does not count")),
    (StateMeaning.QUARANTINE.value, gettext_lazy("Set the row aside")),
    (StateMeaning.UNDECIDED.value, gettext_lazy("Not decided: runs, and is shown")),
)


class ValuesForm(forms.Form):
    """What the file's values mean: whose work it is, what a state does to the clock, what priorities are called."""

    def __init__(
        self,
        *args: Any,
        rules: Rules,
        counted: Mapping[str, CountedValues],
        engagements: Sequence[tuple[int, str]],
        vendors: Sequence[tuple[int, str]],
        new: Mapping[str, str],
        may_make: bool,
        propose_new: bool,
        **kwargs: Any,
    ) -> None:
        """``counted`` by column; ``new`` is what was chosen before: engagement name -> vendor name.

        ``may_make``: whether the person may make engagements; ``propose_new``: whether to propose them.
        """
        super().__init__(*args, **kwargs)
        self.rules, self.new = rules, new
        placement = rules.placement
        self.places = list(counted[placement.column].counts.items()) if placement else []
        self.states = list(counted[rules.columns["state"]].counts.items()) if "state" in rules.columns else []
        self.priorities = list(counted[rules.columns["priority"]].counts.items()) if "priority" in rules.columns else []
        known = [(f"{BY_ID}{pk}", name) for pk, name in engagements]
        choices: list[Choice] = [("", _("Unassigned")), *([(TO_MAKE, _("New engagement"))] if may_make else []), *known]
        total = sum(count for _value, count in self.places)
        if vendors:
            choices.append(
                (_("A vendor, by its only engagement"), [(f"{BY_VENDOR}{pk}", name) for pk, name in vendors])
            )
        for number, (value, count) in enumerate(self.places):
            is_large = number < MOST_NEW and count >= total * SMALLEST_SHARE
            self._add_place(number, value, choices, known, propose_new=propose_new and may_make and is_large)
        meanings = {state.casefold(): meaning for state, meaning in rules.states.items()}
        for number, (value, _count) in enumerate(self.states):
            meaning = meanings.get(value.casefold(), StateMeaning.UNDECIDED)
            self.fields[f"state_{number}"] = forms.ChoiceField(label=value, choices=MEANINGS, initial=meaning.value)
        called = rules.value_maps.get("priority", {})
        for number, (value, _count) in enumerate(self.priorities):
            self.fields[f"priority_{number}"] = forms.CharField(
                label=value, max_length=60, required=False, initial=called.get(value, value)
            )

    def _add_place(
        self, number: int, value: str, choices: list[Choice], known: list[tuple[str, str]], *, propose_new: bool
    ) -> None:
        placement = self.rules.placement
        key = placement.values.get(value) if placement else None
        name = key.removeprefix(TO_MAKE) if key and key.startswith(TO_MAKE) else value
        initial = TO_MAKE if (key or "").startswith(TO_MAKE) else key
        if initial is None:
            initial = _same_name(value, known) or (TO_MAKE if propose_new else "")
        self.fields[f"place_{number}"] = forms.ChoiceField(
            label=value, choices=choices, required=False, initial=initial
        )
        self.fields[f"name_{number}"] = forms.CharField(
            label=_("Name of the new engagement for %(value)s") % {"value": value},
            max_length=120,
            required=False,
            initial=name,
        )
        self.fields[f"vendor_{number}"] = forms.CharField(
            label=_("Vendor of the new engagement for %(value)s") % {"value": value},
            max_length=120,
            required=False,
            initial=self.new.get(name, name),
        )

    def clean(self) -> dict[str, Any]:
        """A new engagement needs a name and a vendor, and one vendor alone."""
        cleaned = super().clean() or {}
        vendors: dict[str, str] = {}
        for number, _place in enumerate(self.places):
            if cleaned.get(f"place_{number}") != TO_MAKE:
                continue
            name, vendor = cleaned.get(f"name_{number}", "").strip(), cleaned.get(f"vendor_{number}", "").strip()
            if not name:
                self.add_error(f"name_{number}", _("Give the new engagement a name."))
            if not vendor:
                self.add_error(f"vendor_{number}", _("Say which vendor does it."))
            if name and vendor and vendors.setdefault(name.casefold(), vendor).casefold() != vendor.casefold():
                self.add_error(f"vendor_{number}", _("An engagement has one vendor; give this one another name."))
        return cleaned

    def mapping(self) -> Rules:
        """The mapping with the values decided; keys of engagements to be made begin with a plus."""
        cleaned, rules = self.cleaned_data, self.rules
        states = {value: StateMeaning(cleaned[f"state_{number}"]) for number, (value, _) in enumerate(self.states)}
        called = {
            value: text
            for number, (value, _) in enumerate(self.priorities)
            if (text := cleaned[f"priority_{number}"].strip()) and text != value
        }
        maps = {name: values for name, values in rules.value_maps.items() if name != "priority"}
        placement = rules.placement and replace(rules.placement, values=dict(self._keys()))
        return replace(
            rules,
            states={**rules.states, **states},
            value_maps={**maps, **({"priority": called} if called else {})},
            placement=placement,
        )

    def _keys(self) -> Iterator[tuple[str, str]]:
        for number, (value, _count) in enumerate(self.places):
            key = self.cleaned_data[f"place_{number}"]
            if key == TO_MAKE:
                key += self.cleaned_data[f"name_{number}"].strip()
            if key:
                yield value, key

    def new_engagements(self) -> dict[str, str]:
        """The engagements to be made with their vendors."""
        cleaned = self.cleaned_data
        return {
            cleaned[f"name_{number}"].strip(): cleaned[f"vendor_{number}"].strip()
            for number, _place in enumerate(self.places)
            if cleaned[f"place_{number}"] == TO_MAKE
        }

    def place_rows(self) -> list[dict[str, Any]]:
        """Value, rows, and the three fields of each."""
        return [
            {
                "value": value,
                "count": count,
                "place": self[f"place_{number}"],
                "name": self[f"name_{number}"],
                "vendor": self[f"vendor_{number}"],
            }
            for number, (value, count) in enumerate(self.places)
        ]

    def state_rows(self) -> list[dict[str, Any]]:
        """Value, rows, and the field of each."""
        return self._rows("state", self.states)

    def priority_rows(self) -> list[dict[str, Any]]:
        """Value, rows, and the field of each."""
        return self._rows("priority", self.priorities)

    def _rows(self, prefix: str, values: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
        return [
            {"value": value, "count": count, "field": self[f"{prefix}_{number}"]}
            for number, (value, count) in enumerate(values)
        ]


def _same_name(value: str, known: Sequence[tuple[str, str]]) -> str:
    return next((key for key, name in known if name.casefold() == value.casefold()), "")
