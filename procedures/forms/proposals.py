"""Forms about proposals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts.forms import TenantModelForm
from procedures.models import Decision, GuideKind, Proposal


class ProposalForm(TenantModelForm):
    """What somebody would do otherwise; without a guide, the checklist or SOP that the partner brings."""

    class Meta:
        model = Proposal
        fields = ("kind", "title", "source", "proposed_by_name", "text", "reason")
        labels = {
            "kind": _("What it is"),
            "title": _("Title"),
            "source": _("From"),
            "proposed_by_name": _("Whose proposal"),
            "text": _("Proposal"),
            "reason": _("Why"),
        }
        help_texts = {"text": _("Which part, and what it should say."), "reason": _("What goes wrong today.")}
        widgets = {"text": forms.Textarea({"rows": 5}), "reason": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.guide_id:
            del self.fields["kind"], self.fields["title"]
            return
        kinds = [choice for choice in GuideKind.choices if choice[0] != GuideKind.ARTICLE]
        self.fields["kind"].choices = list(reversed(kinds))  # type: ignore[attr-defined]
        self.fields["kind"].required = self.fields["title"].required = True
        self.fields["text"].label = _("Its steps")
        self.fields["text"].help_text = _('One a line, with who does it before a colon: "Agent: checks the address".')
        self.fields["reason"].help_text = _("What is better about it.")


class DecisionForm(forms.Form):
    """What the owner says to it."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Decision.ACCEPTED, _("Accept: it goes into the draft")),
            (Decision.REFUSED, _("Refuse")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For those who proposed it. Needed when it is refused."),
    )
