"""Forms about proposals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from foundation.accounts.forms import TenantModelForm
from procedures.models import Decision, Guide, GuideKind, Proposal
from procedures.models.proposals import Source


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


class PortalProposalForm(forms.Form):
    """What the vendor would do otherwise, or a checklist or SOP that it brings."""

    guide = forms.ModelChoiceField(
        label=_("A change to"),
        queryset=Guide.objects.none(),
        required=False,
        empty_label=_("nothing: it is one of our own"),
    )
    engagement = forms.ModelChoiceField(label=_("For"), queryset=Engagement.objects.none(), required=False)
    kind = forms.ChoiceField(
        label=_("What it is"),
        required=False,
        choices=[choice for choice in reversed(GuideKind.choices) if choice[0] != GuideKind.ARTICLE],
    )
    title = forms.CharField(label=_("Title"), max_length=160, required=False, help_text=_("Of one of your own."))
    text = forms.CharField(
        label=_("Proposal"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            'Which part, and what it should say; of your own its steps, one a line: "Agent: checks the address".'
        ),
    )
    reason = forms.CharField(label=_("Why"), max_length=5000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, engagements: Any, guides: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["engagement"].queryset = engagements  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["guide"].queryset = guides  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A guide that is there, or all of one's own."""
        data = super().clean() or {}
        if not data.get("guide"):
            for name, message in (
                ("engagement", _("Say for which engagement it is.")),
                ("title", _("Give it a title.")),
            ):
                if not data.get(name) and not self.has_error(name):
                    self.add_error(name, message)
        return data

    def proposal(self, *, by: str) -> Proposal:
        """The row of a valid form, not kept yet."""
        data = self.cleaned_data
        guide = data["guide"]
        return Proposal(
            guide=guide,
            engagement=None if guide else data["engagement"],
            kind="" if guide else data["kind"],
            title="" if guide else data["title"],
            source=Source.TEAM,
            proposed_by_name=by[:120],
            text=data["text"],
            reason=data["reason"],
        )
