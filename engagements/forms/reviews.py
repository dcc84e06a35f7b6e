"""The form about a layer's review."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models.metrics import Cadence


class ReviewForm(forms.Form):
    """How a review is called, how often it is held, and what is talked about."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("As your people say it: monthly business review, QBR, service call."),
    )
    cadence = forms.ChoiceField(label=_("How often"), choices=Cadence.choices)
    agenda = forms.CharField(
        label=_("Agenda"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("A point a line."),
    )
    is_held = forms.BooleanField(label=_("It is held"), required=False)
