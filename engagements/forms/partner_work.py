"""Forms of the partner's people: a colleague is invited, an action goes on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from engagements.queries.partner_work import followed_engagements
from foundation.accounts.forms.people import VENDOR_CHOICES
from foundation.accounts.queries import has_member
from foundation.accounts.roles import Role


class ColleagueForm(forms.Form):
    """A colleague's address, role and engagements; it offers what its reader follows, and nothing of the client's."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"), choices=VENDOR_CHOICES, initial=Role.VENDOR_AGENT.value,
        help_text=_("An agent answers and submits; a manager also invites, acknowledges and disputes."),
    )  # fmt: skip
    engagements = forms.ModelMultipleChoiceField(
        Engagement.objects.none(), label=_("Engagements"), widget=forms.CheckboxSelectMultiple,
        help_text=_("What the colleague will see: at most what you see."),
    )  # fmt: skip

    def __init__(self, *args: Any, vendor_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vendor_id = vendor_id
        self.fields["engagements"].queryset = followed_engagements()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuses the address of somebody who is in already."""
        data = super().clean() or {}
        if "email" in data and has_member(data["email"], vendor_id=self.vendor_id):
            self.add_error("email", _("This person is a colleague in the portal already."))
        return data


class ProgressForm(forms.Form):
    """How an action stands."""

    text = forms.CharField(
        label=_("How it stands"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    )
    proposes_done = forms.BooleanField(
        label=_("It is done"), required=False, help_text=_("The client looks and closes it.")
    )
