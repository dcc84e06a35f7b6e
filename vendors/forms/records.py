"""Forms about what is kept of a vendor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts import currencies
from foundation.accounts.countries import countries
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.forms.days import DayField
from vendors.forms.vendors import lei_of
from vendors.models import Status, SubProcessor, VendorContact, VendorDossier, VendorInterface, VendorRate


class ContactForm(TenantModelForm):
    """Whom to call."""

    class Meta:
        model = VendorContact
        fields = ("name", "topic", "position", "email", "phone")
        labels = {
            "name": gettext_lazy("Name"),
            "topic": gettext_lazy("About"),
            "position": gettext_lazy("Position"),
            "email": gettext_lazy("E-mail"),
            "phone": gettext_lazy("Telephone"),
        }

    def clean(self) -> dict[str, Any]:
        """There is a way to reach them."""
        data = super().clean() or {}
        if not data.get("email") and not data.get("phone") and "email" not in self.errors:
            self.add_error("email", _("Write an e-mail address or a telephone number."))
        return data


class SubProcessorForm(TenantModelForm):
    """Somebody behind the vendor."""

    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    approved_on = DayField(
        label=gettext_lazy("Approved on"), required=False, help_text=gettext_lazy("Empty: not approved yet.")
    )
    ended_on = DayField(label=gettext_lazy("Last day"), required=False)

    class Meta:
        model = SubProcessor
        fields = ("name", "parent", "service", "country", "lei", "data", "substitution", "approved_on", "ended_on")
        labels = {
            "name": gettext_lazy("Name"),
            "parent": gettext_lazy("Stands behind"),
            "service": gettext_lazy("Does"),
            "lei": gettext_lazy("LEI"),
            "data": gettext_lazy("Data it sees"),
            "substitution": gettext_lazy("Replacing it"),
        }
        help_texts = {
            "parent": gettext_lazy("Empty: it works for the vendor itself."),
            "service": gettext_lazy("For instance: hosting of the ticket system."),
            "data": gettext_lazy("For instance: names and addresses of guests. Empty: none."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = parent.queryset.filter(vendor_id=self.instance.vendor_id).exclude(pk=self.instance.pk)
        parent.empty_label = _("the vendor itself")
        self.fields["country"].choices = [("", _("not said")), *countries()]  # type: ignore[attr-defined]

    def clean_lei(self) -> str:
        """Its check digits fit."""
        return lei_of(self.cleaned_data["lei"])


class InterfaceForm(TenantModelForm):
    """Where their way of working touches ours."""

    class Meta:
        model = VendorInterface
        fields = ("name", "ours", "theirs", "where", "how_often")
        labels = {
            "name": gettext_lazy("What passes"),
            "ours": gettext_lazy("Who has it on our side"),
            "theirs": gettext_lazy("Who has it on their side"),
            "where": gettext_lazy("Where"),
            "how_often": gettext_lazy("How often"),
        }
        help_texts = {"name": gettext_lazy("For instance: escalated tickets, the shift plan, changes of a procedure.")}


class RateForm(TenantModelForm):
    """What they ask."""

    valid_from = DayField(label=gettext_lazy("Valid from"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currencies.CHOICES)

    class Meta:
        model = VendorRate
        fields = ("name", "amount", "currency", "unit", "valid_from")
        labels = {"name": gettext_lazy("For"), "amount": gettext_lazy("Amount"), "unit": gettext_lazy("For one")}
        help_texts = {"name": gettext_lazy("For instance: agent, night shift.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].initial = self.organization.currency


class DossierForm(TenantModelForm):
    """The internal side: what the vendor never sees."""

    class Meta:
        model = VendorDossier
        fields = (
            "standing",
            "standing_reason",
            "substitution",
            "working_model",
            "working_reason",
            "worker_class",
            "worker_basis",
            "notes",
        )
        labels = {
            "standing": gettext_lazy("Standing"),
            "standing_reason": gettext_lazy("Why this standing"),
            "substitution": gettext_lazy("Replacing it would be"),
            "working_model": gettext_lazy("Works as"),
            "working_reason": gettext_lazy("Why it works so"),
            "worker_class": gettext_lazy("Who does the work is, in law"),
            "worker_basis": gettext_lazy("On what ground"),
            "notes": gettext_lazy("Notes"),
        }
        help_texts = {
            "working_model": gettext_lazy("An extension shares our tools and meetings; a unit delivers by itself."),
            "worker_class": gettext_lazy("Decides who pays taxes and who may give orders. Ask a lawyer when in doubt."),
            "worker_basis": gettext_lazy("For instance: services agreement of 2 March 2026, checked by legal."),
        }
        widgets = {"notes": forms.Textarea(attrs={"rows": 5})}

    def clean(self) -> dict[str, Any]:
        """A decision has its ground."""
        data = super().clean() or {}
        if data.get("working_model") and not (data.get("working_reason") or "").strip():
            self.add_error("working_reason", _("Say why it was decided so."))
        if data.get("worker_class") and not (data.get("worker_basis") or "").strip():
            self.add_error("worker_basis", _("Say on what ground: the agreement, and who checked it."))
        return data


class StatusForm(forms.Form):
    """The relationship moves on."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=Status.choices)
    since = DayField(label=gettext_lazy("Since"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
