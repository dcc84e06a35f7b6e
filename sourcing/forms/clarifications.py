"""Forms about questions on a brief."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class InquiryForm(forms.Form):
    """What a vendor asks."""

    text = forms.CharField(
        label=_("Ask the client"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The answer goes to everybody who was asked for a proposal; nobody learns who wanted to know."),
    )


class AnswerForm(forms.Form):
    """Question and answer as all who were asked read them."""

    question = forms.CharField(
        label=_("The question, as all read it"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Take out whatever tells who wanted to know."),
    )
    answer = forms.CharField(label=_("Answer"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 6}))
