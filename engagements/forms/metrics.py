"""Forms about the organization's metrics."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.actions.metrics import Definition
from engagements.forms.days import DayField
from engagements.measure_rules import MetricProblem, metric_problems, parameter_problems
from engagements.models import Metric, MetricVersion
from engagements.models.metrics import Cadence
from engagements.versions import BEGINNING_DAY
from foundation.accounts.forms import TenantModelForm

PROBLEMS = {
    MetricProblem.WRONG_UNIT: _("This measure is not counted in that unit."),
    MetricProblem.WRONG_DIRECTION: _("For this measure the other direction is better."),
    MetricProblem.NOT_READ: _("The chosen measure does not use this; leave it empty."),
    MetricProblem.AGE_NEEDED: _("Say from which age on an item counts as old."),
}


class MetricForm(TenantModelForm):
    """What is counted; fixed once it is there."""

    class Meta:
        model = Metric
        fields = ("name", "measure", "unit", "direction", "is_internal")
        labels = {
            "name": _("Name"),
            "measure": _("Measure"),
            "unit": _("Unit"),
            "direction": _("Direction"),
            "is_internal": _("Internal: never shown to the vendor"),
        }

    def clean(self) -> dict[str, Any]:
        """Unit and direction fit the measure."""
        data = super().clean() or {}
        if all(name in data for name in ("measure", "unit", "direction")):
            for field, problem in metric_problems(data["measure"], data["unit"], data["direction"]):
                self.add_error(field, PROBLEMS[problem])
        return data


class MetricNameForm(TenantModelForm):
    """What may change about a metric besides its definition."""

    class Meta:
        model = Metric
        fields = ("name", "is_internal")
        labels = {"name": _("Name"), "is_internal": MetricForm.Meta.labels["is_internal"]}


class DefinitionForm(forms.Form):
    """How a metric is counted, with the parameters of its measure as fields of their own; carries the number of the
    version that it was opened with."""

    definition = forms.CharField(
        label=_("How it is counted"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("So exactly that two people come to the same figure."),
    )
    source = forms.CharField(label=_("Data source"), max_length=200)
    cadence = forms.ChoiceField(label=_("Closes"), choices=Cadence.choices, initial=Cadence.WEEK)
    valid_from = DayField(
        label=_("Valid from"), required=False, help_text=_("Periods before keep the definition that they had.")
    )
    priorities = forms.CharField(
        label=_("Only these priorities"),
        required=False,
        max_length=300,
        help_text=_("As the ticket system writes them, separated by commas. Empty: all."),
    )
    older_than_hours = forms.DecimalField(
        label=_("Old from, hours"), required=False, min_value=Decimal(1), max_value=Decimal(100_000), decimal_places=1
    )
    hours = forms.ChoiceField(
        label=_("Hours"),
        required=False,
        choices=[("", _("As the measure has it")), ("clock", _("Clock hours")), ("business", _("Business hours"))],
    )
    top_box_from = forms.DecimalField(
        label=_("Satisfied from"), required=False, min_value=Decimal(1), max_value=Decimal(10), decimal_places=1
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    PARAMETERS = ("priorities", "older_than_hours", "hours", "top_box_from")

    def __init__(self, *args: Any, version: MetricVersion | None = None, measure: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        if version is None:
            del self.fields["seen"]
            self.fields["valid_from"].help_text = _("Empty: from the beginning, imported history included.")
        else:
            self.fields["valid_from"].required = True
            self.initial = {**initial_of(version), "seen": version.number, **self.initial}

    def clean(self) -> dict[str, Any]:
        """Only parameters that the measure reads."""
        data = super().clean() or {}
        if self.measure:
            for field, problem in parameter_problems(self.measure, self.parameters()):
                if not self.has_error(field):
                    self.add_error(field, PROBLEMS[problem])
        return data

    def parameters(self) -> dict[str, Any]:
        """The parameters given, as ``MetricVersion.parameters`` keeps them."""
        data = self.cleaned_data
        names = [part.strip() for part in (data.get("priorities") or "").split(",") if part.strip()]
        found: dict[str, Any] = {"priorities": list(dict.fromkeys(names))} if names else {}
        for name in ("older_than_hours", "top_box_from"):
            if data.get(name) is not None:
                found[name] = float(data[name]) if data[name] % 1 else int(data[name])
        if data.get("hours"):
            found["hours"] = data["hours"]
        return found

    def result(self) -> Definition:
        """What was typed, for the verb."""
        data = self.cleaned_data
        return Definition(
            definition=data["definition"],
            source=data["source"],
            cadence=data["cadence"],
            parameters=self.parameters(),
            valid_from=data["valid_from"] or BEGINNING_DAY,
        )


def initial_of(version: MetricVersion) -> dict[str, Any]:
    """A definition as the form shows it, without its day."""
    stored = version.parameters if isinstance(version.parameters, dict) else {}
    priorities = stored.get("priorities")
    return {
        "definition": version.definition,
        "source": version.source,
        "cadence": version.cadence,
        "priorities": ", ".join(map(str, priorities)) if isinstance(priorities, list) else "",
        **{name: stored.get(name) for name in ("older_than_hours", "hours", "top_box_from")},
    }
