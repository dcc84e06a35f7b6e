"""Forms about what has to be reached and what stops it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.measure_rules import MEASURE_FITS
from engagements.models import Engagement, Metric
from engagements.models.metrics import Unit
from foundation.accounts.forms import TenantModelForm
from pilots.figures.budget import allowance
from pilots.measurable import WATCHED, WAYS
from pilots.models import Kind, Pilot, PilotRetrospective, RollbackTrigger, SuccessCriterion
from pilots.queries.facts import rule_of

HUNDRED: Final = Decimal(100)
NOT_A_SHARE = _("A share lies between 0 and 100 %.")
NEGATIVE = _("This cannot be below zero.")


class _PartForm(TenantModelForm):
    """What both have: a process of the pilot and a metric that both sides may see."""

    measures: frozenset[str] = frozenset()

    def __init__(self, *args: Any, pilot: Pilot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pilot = self.instance.pilot = pilot
        processes = Engagement.objects.filter(pk__in=pilot.engagement_ids).order_by("pk")
        self.fields["engagement"].queryset = processes  # type: ignore[attr-defined]
        self.initial["engagement"] = self.instance.engagement_id or pilot.engagement_id
        metrics = Metric.objects.filter(
            archived_at=None, is_internal=False, measure__in=self.measures, organization=self.organization
        )
        self.fields["metric"].queryset = metrics.order_by("name")  # type: ignore[attr-defined]
        if pilot.second_engagement_id is None:
            self.fields["engagement"].widget = forms.HiddenInput()

    def check_value(self, value: Decimal | None, name: str, unit: str) -> None:
        """A value that the unit can have."""
        if value is None:
            return
        if unit == Unit.PERCENT and not 0 <= value <= HUNDRED:
            self.add_error(name, NOT_A_SHARE)
        elif value < 0:
            self.add_error(name, NEGATIVE)


class CriterionForm(_PartForm):
    """A metric, its threshold, the items after which it is decided, how it was before."""

    measures = frozenset(WAYS)
    field_order = (
        "engagement", "metric", "direction", "threshold", "planned_n", "error_budget", "baseline", "baseline_source",
    )  # fmt: skip

    class Meta:
        model = SuccessCriterion
        fields = (
            "engagement", "metric", "direction", "threshold", "planned_n", "error_budget", "baseline",
            "baseline_source",
        )  # fmt: skip
        labels = {
            "engagement": _("Process"),
            "metric": _("Metric"),
            "direction": _("Direction"),
            "threshold": _("Threshold"),
            "planned_n": _("Planned n"),
            "error_budget": _("Error budget, % of items"),
            "baseline": _("Baseline"),
            "baseline_source": _("Where the baseline comes from"),
        }
        help_texts = {
            "metric": _("One whose items each are right or wrong, or have a value, and that the vendor may see."),
            "threshold": _("In the metric's unit; shares in percent."),
            "error_budget": _("So many may fail. Empty: what the threshold leaves."),
            "baseline": _("How it was before, in the same unit. The vendor never sees it."),
            "baseline_source": _("For instance: own team, May to July, 312 items."),
        }

    def clean(self) -> dict[str, Any]:
        """Threshold, direction and baseline that fit the metric; how it is decided follows from the metric."""
        data = super().clean() or {}
        metric: Metric | None = data.get("metric")
        if metric is None:
            return data
        wanted = MEASURE_FITS[metric.measure].direction
        if wanted and data.get("direction") and data["direction"] != wanted:
            said = _("Of %(metric)s %(direction)s.")
            label = dict(SuccessCriterion._meta.get_field("direction").choices or ())[wanted]
            self.add_error("direction", said % {"metric": metric.name, "direction": label})
        self.check_value(data.get("threshold"), "threshold", metric.unit)
        self._check_baseline(data, metric)
        way = WAYS[metric.measure]
        row = self.instance
        row.kind, row.percentile, row.unit, row.name = way.kind, way.percentile, metric.unit, metric.name
        if not self.errors:
            self._fill_budget(data)
        return data

    def _check_baseline(self, data: dict[str, Any], metric: Metric) -> None:
        baseline = data.get("baseline")
        if baseline is not None and baseline == 0:
            said = _("A baseline of zero compares with nothing. Leave it empty if it is not known.")
            self.add_error("baseline", said)
            return
        self.check_value(baseline, "baseline", metric.unit)
        if baseline is not None and not data.get("baseline_source"):
            self.add_error("baseline_source", _("Say where it comes from: whose items, which days, how many."))

    def _fill_budget(self, data: dict[str, Any]) -> None:
        """Of a share or a percentile what the threshold leaves; a mean has none."""
        row = self.instance
        if row.kind == Kind.MEAN:
            data["error_budget"] = None
        elif data.get("error_budget") is None:
            row.direction, row.threshold = data["direction"], data["threshold"]
            left = allowance(rule_of(row))
            data["error_budget"] = None if left is None else (left * HUNDRED).quantize(Decimal("0.0001"))
        row.error_budget = data["error_budget"]


class TriggerForm(_PartForm):
    """A metric over some days, or an event: which side is bad, from how many items on."""

    measures = WATCHED
    field_order = ("engagement", "metric", "event", "direction", "threshold", "window_days", "minimum_n")

    class Meta:
        model = RollbackTrigger
        fields = ("engagement", "metric", "event", "direction", "threshold", "window_days", "minimum_n")
        labels = {
            "engagement": _("Process"),
            "metric": _("Metric"),
            "event": _("Or an event"),
            "direction": _("Fires when it is"),
            "threshold": _("Threshold"),
            "window_days": _("Window in days"),
            "minimum_n": _("From so many items on"),
        }
        help_texts = {
            "event": _("Instead of a metric."),
            "threshold": _("In the metric's unit; of an event: more than so many."),
            "minimum_n": _("A figure of fewer says nothing."),
        }

    def clean(self) -> dict[str, Any]:
        """Either a metric or an event, and a threshold that it can have."""
        data = super().clean() or {}
        metric: Metric | None = data.get("metric")
        event = data.get("event")
        if metric is None and not event:
            self.add_error("metric", _("Choose what it watches: a metric, or an event."))
            return data
        if metric is not None and event:
            self.add_error("event", _("Choose a metric or an event, not both."))
            return data
        row = self.instance
        if metric is None:
            row.unit, row.name = Unit.COUNT, dict(row._meta.get_field("event").choices or ())[event]
            row.name = str(row.name)[:120]
            if data.get("direction") == RollbackTrigger.Side.BELOW:
                self.add_error("direction", _("Events fire above a number."))
        else:
            row.unit, row.name = metric.unit, metric.name
        self.check_value(data.get("threshold"), "threshold", row.unit)
        return data


class AmendmentForm(forms.Form):
    """Other values for what runs, with the reason; a field that stays as it is changes nothing."""

    reason = forms.CharField(
        label=_("Why it has to change"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The vendor reads it.")
    )

    def __init__(
        self,
        *args: Any,
        pilot: Pilot,
        criteria: Sequence[SuccessCriterion],
        triggers: Sequence[RollbackTrigger],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"] = DayField(label=_("Last day"), initial=pilot.last_day)
        for row in criteria:
            self._number(row, "criterion", "threshold", _("threshold"))
            self._whole(row, "criterion", "planned_n", _("planned n"))
        for trigger in triggers:
            if trigger.fired_at is None:
                self._number(trigger, "trigger", "threshold", _("rollback threshold"))
                self._whole(trigger, "trigger", "window_days", _("window in days"))

    def _number(self, row: Any, what: str, name: str, label: object) -> None:
        places = max(0, -int(row.threshold.normalize().as_tuple().exponent))
        self.fields[f"{what}_{row.pk}_{name}"] = forms.DecimalField(
            label=f"{row.name}: {label}",
            initial=round(getattr(row, name), places),
            max_digits=14,
            decimal_places=4,
            min_value=Decimal(0),
            max_value=HUNDRED if row.unit == Unit.PERCENT else None,
        )

    def _whole(self, row: Any, what: str, name: str, label: object) -> None:
        self.fields[f"{what}_{row.pk}_{name}"] = forms.IntegerField(
            label=f"{row.name}: {label}", initial=getattr(row, name), min_value=1, max_value=100_000
        )

    def wanted(self, what: str) -> dict[int, dict[str, Any]]:
        """Id -> field -> value of the criteria or the triggers."""
        found: dict[int, dict[str, Any]] = {}
        for key, value in self.cleaned_data.items():
            kind, _bar, rest = key.partition("_")
            if kind == what:
                pk, _bar, name = rest.partition("_")
                found.setdefault(int(pk), {})[name] = value
        return found


class SignatureForm(forms.Form):
    """Whose signature is on the paper, for a partner without a portal."""

    name = forms.CharField(label=_("Signed for the vendor by"), max_length=120)


class AnswerForm(forms.Form):
    """The vendor's answer to an amendment."""

    SIGN, DECLINE = "sign", "decline"
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[(SIGN, _("Sign")), (DECLINE, _("Do not sign"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Why not"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        """Who declines says why."""
        data = super().clean() or {}
        if data.get("answer") == self.DECLINE and not data.get("note", "").strip():
            self.add_error("note", _("Say why not."))
        return data


class RetrospectiveForm(TenantModelForm):
    """The words of a week."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = PilotRetrospective
        fields = ("went_well", "went_badly")
        labels = {"went_well": _("What went well"), "went_badly": _("What went badly")}
        widgets = {name: forms.Textarea(attrs={"rows": 6}) for name in ("went_well", "went_badly")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.revision
