"""Forms about a person's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.accounts import zones
from foundation.accounts.models import User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """How somebody is called and how the product speaks to them."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("Times show in it, beside the organization's.")
    )

    class Meta:
        model = User
        fields = ("name", "language", "time_zone", "keyboard_shortcuts")
        labels = {"name": _("Name"), "keyboard_shortcuts": _("Single-key shortcuts")}
        help_texts = {"keyboard_shortcuts": _("Press ? on a page to see them.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["time_zone"]
        zone.choices = [("", _("Each organization's own")), *zones.choices(kept=self.instance.time_zone)]  # type: ignore[attr-defined]


class JoinForm(forms.Form):
    """A new account for somebody who follows an invitation; the address is the invitation's."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    password1 = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters."),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Judges the password against the person's name and address too."""
        data = super().clean() or {}
        if "password1" in data:
            try:
                validate_password(data["password1"], User(email=self.email, name=data.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data


class SignUpForm(forms.Form):
    """What the sign-up asks besides address and password."""

    name = forms.CharField(label=_("Your name"), max_length=120)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the person exists."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
