"""Forms about service levels."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from engagements.actions.service_levels import LevelTerms, TimeAllowed
from engagements.forms.days import DayField
from engagements.models import BusinessCalendar, Metric, Outcome, ServiceLevel
from engagements.models.service_levels import PAUSES, ClockKind, ReopenRule, TargetUnit
from engagements.versions import begins
from foundation.accounts.forms import TenantModelForm

UNITS = [(TargetUnit.MINUTES, _("minutes")), (TargetUnit.BUSINESS_DAYS, _("business days"))]
MOST = {TargetUnit.MINUTES: 525_600, TargetUnit.BUSINESS_DAYS: 366}


# The words in which events say why an item waits (workitems); the partner's own subcontractor never stops a clock.
SHARES = ("expected_level", "minimum_level", "weight")
PERCENT: dict[str, Any] = {"required": False, "min_value": 0, "max_value": 100}


class LevelChangeForm(TenantModelForm):
    """The name of a service level, and the outcome that it serves; the view puts the engagement on the instance."""

    class Meta:
        model = ServiceLevel
        fields: tuple[str, ...] = ("name", "outcome")
        labels = {"name": _("Name"), "outcome": _("Serves the outcome")}
        help_texts = {"outcome": _("A level that serves none is an orphan: nobody knows what it is for.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["outcome"]
        living = Q(dropped_at=None) | Q(pk=self.instance.outcome_id)
        own: QuerySet[Outcome] = field.queryset.filter(living, engagement=self.instance.engagement_id)
        field.queryset = own.order_by("position", "pk")
        field.empty_label = _("None")


class LevelForm(LevelChangeForm):
    """A promise about time."""

    kind = forms.ChoiceField(label=_("Clock"), choices=ClockKind.choices, help_text=_("One of each per engagement."))

    class Meta(LevelChangeForm.Meta):
        fields = ("kind", "name", "outcome")


class PromiseForm(forms.Form):
    """What every version says: from when, what counts as meeting it, how much is promised and what it weighs; carries
    the number of the version that it was opened with."""

    valid_from = DayField(
        label=_("Valid from"),
        required=False,
        help_text=_("Items opened before keep the terms that they had. Empty: from the beginning."),
    )
    pass_rule = forms.CharField(
        label=_("Pass rule"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("In words: what counts as meeting it."),
    )
    expected_level = forms.DecimalField(
        label=_("Expected level, %"),
        max_digits=7,
        decimal_places=4,
        help_text=_("Of a hundred, how many meet it."),
        **PERCENT,
    )
    minimum_level = forms.DecimalField(
        label=_("Minimum level, %"),
        max_digits=7,
        decimal_places=4,
        help_text=_("Below it the level failed."),
        **PERCENT,
    )
    weight = forms.DecimalField(
        label=_("Weight, %"),
        max_digits=6,
        decimal_places=2,
        help_text=_("Its share of what is at risk; all levels together come to 100."),
        **PERCENT,
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    order: tuple[str, ...] = ("valid_from", "pass_rule", *SHARES)

    def __init__(self, *args: Any, needs_day: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.order)
        if needs_day:
            self.fields["valid_from"].required = True
            self.fields["valid_from"].help_text = _("Items opened before keep the terms that they had.")

    def clean(self) -> dict[str, Any]:
        """The minimum lies at or below the expected level."""
        data = super().clean() or {}
        expected, minimum = data.get("expected_level"), data.get("minimum_level")
        if minimum is not None and "expected_level" in data:
            if expected is None:
                self.add_error("expected_level", _("A minimum needs the level that is expected."))
            elif minimum > expected:
                self.add_error("minimum_level", _("It lies at or below the expected level."))
        return data

    @property
    def terms_fields(self) -> list[forms.BoundField]:
        """What is promised."""
        return [field for field in self.visible_fields() if field.name not in SHARES]

    @property
    def share_fields(self) -> list[forms.BoundField]:
        """How much of it is promised, and what it weighs."""
        return [self[name] for name in SHARES]

    def promise(self, *, zone: str) -> dict[str, Any]:
        """What was typed, in the words of ``LevelTerms``; the day begins in ``zone``, the workspace's."""
        names = ("pass_rule", *SHARES)
        return {name: self.cleaned_data[name] for name in names} | {
            "valid_from": begins(self.cleaned_data["valid_from"], zone)
        }


