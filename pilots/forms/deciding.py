"""The decision about a pilot, its steps of volume, and who gets the memo by mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.forms.days import DayField
from foundation.accounts.models import Membership
from pilots.actions.deciding import Step
from pilots.models import Choice, Pilot, SuccessCriterion

STEPS: Final = 4
_SHARES: Final = (25, 50, 75, 100)
_WEEKS_APART: Final = 4
_FIRST_AFTER: Final = 7
_WEEK: Final = 7


class DecisionForm(forms.Form):
    """Scale, extend or stop, and why; an extension's last day, a scaling's steps."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=3000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("It is kept with the evidence and printed on the memo."),
        error_messages={"required": gettext_lazy("Say why: it is kept with the decision.")},
    )
    until = DayField(label=gettext_lazy("New last day"), required=False)
    steps = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        pilot: Pilot,
        criteria: Sequence[SuccessCriterion],
        today: date,
        last_possible: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {str(each.pk): each for each in criteria}
        self.fields["until"].initial = last_possible if last_possible > pilot.last_day else None
        gates = [("", _("all criteria")), *((key, each.name) for key, each in self.criteria.items())]
        first = first_step(today)
        for number, share in enumerate(_SHARES, start=1):
            begins = first + timedelta(days=_WEEK * _WEEKS_APART * (number - 1))
            label = _("Step %(n)d") % {"n": number}
            self.fields[f"step{number}_from"] = DayField(label=f"{label}: {_('from')}", required=False, initial=begins)
            self.fields[f"step{number}_share"] = forms.DecimalField(
                label=f"{label}: {_('share of the volume, %')}",
                required=False,
                max_digits=5,
                decimal_places=2,
                min_value=Decimal("0.01"),
                max_value=100,
                initial=share,
            )
            self.fields[f"step{number}_gate"] = forms.ChoiceField(
                label=f"{label}: {_('only while it holds')}", choices=gates, required=False
            )

    def rows(self) -> list[dict[str, Any]]:
        """The fields of the steps, one row a step."""
        return [
            {"number": number, "fields": [self[f"step{number}_{name}"] for name in ("from", "share", "gate")]}
            for number in range(1, STEPS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """A step has a day and a share, or neither."""
        data = super().clean() or {}
        if data.get("choice") != Choice.SCALE:
            return data
        for number in range(1, STEPS + 1):
            day, share = data.get(f"step{number}_from"), data.get(f"step{number}_share")
            if f"step{number}_from" in self.errors or f"step{number}_share" in self.errors:
                continue
            if day and share is None:
                self.add_error(f"step{number}_share", _("Say how much, or empty the day."))
            elif share is not None and not day:
                self.add_error(f"step{number}_from", _("Say from when, or empty the share."))
        return data

    def wanted(self) -> list[Step]:
        """The steps that are filled in."""
        data = self.cleaned_data
        return [
            Step(day, data[f"step{number}_share"], self.criteria.get(data.get(f"step{number}_gate") or ""))
            for number in range(1, STEPS + 1)
            if (day := data.get(f"step{number}_from")) and data.get(f"step{number}_share") is not None
        ]


class StepForm(forms.Form):
    """A step is reached, or held back; the note says why where it has to."""

    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300)


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """People of the workspace, with their role."""

    def label_from_instance(self, obj: Any) -> str:
        """Name, address and role."""
        return f"{obj.user} ({obj.user.email}, {obj.get_role_display()})"


class MemoMailForm(forms.Form):
    """Who gets the memo."""

    people = PeopleField(
        Membership.objects.none(),
        label=gettext_lazy("Recipients"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one recipient.")},
        help_text=gettext_lazy("People of this workspace. Each gets the page as a PDF, once as it stands."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Membership.objects.filter(left_at=None, vendor_id=None, user__is_active=True)
        self.fields["people"].queryset = people.select_related("user").order_by("user__name", "user__email")  # type: ignore[attr-defined]  # a choice field


def first_step(today: date) -> date:
    """The Monday at least a week ahead."""
    day = today + timedelta(days=_FIRST_AFTER)
    return day + timedelta(days=-day.weekday() % _WEEK)
