"""Forms about drills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exits.models import DrilledStep, Mode, Worked
from foundation.accounts.forms.days import DayField


class DrillForm(forms.Form):
    """Which exit is played, when, and by whom."""

    mode = forms.ChoiceField(label=gettext_lazy("Which exit"), choices=Mode.choices, widget=forms.RadioSelect)
    held_on = DayField(label=gettext_lazy("Held on"))
    took_part = forms.CharField(
        label=gettext_lazy("Who took part"),
        max_length=300,
        help_text=gettext_lazy("For instance: Mara, the own team, Kestrel's manager."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_held_on(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["held_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet. Begin the drill on the day itself."))
        return day


class DrilledForm(forms.Form):
    """How each step went; what was learned is needed to finish."""

    note = forms.CharField(
        label=gettext_lazy("What was learned"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed to finish: what was missing, who mends it."),
    )

    def __init__(self, *args: Any, steps: Sequence[DrilledStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = steps
        for step in steps:
            self.fields[f"worked-{step.pk}"] = forms.ChoiceField(
                label=step.title, choices=Worked.choices, required=False, initial=step.worked
            )
            self.fields[f"note-{step.pk}"] = forms.CharField(
                label=_("Note on: %(step)s") % {"step": step.title}, max_length=300, required=False, initial=step.note
            )

    @property
    def rows(self) -> list[tuple[DrilledStep, forms.BoundField, forms.BoundField]]:
        """Each step with its two fields."""
        return [(step, self[f"worked-{step.pk}"], self[f"note-{step.pk}"]) for step in self.steps]

    def said(self) -> dict[int, tuple[str, str]]:
        """(how, note) by the id of the step."""
        data = self.cleaned_data
        return {step.pk: (data[f"worked-{step.pk}"], data[f"note-{step.pk}"].strip()) for step in self.steps}
