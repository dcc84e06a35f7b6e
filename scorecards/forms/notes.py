"""What people say about a scorecard: why a metric missed, what is done, and reasons for what they decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Metric
from engagements.queries.grants import possible_owners
from foundation.accounts.models import User
from scorecards.models import Scorecard


class ReasonForm(forms.Form):
    """A reason that a person must give."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class MissForm(forms.Form):
    """The metric of a scorecard that something is said about; the worst first."""

    metric = forms.ModelChoiceField(Metric.objects.none(), label=_("Metric"), empty_label=None)

    part = "miss"

    def __init__(self, *args: Any, scorecard: Scorecard, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.part}_%s"} | kwargs)
        shown = Metric.objects.filter(pk__in=scorecard.lines.values("metric_id")).order_by("name")
        self.fields["metric"].queryset = shown  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["metric"].initial = scorecard.worst_metric_id


class RootCauseForm(MissForm):
    """Why a metric missed."""

    part = "cause"
    text = forms.CharField(
        label=_("Root cause"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence: what happened, since when."),
    )  # fmt: skip


class CorrectionForm(MissForm):
    """What is done about it, by whom, until when."""

    part = "correction"
    title = forms.CharField(label=_("Corrective action"), max_length=200)
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Owner"), required=False, empty_label=_("Somebody without a login")
    )
    owner_name = forms.CharField(
        label=_("Their name"), max_length=120, required=False, help_text=_("For somebody at the vendor, say.")
    )
    due_date = forms.DateField(label=_("Due"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, scorecard: Scorecard, **kwargs: Any) -> None:
        super().__init__(*args, scorecard=scorecard, **kwargs)
        people = possible_owners(scorecard.engagement_id)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """Somebody must own it."""
        data = super().clean() or {}
        if not data.get("owner") and not (data.get("owner_name") or "").strip():
            self.add_error("owner_name", _("Say who does it: choose a person, or write a name."))
        return data
