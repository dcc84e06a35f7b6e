"""Forms about evidence; which fields there are depends on the kind."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts import currencies
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.forms.days import DayField
from foundation.inbox.evidence import ACCEPT, EvidenceFault, judge
from foundation.inbox.faults import fault_text
from vendors.models import Evidence, EvidenceKind, EvidencePolicy, Opinion

CRITERIA: Final = (
    ("security", gettext_lazy("Security")),
    ("availability", gettext_lazy("Availability")),
    ("confidentiality", gettext_lazy("Confidentiality")),
    ("integrity", gettext_lazy("Processing integrity")),
    ("privacy", gettext_lazy("Privacy")),
)
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    EvidenceKind.SOC2: (
        "soc2_type", "issuer", "criteria", "period_start", "period_end", "issued_on", "opinion", "exceptions",
        "bridge_until",
    ),
    EvidenceKind.ISO27001: ("issuer", "scope", "issued_on", "expires_on"),
    EvidenceKind.DPA: (
        "effective_on", "purposes", "breach_hours", "retention", "sub_processing", "expires_on",
    ),
    EvidenceKind.INSURANCE: ("title", "issuer", "cover_amount", "cover_currency", "effective_on", "expires_on"),
    EvidenceKind.OTHER: ("title", "issuer", "issued_on", "effective_on", "expires_on"),
}  # fmt: skip
NEEDED: Final[dict[str, tuple[str, ...]]] = {
    EvidenceKind.SOC2: ("soc2_type", "issuer", "period_end", "issued_on", "opinion"),
    EvidenceKind.ISO27001: ("issuer", "scope", "issued_on", "expires_on"),
    EvidenceKind.DPA: ("effective_on", "purposes", "breach_hours", "retention", "sub_processing"),
    EvidenceKind.INSURANCE: ("issuer", "cover_amount", "cover_currency", "effective_on", "expires_on"),
    EvidenceKind.OTHER: ("title", "effective_on"),
}
DAYS: Final = ("issued_on", "effective_on", "received_on", "expires_on", "period_start", "period_end", "bridge_until")
KINDS: Final = EvidenceKind.choices
ORDER: Final = (("period_start", "period_end"), ("effective_on", "expires_on"), ("issued_on", "expires_on"))


class UploadField(forms.FileField):
    """A file that may be kept as evidence, judged by what it holds; gives (name, bytes)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.ClearableFileInput(attrs={"accept": ACCEPT}))
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        content = file.read()
        judged = judge(file.name or "", content)
        if isinstance(judged, EvidenceFault):
            raise forms.ValidationError(fault_text(judged))
        return judged.name, content


