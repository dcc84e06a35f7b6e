"""Forms about what both sides write down: communication, places, tools, exclusions, assumptions, rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.models import ApprovedPlace, Assumption, CommunicationEntry, ExclusionRule, Side, Tool, WrittenRule
from foundation.accounts.forms import TenantModelForm

FOR_ALL = _("All engagements")
PARTNERS_ACCOUNT = _("The client should control it: an account of the partner's is gone when the partner is.")
CLAIM_EVIDENCE = _("Only when you record it for the partner: where they said it, with the date.")


class CommunicationForm(TenantModelForm):
    """A line of the communication plan."""

    class Meta:
        model = CommunicationEntry
        fields = ("what", "who", "to_whom", "where", "how_often")
        labels = {
            "what": _("What"),
            "who": _("Who reports"),
            "to_whom": _("To whom"),
            "where": _("Where"),
            "how_often": _("How often"),
        }
        help_texts = {
            "what": _("For instance: open tickets and blockers."),
            "who": _("A role rather than a name."),
            "where": _("For instance: e-mail, the shared channel, a call."),
            "how_often": _("For instance: every working day by 17:00."),
        }


class _ForAll(TenantModelForm):
    """A register's row, for one engagement that has not ended or for all."""

    url = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["engagement"]
        living = Q(ended_on=None) | Q(pk=self.instance.engagement_id)
        field.queryset = field.queryset.filter(living).order_by("name")
        field.empty_label = FOR_ALL


class PlaceForm(_ForAll):
    """Where data may be exchanged."""

    class Meta:
        model = ApprovedPlace
        fields = ("name", "engagement", "url", "data_classes", "controlled_by")
        labels = {
            "name": _("Place"),
            "engagement": _("For"),
            "data_classes": _("Which data may be there"),
            "controlled_by": _("Whose account is it"),
        }
        help_texts = {
            "name": _("For instance: the shared drive “Partner exchange”."),
            "data_classes": _("For instance: tickets and screenshots, no payment data."),
            "controlled_by": PARTNERS_ACCOUNT,
        }


class ToolForm(_ForAll):
    """What the work is done in."""

    class Meta:
        model = Tool
        fields = ("name", "purpose", "engagement", "url", "owner_side")
        labels = {
            "name": _("Tool"),
            "purpose": _("Used for"),
            "engagement": _("For"),
            "owner_side": _("Whose account is it"),
        }
        help_texts = {"owner_side": PARTNERS_ACCOUNT}


class _ClaimForm(TenantModelForm):
    """What one side says; for the partner it is recorded on its behalf, with evidence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claimed_side"].initial = Side.CLIENT

    def clean(self) -> dict[str, Any]:
        """What the partner says needs evidence, since the partner's people do not write here."""
        data = super().clean() or {}
        if data.get("claimed_side") == Side.VENDOR and not (data.get("claim_evidence") or "").strip():
            self.add_error("claim_evidence", _("You record this for the partner: say where they said it."))
        return data


class ExclusionRuleForm(_ClaimForm):
    """What may be left out of the service levels."""

    class Meta:
        model = ExclusionRule
        fields = ("kind", "text", "effect", "claim_days", "claimed_side", "claim_evidence")
        labels = {
            "kind": _("Type"),
            "text": _("What is excluded, exactly"),
            "effect": _("Effect"),
            "claim_days": _("Days to claim it"),
            "claimed_side": _("Claimed by"),
            "claim_evidence": _("Evidence"),
        }
        help_texts = {
            "text": _("So exact that two people decide alike, for instance: time in which the client's VPN is down."),
            "claim_days": _("Calendar days after it happened."),
            "claim_evidence": CLAIM_EVIDENCE,
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "claim_evidence": forms.Textarea(attrs={"rows": 2}),
        }


class AssumptionForm(_ClaimForm):
    """What both sides take for granted."""

    review_date = DayField(label=_("Look at it again on"), required=False)

    class Meta:
        model = Assumption
        fields = ("text", "if_wrong", "review_date", "claimed_side", "claim_evidence")
        labels = {
            "text": _("Assumption"),
            "if_wrong": _("What follows if it is wrong"),
            "claimed_side": _("Claimed by"),
            "claim_evidence": _("Evidence"),
        }
        help_texts = {
            "text": _("For instance: at most 300 tickets a week; the partner gets read access by day one."),
            "claim_evidence": CLAIM_EVIDENCE,
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "if_wrong": forms.Textarea(attrs={"rows": 2}),
            "claim_evidence": forms.Textarea(attrs={"rows": 2}),
        }


class ClaimDecisionForm(forms.Form):
    """The other side's answer."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[("approve", _("Agreed")), ("refuse", _("Refused"))],
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=_("Evidence"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=300, help_text=_("Needed when it is refused: why.")
    )

    def __init__(self, *args: Any, needs_evidence: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_evidence:
            self.fields["evidence"].required = True
            self.fields["evidence"].help_text = needs_evidence


class LastDayForm(forms.Form):
    """Until when something that was agreed holds."""

    ended_on = DayField(label=_("Last day"), help_text=_("It still counts. It may lie ahead."))


class WrittenRuleForm(forms.Form):
    """The words of a rule; ``seen`` carries the revision that the form was opened with."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("The rule"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 12}))
    reference = forms.CharField(
        label=_("Where it stands signed"),
        max_length=300,
        required=False,
        help_text=_("For instance: annex 3 of contract C-2041, signed on 2 November 2026."),
    )
    in_force_from = DayField(
        label=_("In force from"),
        required=False,
        help_text=_("Empty while it is a draft: no work goes to the partner yet."),
    )

    @classmethod
    def opened(cls, rule: WrittenRule | None) -> dict[str, Any]:
        """What the form shows first."""
        if rule is None:
            return {"seen": 0}
        return {
            "seen": rule.revision,
            "text": rule.text,
            "reference": rule.reference,
            "in_force_from": rule.in_force_from,
        }
