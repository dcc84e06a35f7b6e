"""A decision, a limit, how a workspace reckons."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.models import ApprovalLimit, CasePolicy, CaseState
from foundation.accounts.currencies import CHOICES
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.models import Membership, User
from foundation.accounts.models.memberships import ROLE_LABELS
from foundation.accounts.roles import STAFF_ROLES, Permission, may

_APPROVING: Final = [role for role in ROLE_LABELS if role in STAFF_ROLES and may(role, Permission.APPROVE_CASES)]
_HUNDRED: Final = Decimal(100)


class DecisionForm(forms.Form):
    """What whoever holds the money says."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            (CaseState.APPROVED, gettext_lazy("Approve")),
            (CaseState.CONDITIONS, gettext_lazy("Approve with conditions")),
            (CaseState.DEFERRED, gettext_lazy("Defer")),
            (CaseState.REJECTED, gettext_lazy("Reject")),
        ],
        widget=forms.RadioSelect,
    )
    conditions = forms.CharField(
        label=gettext_lazy("Conditions, or why not"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Needed for everything but a plain approval."),
    )


class LimitForm(TenantModelForm):
    """Up to which amount a role or a person approves."""

    class Meta:
        model = ApprovalLimit
        fields = ("role", "user", "currency", "up_to")
        help_texts = {"up_to": gettext_lazy("What the option costs in all over its horizon. Empty: any amount.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [("", gettext_lazy("one person")), *((role.value, ROLE_LABELS[role]) for role in _APPROVING)]
        self.fields["role"] = forms.ChoiceField(label=gettext_lazy("Role"), choices=roles, required=False)
        self.fields["currency"] = forms.ChoiceField(
            label=gettext_lazy("Currency"), choices=CHOICES, initial=self.initial.get("currency")
        )
        people = Membership.objects.filter(left_at=None, role__in=[role.value for role in _APPROVING])
        self.fields["user"].queryset = User.objects.filter(pk__in=people.values("user"))  # type: ignore[attr-defined]
        self.order_fields(["role", "user", "currency", "up_to"])

    def clean(self) -> dict[str, Any]:
        """Either a role or a person."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(data.get("role")) == bool(data.get("user")):
            raise ValidationError({"user": _("Choose either a role or one person.")})
        return data


class PolicyForm(TenantModelForm):
    """How a workspace reckons its cases."""

    discount_rate = forms.DecimalField(
        label=gettext_lazy("Discount rate, % a year"),
        max_digits=8,
        decimal_places=2,
        min_value=Decimal(-50),
        max_value=Decimal(1000),
        help_text=gettext_lazy("Proposed to new cases."),
    )

    class Meta:
        model = CasePolicy
        fields = ("counts_non_cash",)
        help_texts = {
            "counts_non_cash": gettext_lazy(
                "Leadership time, speed and the like: counted in the flows, or only listed. Drafts follow when they are"
                " saved next; submitted versions keep theirs."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["discount_rate"] = format((self.instance.discount_rate * _HUNDRED).normalize(), "f")

    def clean_discount_rate(self) -> Decimal:
        """As a fraction, in the row."""
        self.instance.discount_rate = self.cleaned_data["discount_rate"] / _HUNDRED
        found: Decimal = self.instance.discount_rate
        return found
