"""Forms about outcomes, checkpoints and packs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.actions.packs import Step
from engagements.forms.days import DayField
from engagements.forms.targets import PROBLEMS
from engagements.library import Typical
from engagements.models import Outcome
from engagements.models.outcomes import Cause
from engagements.queries.metrics import AgreedMetric
from engagements.target_rules import Bounds, target_problems
from foundation.accounts.forms import TenantModelForm


class OutcomeForm(TenantModelForm):
    """What is wanted, why, and which of the agreed metrics show it; carries the revision that it was opened with."""

    metrics = forms.TypedMultipleChoiceField(
        label=_("Metrics that show it"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Five to seven metrics are enough for an engagement."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Outcome
        fields = ("statement", "why")
        labels = {"statement": _("Outcome"), "why": _("Why it matters")}
        help_texts = {
            "statement": _("In plain words, as you would tell a colleague: “Nobody waits for IT until the morning.”"),
        }
        widgets = {"why": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, agreed: list[AgreedMetric], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["metrics"]
        field.choices = [(each.target.metric_id, each.target.metric.name) for each in agreed]  # type: ignore[attr-defined]
        if not agreed:
            del self.fields["metrics"]
        else:
            mine = [each.target.metric_id for each in agreed if each.target.outcome_id == self.instance.pk]
            self.initial.setdefault("metrics", mine if self.instance.pk else [])
        self.initial.setdefault("seen", self.instance.revision)


class CheckpointForm(forms.Form):
    """The three questions of weeks two and four."""

    improved = forms.TypedChoiceField(
        label=_("Has anything improved since the start?"),
        choices=(("yes", _("Yes")), ("no", _("No"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    cause = forms.ChoiceField(
        label=_("If not: what holds it back most?"), choices=Cause.choices, required=False, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What you saw, and what you will do"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PackForm(forms.Form):
    """From which day, and the targets that no library can know."""

    valid_from = DayField(label=_("Valid from"), help_text=_("Weeks before keep the targets they had."))

    def __init__(self, *args: Any, steps: list[Step], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [step for step in steps if step.needs_numbers]
        for step in self.asked:
            for part, label in (("minimum", _("minimum")), ("expected", _("expected"))):
                name = f"{step.name}: {label}"
                self.fields[f"{step.promise.key}-{part}"] = forms.DecimalField(
                    label=name, required=False, max_digits=14, decimal_places=4, localize=True
                )

    def clean(self) -> dict[str, Any]:
        """A target has both numbers, and they make sense."""
        data = super().clean() or {}
        for step in self.asked:
            names = [f"{step.promise.key}-{part}" for part in ("minimum", "expected")]
            minimum, expected = (data.get(name) for name in names)
            if (minimum is None) != (expected is None):
                self.add_error(names[0 if minimum is None else 1], _("Give both, or leave both empty to skip it."))
                continue
            metric = step.promise.metric
            for field, problem in target_problems(Bounds(metric.unit, metric.direction, minimum, expected, None)):
                self.add_error(f"{step.promise.key}-{field}", PROBLEMS[problem])
        return data

    @property
    def numbers(self) -> dict[str, Typical]:
        """The targets that were typed, by promise."""
        found: dict[str, Typical] = {}
        for step in self.asked:
            minimum, expected = (
                self.cleaned_data.get(f"{step.promise.key}-{part}") for part in ("minimum", "expected")
            )
            if isinstance(minimum, Decimal) and isinstance(expected, Decimal):
                found[step.promise.key] = Typical(minimum, expected, expected)
        return found
