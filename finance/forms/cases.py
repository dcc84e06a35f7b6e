"""A case around its versions: made, renamed, looked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Process
from finance.models import BusinessCase
from finance.queries.cases import CaseFilter
from finance.starters import Starter
from foundation.accounts.currencies import CHOICES
from foundation.accounts.forms import TenantModelForm


class CaseForm(TenantModelForm):
    """A new case: what is asked, what it starts from, what it is about."""

    starter = forms.ChoiceField(
        label=_("Start from"),
        choices=Starter.choices,
        widget=forms.RadioSelect,
        initial=Starter.SHARED_DESK,
        help_text=_("Options, cost and value lines with rules of thumb. You replace the numbers."),
    )

    class Meta:
        model = BusinessCase
        fields = ("title", "engagement", "process", "currency")
        labels = {"title": _("What is asked"), "engagement": _("Engagement"), "process": _("Process")}
        help_texts = {
            "title": _("As the one who decides would say it: Move after-hours support to a shared desk."),
            "engagement": _("Its scope, decided pilot, chosen offer, fee and oversight are filled in."),
            "process": _("Its volume and your own baseline are filled in."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"] = forms.ChoiceField(
            label=_("Currency"), choices=CHOICES, initial=self.initial.get("currency")
        )
        self.fields["process"].queryset = Process.objects.filter(archived_at=None).order_by("name")  # type: ignore[attr-defined]
        self.fields["engagement"].queryset = Engagement.objects.order_by("name")  # type: ignore[attr-defined]
        self.order_fields(["title", "starter", "engagement", "process", "currency"])


class CaseChangeForm(TenantModelForm):
    """What can be changed around the versions; the currency cannot."""

    class Meta:
        model = BusinessCase
        fields = ("title", "engagement", "process", "owner")
        labels = {"title": _("What is asked"), "owner": _("Who prepares it")}


class CaseFilterForm(forms.Form):
    """Which cases."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=80, widget=forms.TextInput({"type": "search", "data-filter": ""})
    )

    def wanted(self, *, state: str) -> CaseFilter:
        """The filter; what cannot be read filters nothing."""
        self.is_valid()
        return CaseFilter(state, self.cleaned_data.get("q", ""))
