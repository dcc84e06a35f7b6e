"""Forms about service levels."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Q
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from engagements.actions.service_levels import LevelTerms, TimeAllowed
from engagements.forms.days import DayField
from engagements.models import BusinessCalendar, ServiceLevel
from engagements.models.service_levels import ReopenRule, TargetUnit
from engagements.versions import begins
from foundation.accounts.forms import TenantModelForm

UNITS = [(TargetUnit.MINUTES, _("minutes")), (TargetUnit.BUSINESS_DAYS, _("business days"))]
MOST = {TargetUnit.MINUTES: 525_600, TargetUnit.BUSINESS_DAYS: 366}


class LevelForm(TenantModelForm):
    """A promise about time; the view puts the engagement on the instance."""

    class Meta:
        model = ServiceLevel
        fields = ("kind", "name")
        labels = {"kind": _("Clock"), "name": _("Name")}
        help_texts = {"kind": _("One of each per engagement.")}


class LevelNameForm(TenantModelForm):
    """Another name for a service level."""

    class Meta:
        model = ServiceLevel
        fields = ("name",)
        labels = {"name": _("Name")}


class LevelTermsForm(forms.Form):
    """What a version says besides its times."""

    valid_from = DayField(
        label=_("Valid from"),
        required=False,
        help_text=_("Items opened before keep the terms that they had. Empty: from the beginning."),
    )
    calendar = forms.ModelChoiceField(
        label=_("Counted in"),
        queryset=BusinessCalendar.objects.none(),
        required=False,
        empty_label=_("Around the clock (24x7)"),
    )
    reopen_rule = forms.ChoiceField(label=_("When an item is reopened"), choices=ReopenRule.choices)
    pass_rule = forms.CharField(
        label=_("Pass rule"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("In words: what counts as meeting it."),
    )

    def __init__(self, *args: Any, needs_day: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.initial.get("calendar")
        offered = BusinessCalendar.objects.filter(Q(archived_at=None) | Q(pk=chosen))
        self.fields["calendar"].queryset = offered.order_by("name")  # type: ignore[attr-defined]
        if needs_day:
            self.fields["valid_from"].required = True
            self.fields["valid_from"].help_text = _("Items opened before keep the terms that they had.")

    def result(self, times: list[TimeAllowed], *, zone: str) -> LevelTerms:
        """What was typed, for the verb; the day begins in ``zone``, the workspace's."""
        data = self.cleaned_data
        return LevelTerms(
            targets=times,
            pass_rule=data["pass_rule"],
            calendar=data["calendar"],
            reopen_rule=data["reopen_rule"],
            valid_from=begins(data["valid_from"], zone),
        )


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
