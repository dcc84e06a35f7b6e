"""The form of a support person who asks for a look."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SupportRequestForm(forms.Form):
    """Which workspace, why and for how long."""

    slug = forms.SlugField(
        label=_("Address of the workspace"), max_length=40, help_text=_("Its name in the address line.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Its owner reads this, and it stays in its audit log."),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=60, initial=30)
