"""The form of a vendor's master data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts import zones
from foundation.accounts.countries import countries
from foundation.accounts.forms import TenantModelForm
from vendors import identifiers
from vendors.models import Vendor

MOST_SERVICES = 20
SERVICE_CHARS = 80


def lei_of(text: str) -> str:
    """A legal entity identifier as it is kept.

    Raises:
        ValidationError: when its check digits do not fit.
    """
    number = identifiers.plain(text)
    if number and not identifiers.is_lei(number):
        raise forms.ValidationError(
            _("This is no LEI: it has 20 letters and digits, and the last two are a check. Copy it once more.")
        )
    return number


class ServicesField(forms.CharField):
    """A list, separated by commas or lines."""

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, *, base_field: Any = None, max_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # what an array's model field says of its entries is said here already

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        parts = value if isinstance(value, list) else (value or "").replace("\n", ",").split(",")
        return list(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))

    def validate(self, value: Any) -> None:
        if len(value) > MOST_SERVICES or any(len(part) > SERVICE_CHARS for part in value):
            raise forms.ValidationError(
                _("At most %(most)d services of %(chars)d signs each.")
                % {"most": MOST_SERVICES, "chars": SERVICE_CHARS}
            )

    def run_validators(self, value: Any) -> None:
        """The parts are judged above, one by one."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(list(initial or []) != self.to_python(data))


class VendorForm(TenantModelForm):
    """A partner, or the own team; which of the two it is never changes here."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("Its people's own time; shown beside yours.")
    )

    countries = forms.MultipleChoiceField(
        label=_("Works from"),
        required=False,
        help_text=_("Where its people sit who do the work. Hold Ctrl to choose several."),
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    country = forms.ChoiceField(label=_("Registered in"), required=False)
    services = ServicesField(label=_("Services"), required=False, help_text=_("Separated by commas."))
    # Longer than they are kept: people paste them with spaces.
    lei = forms.CharField(label=_("LEI"), max_length=40, required=False)
    duns = forms.CharField(label=_("DUNS number"), max_length=20, required=False)

    class Meta:
        model = Vendor
        fields = (
            "name",
            "reference",
            "owner",
            "deputy",
            "time_zone",
            "provider_type",
            "services",
            "countries",
            "legal_name",
            "country",
            "lei",
            "vat_number",
            "duns",
            "euid",
        )
        labels = {
            "name": _("Name"),
            "reference": _("Your reference"),
            "owner": _("Owner of the relationship"),
            "deputy": _("Deputy"),
            "provider_type": _("Type of provider"),
            "legal_name": _("Legal name"),
            "vat_number": _("VAT number"),
            "euid": _("EUID"),
        }
        help_texts = {
            "reference": _("For instance its number in your purchasing system."),
            "owner": _("Your person whom this vendor can call."),
            "deputy": _("Who stands in for the owner."),
            "legal_name": _("As the register writes it, with its form."),
            "euid": _("Number in a European business register, for instance DEK1101R.HRB116737."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = zones.choices(kept=self.instance.time_zone)
        self.fields["time_zone"].choices = [("", _("The workspace's own")), *offered]  # type: ignore[attr-defined]
        self.fields["country"].choices = [("", _("not said")), *countries()]  # type: ignore[attr-defined]
        self.fields["countries"].choices = countries()  # type: ignore[attr-defined]

    def clean_lei(self) -> str:
        """Its check digits fit."""
        return lei_of(self.cleaned_data["lei"])

    def clean_vat_number(self) -> str:
        """Written as its country writes it."""
        number = identifiers.plain(self.cleaned_data["vat_number"])
        if number and not identifiers.is_vat(number):
            raise forms.ValidationError(_("This country writes its VAT numbers otherwise. Compare it with an invoice."))
        return number

    def clean_duns(self) -> str:
        """Nine digits, with or without dashes."""
        number = identifiers.plain(self.cleaned_data["duns"]).replace("-", "")
        if number and not identifiers.is_duns(number):
            raise forms.ValidationError(_("A DUNS number has nine digits."))
        return number

    def clean_euid(self) -> str:
        """Country, register, a dot, the number."""
        number: str = self.cleaned_data["euid"].strip()
        if number and not identifiers.is_euid(number):
            raise forms.ValidationError(
                _("Write it as the register does: country, register, a dot and the number, as DEK1101R.HRB116737.")
            )
        return number

    def clean(self) -> dict[str, Any]:
        """A deputy is somebody else."""
        data = super().clean() or {}
        if data.get("deputy") and data["deputy"] == data.get("owner"):
            self.add_error("deputy", _("The deputy has to be somebody else than the owner."))
        return data
