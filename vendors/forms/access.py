"""Forms of the access register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.forms import TenantModelForm
from foundation.accounts.forms.days import DayField
from vendors.models import AccessGrant, Credential, Deviation


class AccessGrantForm(TenantModelForm):
    """Who may use what, why, and until when."""

    granted_on = DayField(label=gettext_lazy("Granted on"))
    expires_on = DayField(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("Not later than the engagement; a year at most.")
    )

    class Meta:
        model = AccessGrant
        fields = ("person_name", "person_email", "system", "level", "scope", "reason", "granted_on", "expires_on")
        labels = {
            "person_name": gettext_lazy("Person"),
            "person_email": gettext_lazy("E-mail"),
            "system": gettext_lazy("System"),
            "level": gettext_lazy("May do"),
            "scope": gettext_lazy("What exactly"),
            "reason": gettext_lazy("Reason"),
        }
        help_texts = {
            "person_email": gettext_lazy("The address of their portal account, so that leaving ends both."),
            "scope": gettext_lazy("For instance: queue Night desk, no reports. As little as the work needs."),
        }

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        data = super().clean() or {}
        if data.get("granted_on") and data.get("expires_on") and data["expires_on"] < data["granted_on"]:
            self.add_error("expires_on", _("The last day lies before the first."))
        return data


class AccessReviewForm(forms.Form):
    """Still needed, or taken back."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Is it still needed?"),
        choices=[("keep", gettext_lazy("Yes, as it is")), ("revoke", gettext_lazy("No, take it back"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed when it is taken back."),
    )


class CredentialForm(TenantModelForm):
    """A secret that they hold; never the secret itself."""

    class Meta:
        model = Credential
        fields = ("name", "system", "held_by", "rotate_days")
        labels = {
            "name": gettext_lazy("Name"),
            "system": gettext_lazy("System"),
            "held_by": gettext_lazy("Held by"),
            "rotate_days": gettext_lazy("Changed every so many days"),
        }
        help_texts = {
            "name": gettext_lazy("For instance: API key of the night desk. Never the key itself."),
            "held_by": gettext_lazy("The people who know it, separated by commas."),
        }


class RotationForm(forms.Form):
    """It was changed."""

    rotated_on = DayField(label=gettext_lazy("Changed on"))
    proof = forms.CharField(
        label=gettext_lazy("Proof"),
        max_length=300,
        help_text=gettext_lazy("What shows it: a ticket, a line of the log. Never the new secret."),
    )


class DeviationForm(TenantModelForm):
    """Data was where it must not be."""

    found_on = DayField(label=gettext_lazy("Found on"))

    class Meta:
        model = Deviation
        fields = ("place", "data", "what", "found_on")
        labels = {
            "place": gettext_lazy("Place"),
            "data": gettext_lazy("Which data"),
            "what": gettext_lazy("What happened"),
        }
        help_texts = {"place": gettext_lazy("For instance: a private cloud drive, a chat of their own.")}
        widgets = {"what": forms.Textarea(attrs={"rows": 4})}


class ResolutionForm(forms.Form):
    """What was done."""

    resolution = forms.CharField(
        label=gettext_lazy("What was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class OffboardForm(forms.Form):
    """Somebody leaves."""

    person = forms.CharField(
        label=gettext_lazy("Who"),
        max_length=254,
        help_text=gettext_lazy("Name or e-mail address, as the register has it."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
