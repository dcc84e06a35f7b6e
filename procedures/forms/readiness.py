"""Forms about rehearsals, the ramp, shadowing and parity."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from foundation.accounts.forms import TenantModelForm
from procedures.models import Aspect, GuideVersion, ParityItem, RampStage, Rehearsal, ShadowingEntry


class RehearsalForm(TenantModelForm):
    """A dress rehearsal; ``versions`` are those of the engagement's SOPs."""

    held_on = DayField(label=_("Held on"))
    field_order = ("version", "held_on", "people", "findings")

    class Meta:
        model = Rehearsal
        fields = ("version", "held_on", "people", "findings")
        labels = {"version": _("SOP"), "people": _("Who took part"), "findings": _("What was found")}
        help_texts = {"findings": _("What went wrong, and what was done about it. Empty: nothing.")}
        widgets = {"findings": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, versions: QuerySet[GuideVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]


class LinesField(forms.CharField):
    """A list, one item a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        """Lines for a stored list."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """The items that say something, each once, without dashes before them.

        Raises:
            ValidationError: when one is too long.
        """
        text = super().clean(value) or ""
        items = [line.strip().lstrip("-*\N{BULLET}").strip() for line in text.splitlines()]
        if any(len(item) > 300 for item in items):  # noqa: PLR2004  # as the column
            raise forms.ValidationError(_("Keep each line under 300 characters."))
        return list(dict.fromkeys(filter(None, items)))


class RampStageForm(TenantModelForm):
    """A stage of the ramp and its definition of ready."""

    critical_workflows = LinesField(
        label=_("Critical workflows"), required=False, help_text=_("These first, one a line: what must not go wrong.")
    )
    criteria = LinesField(label=_("Other criteria"), required=False, help_text=_("One a line."))
    planned_date = DayField(label=_("Planned for"))
    field_order = ("name", "critical_workflows", "criteria", "planned_date")

    class Meta:
        model = RampStage
        fields = ("name", "critical_workflows", "criteria", "planned_date")
        labels = {"name": _("Stage")}
        help_texts = {"name": _('For instance "Half of the volume, with a colleague beside".')}

    def clean(self) -> dict[str, Any]:
        """Ready must mean something."""
        data = super().clean() or {}
        if not (data.get("critical_workflows") or data.get("criteria") or self.errors):
            self.add_error("critical_workflows", _("Say when this stage is reached: at least one line."))
        return data


class ReachForm(forms.Form):
    """Every criterion is confirmed, and since when."""

    def __init__(self, *args: Any, stage: RampStage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(dict.fromkeys([*stage.critical_workflows, *stage.criteria]))
        for place, criterion in enumerate(self.criteria):
            self.fields[f"criterion_{place}"] = forms.BooleanField(
                label=criterion, error_messages={"required": _("The stage is reached when this holds.")}
            )
        self.fields["reached_on"] = DayField(label=_("Reached on"))

    def confirmed(self) -> list[str]:
        """What was ticked."""
        return [text for place, text in enumerate(self.criteria) if self.cleaned_data.get(f"criterion_{place}")]


class ShadowingForm(TenantModelForm):
    """Somebody watched somebody, or both worked together."""

    held_on = DayField(label=_("On"))
    field_order = ("held_on", "who", "with_whom", "minutes", "learned")

    class Meta:
        model = ShadowingEntry
        fields = ("held_on", "who", "with_whom", "minutes", "learned")
        labels = {
            "who": _("Who"),
            "with_whom": _("With whom"),
            "minutes": _("Minutes"),
            "learned": _("What was learned"),
        }
        widgets = {"learned": forms.Textarea({"rows": 3})}


class ParityForm(forms.Form):
    """The whole parity check on one page: for each aspect the same or not, and what follows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for aspect in Aspect:
            self.fields[f"{aspect}_same"] = forms.ChoiceField(
                label=aspect.label, choices=[("yes", _("The same")), ("no", _("Differs"))], widget=forms.RadioSelect
            )
            self.fields[f"{aspect}_gap"] = forms.CharField(
                label=_("What differs"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
            )
            self.fields[f"{aspect}_due"] = DayField(label=_("Closed by"), required=False)

    def clean(self) -> dict[str, Any]:
        """A gap says what differs, and until when."""
        data = super().clean() or {}
        for aspect in Aspect:
            if data.get(f"{aspect}_same") == "no":
                if not data.get(f"{aspect}_gap"):
                    self.add_error(f"{aspect}_gap", _("Say what differs."))
                if not data.get(f"{aspect}_due") and not self.has_error(f"{aspect}_due"):
                    self.add_error(f"{aspect}_due", _("Say by when it is closed."))
        return data

    def groups(self) -> list[list[forms.BoundField]]:
        """The three fields of each aspect."""
        return [[self[f"{aspect}_{part}"] for part in ("same", "gap", "due")] for aspect in Aspect]

    def items(self) -> list[ParityItem]:
        """What was found, one an aspect; a gap's words go when it is closed."""
        data = self.cleaned_data
        return [
            ParityItem(
                aspect=aspect,
                same=data[f"{aspect}_same"] == "yes",
                gap="" if data[f"{aspect}_same"] == "yes" else data[f"{aspect}_gap"],
                due_date=None if data[f"{aspect}_same"] == "yes" else data[f"{aspect}_due"],
            )
            for aspect in Aspect
        ]
