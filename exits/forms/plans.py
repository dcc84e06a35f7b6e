"""Forms about an exit plan: its terms, a line of it, the retention schedule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exits.data_classes import CLASSES
from exits.models import Alternative, Disposition, ExitPlan, ExitStep, RetentionRule
from foundation.accounts.currencies import CHOICES
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.forms.days import LATEST_DAY, DayField
from foundation.months import months_later
from vendors.models import Vendor, VendorKind

MOST_DAYS = 3660


class PlanForm(TenantModelForm):
    """The contract's calendar, assistance, who takes over, and what leaving would cost."""

    starts_on = DayField(label=gettext_lazy("Contract from"), required=False)
    ends_on = DayField(
        label=gettext_lazy("Original last day"),
        required=False,
        help_text=gettext_lazy("As signed, before any renewal. Empty: without an end."),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency of all amounts"), choices=CHOICES)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ExitPlan
        fields = (
            "starts_on",
            "ends_on",
            "tacit_months",
            "notice_months",
            "alternative",
            "alternative_vendor",
            "alternative_note",
            "currency",
            "assistance_months",
            "assistance_hours",
            "assistance_rate",
            "own_hours",
            "own_rate",
            "parallel_months",
            "replacement_cost",
            "stress_percent",
            "reserve",
        )
        labels = {
            "tacit_months": gettext_lazy("Renews itself by (months)"),
            "notice_months": gettext_lazy("Notice (months)"),
            "alternative": gettext_lazy("Who takes over"),
            "alternative_vendor": gettext_lazy("Provider"),
            "alternative_note": gettext_lazy("How it was made sure of"),
            "assistance_months": gettext_lazy("Assistance (months)"),
            "assistance_hours": gettext_lazy("Hours of assistance a month"),
            "assistance_rate": gettext_lazy("Rate an hour"),
            "own_hours": gettext_lazy("Own hours for leaving"),
            "own_rate": gettext_lazy("Own rate an hour"),
            "parallel_months": gettext_lazy("Months of both at once"),
            "replacement_cost": gettext_lazy("Finding and training the next one"),
            "stress_percent": gettext_lazy("Dearer under stress by (%)"),
            "reserve": gettext_lazy("Set aside for leaving"),
        }
        help_texts = {
            "tacit_months": gettext_lazy("0: it ends by itself."),
            "alternative_vendor": gettext_lazy("Only for another provider."),
            "alternative_note": gettext_lazy("For instance: framework agreement of March, people named."),
            "own_hours": gettext_lazy("Of your own people: handover, access, data, talks."),
            "parallel_months": gettext_lazy("Months in which you pay this fee and the next one."),
            "stress_percent": gettext_lazy("Own hours and the next provider, when there is no time."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.revision
        self.fields["alternative"].choices = [("", _("Nobody yet")), *Alternative.choices]  # type: ignore[attr-defined]
        mine = self.instance.engagement.vendor_id
        others = Vendor.objects.filter(archived_at=None).exclude(kind=VendorKind.INTERNAL).exclude(pk=mine)
        self.fields["alternative_vendor"].queryset = others.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and who takes over is named when it is another provider."""
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("The contract ends before it begins."))
        elif ends and months_later(ends, data.get("tacit_months") or 0) > LATEST_DAY:
            self.add_error("ends_on", _("Choose a day between 1970 and 2199."))
        provider = data.get("alternative_vendor")
        if (
            data.get("alternative") == Alternative.VENDOR
            and provider is None
            and "alternative_vendor" not in self.errors
        ):
            self.add_error("alternative_vendor", _("Say which provider."))
        if data.get("alternative") != Alternative.VENDOR:
            data["alternative_vendor"] = None
        return data


class StepForm(TenantModelForm):
    """One line: what is done, by whom, when, after what, and the clause that it stands on."""

    after = forms.MultipleChoiceField(label=gettext_lazy("After"), required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = ExitStep
        fields = (
            "topic",
            "title",
            "detail",
            "side",
            "owner",
            "days_before",
            "stressed_days_before",
            "after",
            "kind",
            "agreement",
            "clause",
        )
        labels = {
            "topic": gettext_lazy("About"),
            "title": gettext_lazy("What"),
            "detail": gettext_lazy("In detail"),
            "side": gettext_lazy("Done by"),
            "owner": gettext_lazy("Owner"),
            "days_before": gettext_lazy("Days before the last day"),
            "stressed_days_before": gettext_lazy("Days before, under stress"),
            "kind": gettext_lazy("Done when"),
            "agreement": gettext_lazy("Agreement"),
            "clause": gettext_lazy("Clause"),
        }
        help_texts = {
            "owner": gettext_lazy("One of your people. Empty: the engagement's owner."),
            "days_before": gettext_lazy("Negative: after it. Empty: a rule, no task."),
            "clause": gettext_lazy("For instance: E4, or 12.3 in your own agreement."),
        }
        widgets = {"detail": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, steps: Sequence[ExitStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [step for step in steps if step.days_before is not None and step.pk != self.instance.pk]
        self.fields["after"].choices = [(step.key, step.title) for step in others]  # type: ignore[attr-defined]
        if not others:
            del self.fields["after"]

    def clean(self) -> dict[str, Any]:
        """A rule has no day of its own under stress either."""
        data = super().clean() or {}
        if data.get("days_before") is None and "days_before" not in self.errors:
            if data.get("stressed_days_before") is not None:
                self.add_error("days_before", _("Say when it is due in a planned exit too."))
            if data.get("after"):
                self.add_error(
                    "days_before", _("A rule comes after nothing. Give it a day, or untick what comes first.")
                )
        return data


class RetentionForm(forms.Form):
    """How long each class of data stays after the last day; empty keeps it."""

    def __init__(self, *args: Any, rules: Sequence[RetentionRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {rule.data: rule for rule in rules}
        for key, kind in CLASSES.items():
            rule = known.get(key)
            days = rule.keep_days if rule and rule.disposition == Disposition.DELETE else None
            self.fields[key] = forms.IntegerField(
                label=str(kind.label),
                help_text=str(kind.what),
                min_value=0,
                max_value=MOST_DAYS,
                required=False,
                initial=days,
            )
        self.fields["clause"] = forms.CharField(
            label=gettext_lazy("Clause"), max_length=40, required=False, initial=rules[0].clause if rules else ""
        )

    def rules(self, plan: ExitPlan) -> list[RetentionRule]:
        """The lines, unsaved; a class without days is kept."""
        clause = self.cleaned_data["clause"].strip()
        found = []
        for key in CLASSES:
            days = self.cleaned_data[key]
            then = Disposition.KEEP if days is None else Disposition.DELETE
            found.append(RetentionRule(plan=plan, data=key, keep_days=days or 0, disposition=then, clause=clause))
        return found
