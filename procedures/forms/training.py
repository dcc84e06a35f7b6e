"""Forms about training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.models import Participant
from foundation.accounts.forms import TenantModelForm
from procedures.models import Scenario, TrainingProgramme, TrainingResult


class ProgrammeForm(TenantModelForm):
    """A training programme; the view puts the engagement on the instance."""

    class Meta:
        model = TrainingProgramme
        fields = ("title", "purpose", "pass_score")
        labels = {
            "title": _("Title"),
            "purpose": _("What they can do afterwards"),
            "pass_score": _("Passed from, in percent"),
        }
        help_texts = {"pass_score": _("In each scenario. A change does not touch results that are recorded.")}
        widgets = {"purpose": forms.Textarea({"rows": 3})}


class ScenarioForm(TenantModelForm):
    """A case to handle; the view puts the programme on the instance."""

    class Meta:
        model = Scenario
        fields = ("title", "situation", "expected")
        labels = {
            "title": _("Title"),
            "situation": _("The situation"),
            "expected": _("What a good answer looks like"),
        }
        help_texts = {
            "situation": _("As it would come up at work: who asks for what, and what makes it hard."),
            "expected": _("By this the answer is scored."),
        }
        widgets = {"situation": forms.Textarea({"rows": 4}), "expected": forms.Textarea({"rows": 4})}


class ResultForm(TenantModelForm):
    """How somebody did in a scenario."""

    participant = forms.TypedChoiceField(label=_("Who"))
    taken_on = DayField(label=_("On"))
    field_order = ("participant", "taken_on", "score", "note")

    class Meta:
        model = TrainingResult
        fields = ("taken_on", "score", "note")
        labels = {"score": _("Score, in percent"), "note": _("Note")}
        widgets = {"note": forms.Textarea({"rows": 2})}

    def __init__(self, *args: Any, people: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["participant"].choices = [  # type: ignore[attr-defined]
            (key, f"{person} \N{MIDDLE DOT} {person.title}") for key, person in self.people.items()
        ]

    def chosen(self) -> Participant:
        """The person."""
        return self.people[self.cleaned_data["participant"]]
