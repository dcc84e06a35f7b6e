"""Forms about who may enter a workspace: invitations, roles, tokens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Membership
from foundation.accounts.models.memberships import ROLE_LABELS
from foundation.accounts.queries import has_member, vendor_choices
from foundation.accounts.roles import STAFF_ROLES, VENDOR_ROLES, Role

STAFF_CHOICES = [(role.value, label) for role, label in ROLE_LABELS.items() if role in STAFF_ROLES]
VENDOR_CHOICES = [(role.value, label) for role, label in ROLE_LABELS.items() if role in VENDOR_ROLES]


class StaffInvitationForm(forms.Form):
    """An invitation of a colleague. ``vendor_id`` is always None."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=STAFF_CHOICES, initial=Role.VIEWER.value)

    @property
    def vendor_id(self) -> int | None:
        """The partner whose person this is to be."""
        return None

    def clean(self) -> dict[str, Any]:
        """Refuses the address of somebody who is in already."""
        data = super().clean() or {}
        if "email" in data and not self.errors and has_member(data["email"], vendor_id=self.vendor_id):
            self.add_error("email", _("This person is a member already; change their role on the people page."))
        return data


class VendorInvitationForm(StaffInvitationForm):
    """An invitation of a partner's person: it offers no staff role, so it can never make staff."""

    vendor = forms.TypedChoiceField(label=_("Partner"), coerce=int)
    field_order = ("vendor", "email", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vendor"].choices = vendor_choices()()  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["role"].choices = VENDOR_CHOICES  # type: ignore[attr-defined]
        self.fields["role"].initial = Role.VENDOR_MANAGER.value

    @property
    def vendor_id(self) -> int | None:
        """The partner whose person this is to be."""
        found: int | None = self.cleaned_data.get("vendor")
        return found


class RoleForm(forms.Form):
    """Another role for a member; a partner's person stays a partner's."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = membership.role
        offered = STAFF_CHOICES if membership.vendor_id is None else VENDOR_CHOICES
        self.fields["role"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField


class TokenForm(forms.Form):
    """A new API token."""

    DAYS = ((30, _("30 days")), (90, _("90 days")), (365, _("One year")))
    name = forms.CharField(
        label=_("What is it for"), max_length=80, help_text=_("For instance: nightly upload from the ticket system.")
    )
    can_write = forms.BooleanField(
        label=_("May write"),
        required=False,
        help_text=_("Without it the token only reads. It never may more than you."),
    )
    days = forms.TypedChoiceField(label=_("Works for"), choices=DAYS, coerce=int, initial=90)