class QualityTermsForm(PromiseForm):
    """A promise about quality: the metric that counts it."""

    metric = forms.ModelChoiceField(
        label=_("Counted by the metric"),
        queryset=Metric.objects.none(),
        help_text=_("Its target in this engagement says what is good enough."),
    )
    order = ("metric", *PromiseForm.order)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Metric.objects.filter(Q(archived_at=None) | Q(pk=self.initial.get("metric")))
        self.fields["metric"].queryset = offered.order_by("name")  # type: ignore[attr-defined]

    def result(self, *, zone: str) -> LevelTerms:
        """What was typed, for the verb."""
        return LevelTerms(targets=(), metric=self.cleaned_data["metric"], **self.promise(zone=zone))


class LevelTermsForm(PromiseForm):
    """What a version of a promise about time says besides its times."""

    calendar = forms.ModelChoiceField(
        label=_("Counted in"),
        queryset=BusinessCalendar.objects.none(),
        required=False,
        empty_label=_("Around the clock (24x7)"),
    )
    reopen_rule = forms.ChoiceField(label=_("When an item is reopened"), choices=ReopenRule.choices)
    ignored_pauses = forms.MultipleChoiceField(
        label=_("Does not stop for"),
        choices=PAUSES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("While work waits for one of these the clock runs on. Tick none: it stands still for all of them."),
    )
    order = ("valid_from", "calendar", "reopen_rule", "ignored_pauses", *PromiseForm.order[1:])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.initial.get("calendar")
        offered = BusinessCalendar.objects.filter(Q(archived_at=None) | Q(pk=chosen))
        self.fields["calendar"].queryset = offered.order_by("name")  # type: ignore[attr-defined]

    def result(self, times: list[TimeAllowed], *, zone: str) -> LevelTerms:
        """What was typed, for the verb."""
        names = ("calendar", "reopen_rule", "ignored_pauses")
        chosen = {name: self.cleaned_data[name] for name in names}
        return LevelTerms(targets=times, **chosen, **self.promise(zone=zone))


class TimeAllowedForm(forms.Form):
    """The time for one priority; a row without an amount and priority is left out."""

    priority = forms.CharField(label=_("Priority"), required=False, max_length=60)
    amount = forms.IntegerField(label=_("Amount"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS, initial=TargetUnit.MINUTES)

    def clean_amount(self) -> int | None:
        """More than nothing: a target of zero would be missed on arrival."""
        amount: int | None = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError(_("Allow at least 1."))
        return amount

    def clean(self) -> dict[str, Any]:
        """A priority needs its amount, and no amount is longer than a year."""
        data = super().clean() or {}
        amount, unit = data.get("amount"), data.get("unit")
        if amount is None and data.get("priority") and not self.has_error("amount"):
            self.add_error("amount", _("Say how long."))
        if amount is not None and unit in MOST and amount > MOST[TargetUnit(unit)]:
            self.add_error("amount", _("At most a year."))
        return data


class BaseTimes(BaseFormSet):  # type: ignore[type-arg]  # generic only in the stubs
    """The times of a version: at least one, each priority once."""

    def clean(self) -> None:
        """Refuses a version without any time, and a priority that stands twice."""
        seen: set[str] = set()
        for form in self.forms:
            priority = (form.cleaned_data.get("priority") or "").casefold() if form.is_valid() else None
            if priority is None or form.cleaned_data.get("amount") is None:
                continue
            if priority in seen:
                form.add_error("priority", _("This priority stands here twice."))
            seen.add(priority)
        if not seen and not any(self.errors):
            raise forms.ValidationError(_("Give at least one time."))

    def result(self) -> list[TimeAllowed]:
        """The rows that say something."""
        rows = [form.cleaned_data for form in self.forms]
        return [
            TimeAllowed(row["priority"], row["amount"], row["unit"]) for row in rows if row.get("amount") is not None
        ]


def times_formset(data: QueryDict | None, initial: list[dict[str, Any]] | None = None) -> BaseTimes:
    """The rows of a version's times, with some empty ones."""
    made = formset_factory(TimeAllowedForm, formset=BaseTimes, extra=4, max_num=40, absolute_max=60)
    # What was posted stands alone: a row that equals the newest version's would pass for an empty one.
    return cast("BaseTimes", made(data, prefix="times", initial=None if data else initial))
