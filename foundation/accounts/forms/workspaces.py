"""Forms about a workspace: making one, setting one up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts import currencies, zones
from foundation.accounts.models import Organization


class NewWorkspaceForm(forms.Form):
    """What a workspace cannot begin without."""

    name = forms.CharField(label=_("Name of the organization"), max_length=120)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), initial="UTC", help_text=_("Its weeks begin on Monday at midnight there.")
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=currencies.CHOICES, initial="EUR")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones.choices()  # type: ignore[attr-defined]  # a ChoiceField


class WorkspaceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """The settings of a workspace."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Weeks begin on Monday at midnight there. Scorecards that were issued keep their figures."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"), help_text=_("Proposed for new engagements; each keeps its own currency.")
    )

    class Meta:
        model = Organization
        fields = ("name", "mail_name", "time_zone", "currency", "cutoff_weekday", "cutoff_time", "paper_size")
        labels = {
            "name": _("Name of the organization"),
            "mail_name": _("Name in mails"),
            "paper_size": _("Paper size"),
            "cutoff_weekday": _("Cut-off day"),
            "cutoff_time": _("Cut-off time"),
        }
        help_texts = {
            "mail_name": _("Who mails come from, if it is not the organization's name."),
            "paper_size": _("Of the PDF scorecards."),
            "cutoff_weekday": _("The day after the week's end on which its figures are frozen."),
            "cutoff_time": _("Local time. Data that comes later goes into a revision."),
        }
        widgets = {"cutoff_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones.choices(kept=self.instance.time_zone)  # type: ignore[attr-defined]
        self.fields["currency"].choices = _with(self.instance.currency)  # type: ignore[attr-defined]


def _with(kept: str) -> list[tuple[str, str]]:
    return currencies.CHOICES if kept in currencies.CODES else [(kept, kept), *currencies.CHOICES]
