"""Forms about those who deliver."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts import zones
from foundation.accounts.forms import TenantModelForm
from vendors.models import Vendor


class VendorForm(TenantModelForm):
    """A partner, or the own team; which of the two it is never changes here."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("Its people's own time; shown beside yours.")
    )

    class Meta:
        model = Vendor
        fields = ("name", "reference", "owner", "deputy", "time_zone")
        labels = {
            "name": _("Name"),
            "reference": _("Your reference"),
            "owner": _("Owner of the relationship"),
            "deputy": _("Deputy"),
        }
        help_texts = {
            "reference": _("For instance its number in your purchasing system."),
            "owner": _("Your person whom this vendor can call."),
            "deputy": _("Who stands in for the owner."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = zones.choices(kept=self.instance.time_zone)
        self.fields["time_zone"].choices = [("", _("The workspace's own")), *offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A deputy is somebody else."""
        data = super().clean() or {}
        if data.get("deputy") and data["deputy"] == data.get("owner"):
            self.add_error("deputy", _("The deputy has to be somebody else than the owner."))
        return data
