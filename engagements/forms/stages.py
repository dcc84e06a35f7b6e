"""Forms of the stage board."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Stage
from engagements.queries.stages import partners
from vendors.models import Vendor


class MoveForm(forms.Form):
    """To which stage, and why when it goes back."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class BackForm(forms.Form):
    """Back to an earlier stage, with a reason."""

    stage = forms.ChoiceField(label=_("Back to"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, stage: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = list(Stage)
        earlier = order[: order.index(Stage(stage))]
        self.fields["stage"].choices = [(each.value, each.label) for each in reversed(earlier)]  # type: ignore[attr-defined]


class ExitForm(forms.Form):
    """To the last stage: a button alone."""

    stage = forms.CharField(initial=Stage.EXIT, widget=forms.HiddenInput)


class OverrideForm(forms.Form):
    """Why a gate is passed without what it asks for."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stays on the board with your name, and in the audit log."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PartnerForm(forms.Form):
    """Who is to do the work."""

    vendor = forms.ModelChoiceField(label=_("Partner"), queryset=Vendor.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Vendor.objects.filter(pk__in=[each.pk for each in partners()]).order_by("name")
        self.fields["vendor"].queryset = found  # type: ignore[attr-defined]