class EvidenceForm(TenantModelForm):
    """A piece of evidence of the kind of its instance; ``needs_received`` for ours, who say when it came."""

    file = UploadField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, pictures, text or office documents; up to 10 MB.")
    )

    class Meta:
        model = Evidence
        fields = (
            "title", "soc2_type", "issuer", "scope", "criteria", "period_start", "period_end", "issued_on", "opinion",
            "exceptions", "bridge_until", "purposes", "breach_hours", "retention", "sub_processing", "cover_amount",
            "cover_currency", "effective_on", "expires_on", "received_on",
        )  # fmt: skip
        labels = {
            "title": gettext_lazy("What it is"),
            "issuer": gettext_lazy("Issued by"),
            "soc2_type": gettext_lazy("Type"),
            "opinion": gettext_lazy("The auditor's opinion"),
            "exceptions": gettext_lazy("Exceptions"),
            "scope": gettext_lazy("Scope"),
            "purposes": gettext_lazy("Purposes of the processing"),
            "breach_hours": gettext_lazy("Hours until a breach is told"),
            "retention": gettext_lazy("How long data is kept"),
            "sub_processing": gettext_lazy("Sub-processors"),
            "cover_amount": gettext_lazy("Sum insured"),
        }
        help_texts = {
            "exceptions": gettext_lazy("Those that the auditor noted, and what is done about them. Empty: none."),
            "scope": gettext_lazy("As the certificate words it. Does it hold the site and the service that you buy?"),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("exceptions", "scope", "purposes")}

    def __init__(self, *args: Any, needs_received: bool, needs_file: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.instance.kind
        shown = [*FIELDS[kind], *(["received_on"] if needs_received else []), "file"]
        for name in set(self.fields) - set(shown):
            del self.fields[name]
        for name in [each for each in DAYS if each in self.fields]:
            self.fields[name] = DayField(label=LABELS[name], required=False, help_text=HELP.get(name, ""))
        if "criteria" in self.fields:
            self.fields["criteria"] = forms.MultipleChoiceField(
                label=_("Trust services criteria"),
                choices=CRITERIA,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        if "cover_currency" in self.fields:
            self.fields["cover_currency"] = forms.ChoiceField(label=_("Currency"), choices=currencies.CHOICES)
            self.fields["cover_currency"].initial = self.organization.currency
        if "opinion" in self.fields:
            self.fields["opinion"].choices = [("", "---------"), *Opinion.choices[1:]]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.required = name in NEEDED[kind] or name == "received_on" or (name == "file" and needs_file)
        self.order_fields(shown)

    def clean(self) -> dict[str, Any]:
        """Days stand in their order; what holds from no day of its own holds from the day it was issued."""
        data = super().clean() or {}
        for first, last in ORDER:
            if data.get(first) and data.get(last) and data[first] > data[last]:
                self.add_error(last, _("This lies before the day on which it begins."))
        if data.get("period_end") and data.get("issued_on") and data["issued_on"] < data["period_end"]:
            self.add_error("issued_on", _("A report is issued after its period has ended."))
        return data

    def _post_clean(self) -> None:
        data = self.cleaned_data
        effective = data.get("effective_on") or data.get("issued_on")
        if effective:
            self.instance.effective_on = effective
        super()._post_clean()  # type: ignore[misc]  # Django has it, the stubs do not


LABELS: Final = {
    "issued_on": gettext_lazy("Issued on"),
    "effective_on": gettext_lazy("In force from"),
    "received_on": gettext_lazy("Received on"),
    "expires_on": gettext_lazy("Expires on"),
    "period_start": gettext_lazy("Period from"),
    "period_end": gettext_lazy("Period to"),
    "bridge_until": gettext_lazy("Bridge letter until"),
}
HELP: Final = {
    "expires_on": gettext_lazy("The last day on which it counts."),
    "bridge_until": gettext_lazy("The day through which a bridge letter vouches, if there is one."),
}


class EvidenceDecisionForm(forms.Form):
    """Accepted, or refused with what is wrong."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[("accept", gettext_lazy("Accepted")), ("refuse", gettext_lazy("Refused"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The vendor reads it. Needed for a refusal: what is wrong, and what to send."),
    )


class WithdrawForm(forms.Form):
    """Taken back."""

    note = forms.CharField(label=gettext_lazy("Why it is taken back"), max_length=300)


class EvidenceRequestForm(forms.Form):
    """Asked for."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS)
    due_date = DayField(label=gettext_lazy("Needed by"))
    note = forms.CharField(label=gettext_lazy("What exactly"), max_length=300, required=False)


class EvidencePolicyForm(TenantModelForm):
    """What the workspace demands."""

    class Meta:
        model = EvidencePolicy
        fields = (
            "soc2_months", "soc2_basis", "breach_hours", "grace_days", "internal_needs", "confidential_needs",
            "personal_needs", "special_needs",
        )  # fmt: skip
        labels = {
            "soc2_months": gettext_lazy("A SOC 2 Type II report counts for so many months"),
            "soc2_basis": gettext_lazy("Counted from"),
            "breach_hours": gettext_lazy("A breach must be told within so many hours"),
            "grace_days": gettext_lazy("Days of grace after evidence ran out"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "internal_needs": _("Needed before a vendor sees internal data"),
            "confidential_needs": _("Needed before it sees confidential data"),
            "personal_needs": _("Needed before it sees personal data"),
            "special_needs": _("Needed before it sees special categories or payment data"),
        }
        for name, label in labels.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=label, choices=KINDS[:-1], widget=forms.CheckboxSelectMultiple, required=False
            )
