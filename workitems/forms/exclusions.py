"""Claiming and deciding exclusions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import ExclusionRule
from engagements.queries.registers import in_force
from foundation.accounts.forms import TenantModelForm
from workitems.models import Exclusion


class ClaimForm(TenantModelForm):
    """Why an item shall not count, and what shows it."""

    class Meta:
        model = Exclusion
        fields = ("rule", "reason", "note")
        help_texts = {"rule": _("Its type then takes the place of the reason below.")}
        widgets = {"note": forms.Textarea(attrs={"rows": 3, "maxlength": 500})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.instance.item if self.instance.item_id else None
        engagement = item.engagement_id if item else None
        held = in_force(ExclusionRule, engagement, on=item.opened_at.date()) if item and engagement else None
        if not held:
            del self.fields["rule"]
            return
        rules: Any = self.fields["rule"]
        rules.queryset, rules.empty_label = held, _("None of them")

    def _check(self, *args: Any, **kwargs: Any) -> None:
        """Whether a claim exists already is told by the action, in one sentence."""


class DecisionForm(forms.Form):
    """Yes or no, by somebody else than the one who claimed it."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[("approve", _("Approve")), ("reject", _("Reject"))], widget=forms.HiddenInput
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A rejection says why."""
        data = super().clean() or {}
        if data.get("decision") == "reject" and not data.get("note", "").strip():
            self.add_error("note", _("Say why it is rejected."))
        return data
