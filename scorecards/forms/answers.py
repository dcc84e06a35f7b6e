"""What the partner says to a scorecard, and the client's answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.inbox.evidence import ACCEPT


class AcknowledgementForm(forms.Form):
    """The figures are read and taken."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class DisputeForm(forms.Form):
    """What is wrong with a line, and what shows it."""

    text = forms.CharField(
        label=_("What is wrong"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        help_text=_("Say what the figure should be, and why."),
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("What shows it"), max_length=500,
        help_text=_("A link, ticket numbers, a mail with its date: so that the client can check it."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_(
            "PDF, pictures, text, CSV or office documents, up to 10 MB. It is checked before it can be opened."
        ),
    )


class VerdictForm(forms.Form):
    """Yes or no to a dispute."""

    decision = forms.ChoiceField(choices=[("uphold", _("Uphold")), ("reject", _("Reject"))], widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Answer"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
        help_text=_("The partner reads it. Needed when you reject."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A rejection says why."""
        data = super().clean() or {}
        if data.get("decision") == "reject" and not data.get("note", "").strip():
            self.add_error("note", _("Say why the figures stand; the partner reads it."))
        return data
