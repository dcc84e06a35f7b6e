"""Forms about the work inventory: a process, the verdict on it, the filter of the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.models import Process
from engagements.models.processes import Frequency, Reason, Service, Verdict
from engagements.queries.processes import ProcessFilter, areas
from foundation.accounts.forms import TenantModelForm

UNKNOWN = ("", _("not said"))
REPETITION: Final = (
    UNKNOWN,
    ("0", _("every case is new")),
    ("1", _("some steps repeat")),
    ("2", _("mostly the same")),
    ("3", _("the same every time")),
)
STRATEGIC: Final = (
    UNKNOWN,
    ("0", _("not at all: customers would not notice who does it")),
    ("1", _("a little")),
    ("2", _("much")),
    ("3", _("wholly: it is what we live by")),
)
SECTIONS: Final = (
    (_("What it is"), ("name", "area", "service", "description")),
    (_("How it is done"), ("trigger", "inputs", "outputs", "quality_bar", "acceptance_criteria")),
    (_("How much it is"), ("done_by", "frequency", "volume", "minutes", "repetition", "strategic")),
    (_("Why and where"), ("reasons", "reason_note", "needs_presence", "presence_place")),
)


class RevisedForm(TenantModelForm):
    """A form over a row whose edits are counted: it carries the revision that it was opened with."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.revision

    @cached_property
    def changed_data(self) -> list[str]:
        """What somebody changed; the revision is none of it."""
        return [name for name in super().changed_data if name != "seen"]

    @property
    def seen_revision(self) -> int:
        """The revision that the form was opened with; one that nobody has when it was taken out."""
        return self.cleaned_data.get("seen") or 0


class ProcessForm(RevisedForm):
    """A row of the work inventory. Only its name is needed to begin with."""

    repetition = forms.TypedChoiceField(
        label=_("How repetitive"), choices=REPETITION, coerce=int, empty_value=None, required=False
    )
    strategic = forms.TypedChoiceField(
        label=_("How strategic"), choices=STRATEGIC, coerce=int, empty_value=None, required=False
    )
    reasons = forms.MultipleChoiceField(
        label=_("Why we outsource this"),
        choices=Reason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Process
        fields = tuple(name for _label, names in SECTIONS for name in names)
        labels = {
            "name": _("Name"),
            "area": _("Process area"),
            "service": _("Kind of service"),
            "description": _("Description"),
            "trigger": _("What starts it"),
            "inputs": _("What goes in"),
            "outputs": _("What comes out"),
            "quality_bar": _("Quality bar"),
            "acceptance_criteria": _("Acceptance criteria"),
            "done_by": _("Who does it today"),
            "frequency": _("How often"),
            "volume": _("How many each time"),
            "minutes": _("Minutes for one"),
            "reason_note": _("In your words"),
            "needs_presence": _("Somebody has to be there"),
            "presence_place": _("Where"),
        }
        help_texts = {
            "area": _("Groups processes, for instance Finance or IT."),
            "trigger": _("For instance: a supplier's invoice arrives."),
            "quality_bar": _("How good is good enough, for instance: at most 2 errors in 100."),
            "acceptance_criteria": _("What you tick off when you take a piece of work."),
            "volume": _("In one day, week or month, as chosen before."),
            "minutes": _("The time of one piece. Time a few yourself if you do not know."),
            "presence_place": _("It can still be outsourced, to a partner at that place."),
        }
        widgets = dict.fromkeys(
            ("description", "trigger", "inputs", "outputs", "quality_bar", "acceptance_criteria", "reason_note"),
            forms.Textarea(attrs={"rows": 2}),
        )

    def sections(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings."""
        for label, names in SECTIONS:
            yield label, [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """What belongs together is said together."""
        data = super().clean() or {}
        if data.get("needs_presence") and not (data.get("presence_place") or "").strip():
            self.add_error("presence_place", _("Say where somebody has to be."))
        if data.get("volume") is not None and not data.get("frequency"):
            self.add_error("frequency", _("Say how often: the volume counts per day, week or month."))
        return data


class VerdictForm(RevisedForm):
    """Whether it may leave the house."""

    verdict = forms.ChoiceField(label=_("Verdict"), choices=Verdict.choices, required=False, widget=forms.RadioSelect)
    review_date = DayField(label=_("Look at it again on"), required=False)

    class Meta:
        model = Process
        fields = ("verdict", "verdict_reason", "review_date")
        labels = {"verdict_reason": _("Reason")}
        widgets = {"verdict_reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"verdict_reason": _("So that somebody who reads it next year understands it.")}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """A verdict has a reason and a day ahead on which it is looked at again."""
        data = super().clean() or {}
        if not data.get("verdict"):
            data["verdict_reason"], data["review_date"] = "", None
            return data
        if not (data.get("verdict_reason") or "").strip():
            self.add_error("verdict_reason", _("Say why."))
        if "review_date" not in self.errors:
            day = data.get("review_date")
            if day is None:
                self.add_error("review_date", _("Say when you look at it again. A year from now is usual."))
            elif day < self.today:
                self.add_error("review_date", _("This day has passed. Choose one ahead."))
        return data


class ProcessFilterForm(forms.Form):
    """The filter of the list, as it stands in the address."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "data-filter": True}),
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    service = forms.ChoiceField(label=_("Service"), required=False, choices=[("", _("All")), *Service.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(area, area) for area in areas()]
        self.fields["area"].choices = [("", _("All")), *named]  # type: ignore[attr-defined]  # a ChoiceField

    def wanted(self, *, shown: str) -> ProcessFilter:
        """The filter; what cannot be read filters nothing."""
        self.is_valid()
        data = self.cleaned_data
        return ProcessFilter(shown, data.get("q", ""), data.get("area", ""), data.get("service", ""))


PER: Final = {
    Frequency.DAILY.value: _("a day"),
    Frequency.WEEKLY.value: _("a week"),
    Frequency.MONTHLY.value: _("a month"),
}
