"""Forms about guides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.models import Metric, Process
from foundation.accounts.forms import TenantModelForm
from procedures.models import Guide, GuideKind


class GuideForm(TenantModelForm):
    """What is said about a guide beside its words. With ``with_place`` the reader chooses where it belongs."""

    review_date = DayField(label=_("Look at it again on"), required=False)
    metrics = forms.ModelMultipleChoiceField(
        label=_("Judged by"),
        queryset=Metric.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("When one of these figures worsens, the owner looks at the guide."),
    )

    class Meta:
        model = Guide
        fields = ("kind", "title", "process", "owner", "audience", "adoption_days", "review_date")
        labels = {
            "kind": _("What it is"),
            "title": _("Title"),
            "process": _("Process"),
            "owner": _("Owner"),
            "audience": _("Who acknowledges it"),
            "adoption_days": _("Within how many days"),
        }
        help_texts = {
            "process": _("Holds for every engagement of the process. Empty: for all."),
            "owner": _("Decides what is proposed, and keeps it up to date."),
            "adoption_days": _("From the publication of each version."),
        }

    def __init__(self, *args: Any, with_place: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["metrics"].queryset = Metric.objects.filter(archived_at=None).order_by("name")  # type: ignore[attr-defined]
        self.fields["process"].queryset = Process.objects.filter(archived_at=None).order_by("name")  # type: ignore[attr-defined]
        if not with_place:
            del self.fields["process"]
        if self.instance.pk:
            del self.fields["kind"]
        elif self.instance.engagement_id:
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                (GuideKind.SOP, _("SOP: how the work is done, step by step, with the words to say")),
                (GuideKind.CHECKLIST, _("Checklist: ordered steps to tick off")),
                (GuideKind.ARTICLE, _("Article: something to know")),
            ]


class PublishForm(forms.Form):
    """From which day the new version holds, and what changed."""

    effective_from = DayField(label=_("In force from"))
    note = forms.CharField(
        label=_("What changed"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One or two sentences for those who know the last version."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["note"]


class GuideFilterForm(forms.Form):
    """The knowledge base's filter; the address is the filter."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=120, widget=forms.TextInput({"data-filter": "", "type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *GuideKind.choices])
    process = forms.ModelChoiceField(
        label=_("Process"), queryset=Process.objects.none(), required=False, empty_label=_("All")
    )
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("In use")), ("due", _("To be looked at again")), ("archived", _("Archived"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["process"].queryset = Process.objects.filter(archived_at=None).order_by("name")  # type: ignore[attr-defined]
