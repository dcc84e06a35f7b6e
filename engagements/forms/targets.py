"""Forms about targets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.models import Metric, MetricTarget
from engagements.target_rules import Bounds, TargetProblem, target_problems
from foundation.accounts.forms import TenantModelForm

PROBLEMS = {
    TargetProblem.MINIMUM_BETTER: _("The minimum is better than the expected value. It must be worse, or the same."),
    TargetProblem.STRETCH_WORSE: _("The stretch is worse than the expected value. It must be better, or the same."),
    TargetProblem.ALWAYS_MET: _("Where higher is better, anything reaches zero. Expect more than zero."),
    TargetProblem.NEVER_MET: _("Nothing can be strictly better than that. Lift the strictness, or expect less."),
    TargetProblem.NOT_A_SHARE: _("A share lies between 0 and 100 %."),
    TargetProblem.NEGATIVE: _("This cannot be less than zero."),
}


class TargetForm(TenantModelForm):
    """What is agreed about a metric from a day on; the view puts the engagement (and a known metric) on the row.

    ``seen`` is the id of the newest target of a known metric when the form was opened.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    valid_from = DayField(label=_("Valid from"), help_text=_("Best a Monday. Weeks before keep the target they had."))

    class Meta:
        model = MetricTarget
        fields = (
            "metric",
            "outcome",
            "valid_from",
            "minimum",
            "expected",
            "stretch",
            "is_strict",
            "minimum_sample",
            "position",
            "baseline_value",
            "baseline_period",
            "baseline_source",
        )
        labels = {
            "metric": _("Metric"),
            "outcome": _("Shows the outcome"),
            "minimum": _("Minimum"),
            "expected": _("Expected"),
            "stretch": _("Stretch"),
            "is_strict": _("Strict: exactly the expected value is a miss"),
            "minimum_sample": _("Minimum sample"),
            "position": _("Position on the scorecard"),
            "baseline_value": _("Baseline"),
            "baseline_period": _("Baseline period"),
            "baseline_source": _("Baseline source"),
        }
        help_texts = {
            "minimum": _("Worse than this is off target."),
            "expected": _("This or better is on target; between the two is at risk."),
            "stretch": _("What would be excellent."),
            "minimum_sample": _("With fewer cases the scorecard says “too few to say”."),
            "position": _("Lower stands higher."),
            "baseline_value": _("What it was before."),
            "baseline_period": _("For instance January to March 2026."),
            "baseline_source": _("Where the figure comes from."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if self.instance.metric_id:
            # What a known metric shows is said at the outcome, for all its targets at once.
            del fields["metric"], fields["outcome"]
            return
        del fields["seen"]
        agreed = MetricTarget.objects.filter(engagement=self.instance.engagement_id).values("metric_id")
        fields["metric"].queryset = Metric.objects.filter(archived_at=None).exclude(pk__in=agreed).order_by("name")
        fields["outcome"].queryset = fields["outcome"].queryset.filter(
            engagement=self.instance.engagement_id, dropped_at=None
        )
        fields["outcome"].empty_label = _("None")

    def validate_unique(self) -> None:
        """Left to the verb, which knows whether the target of that day has begun."""

    def clean(self) -> dict[str, Any]:
        """The numbers make sense for the metric's unit and direction; a baseline says when and from where."""
        data = super().clean() or {}
        metric = data.get("metric") or (self.instance.metric if self.instance.metric_id else None)
        if metric is not None:
            minimum, expected, stretch = (data.get(name) for name in ("minimum", "expected", "stretch"))
            is_strict = bool(data.get("is_strict"))
            bounds = Bounds(metric.unit, metric.direction, minimum, expected, stretch, is_strict=is_strict)
            for field, problem in target_problems(bounds):
                self.add_error(field, PROBLEMS[problem])
        if not self.has_error("baseline_value"):
            self._check_baseline(data)
        return data

    def _check_baseline(self, data: dict[str, Any]) -> None:
        words = ("baseline_period", "baseline_source")
        if data.get("baseline_value") is not None:
            for name in words:
                if not data.get(name) and not self.has_error(name):
                    self.add_error(name, _("A baseline needs it."))
        elif any(data.get(name) for name in words):
            self.add_error("baseline_value", _("Give the value of the baseline, or leave all three empty."))


class EndTargetForm(forms.Form):
    """The last day of a target."""

    ended_on = DayField(label=_("Last day"), help_text=_("Weeks until then keep the target."))
