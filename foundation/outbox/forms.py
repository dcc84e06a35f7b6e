"""Forms of the delivery pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.outbox.models import MessageState
from foundation.outbox.states import State

TROUBLED = "troubled"


class DeliveryFilter(forms.Form):
    """The filter of the list; lives in the URL."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), (TROUBLED, _("Needs somebody")), *MessageState.choices],
    )
    engagement = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    after = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def states(self) -> list[str]:
        """The states asked for; none means all."""
        chosen = self.cleaned_data.get("state", "")
        if chosen == TROUBLED:
            return [State.FAILED, State.UNCERTAIN]
        return [chosen] if chosen else []


class ResendForm(forms.Form):
    """Why the same mail goes out again."""

    reason = forms.CharField(label=_("Why is it sent again?"), max_length=300, strip=True)


class SettleForm(forms.Form):
    """What became of an uncertain mail."""

    was_sent = forms.TypedChoiceField(
        label=_("What became of it?"),
        choices=[("yes", _("It arrived")), ("no", _("It was never sent"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("How do you know?"), max_length=300, strip=True)
