"""Forms about roles, named contacts and decision rights."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.actions.parties import SIDES, Promotion
from engagements.forms.days import DayField
from engagements.models import Contact, DecisionRight, Engagement, Participant, Side
from engagements.queries.parties import people_for, side_of
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.models import Organization, User

NOT_BOTH = _("Choose a person or write a name, not both.")


class ParticipantForm(TenantModelForm):
    """A role and who holds it: somebody with a login, a name, or nobody yet."""

    class Meta:
        model = Participant
        fields: tuple[str, ...] = ("side", "title", "user", "name", "email")
        labels = {
            "side": _("Side"),
            "title": _("Role"),
            "user": _("Person with a login"),
            "name": _("Or somebody without a login"),
            "email": _("E-mail"),
        }
        help_texts = {
            "title": _("What the person is in this work, for instance Night shift lead."),
            "user": _("Leave both empty while nobody holds the role."),
        }
        widgets = {"side": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "side" in self.fields:
            self.fields["side"].choices = Side.choices  # type: ignore[attr-defined]  # a ChoiceField; without "-----"
        people = people_for(self.instance.engagement, chosen=self.instance.user_id)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["user"].empty_label = _("Nobody")  # type: ignore[attr-defined]
        if self.instance.user_id:
            self.initial["name"] = ""

    def clean(self) -> dict[str, Any]:
        """One person at most, on the side where they work."""
        data = super().clean() or {}
        user: User | None = data.get("user")
        data["name"] = " ".join((data.get("name") or "").split())
        if user is not None and data["name"]:
            self.add_error("name", NOT_BOTH)
        elif user is not None:
            side = side_of(user, self.instance.engagement)
            if side is not None and side != data.get("side", self.instance.side):
                self.add_error("user", _("This person is on the other side."))
            data["name"] = str(user)
        self._refuse_twin(data)
        return data

    def _refuse_twin(self, data: dict[str, Any]) -> None:
        roles = Participant.objects.filter(
            engagement=self.instance.engagement, side=data.get("side", self.instance.side)
        ).exclude(pk=self.instance.pk)
        if data.get("title") and roles.filter(title__iexact=data["title"]).exists():
            self.add_error("title", _("This side has that role already."))


class ParticipantChangeForm(ParticipantForm):
    """Another title or person; the side stays, since contacts and letters hang on it."""

    class Meta(ParticipantForm.Meta):
        fields = ("title", "user", "name", "email")


class DepartureForm(forms.Form):
    """Somebody leaves a role, and perhaps somebody takes over at once."""

    left_on = DayField(label=_("Last day"))
    user = forms.ModelChoiceField(
        label=_("Taken over by"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    name = forms.CharField(label=_("Or by somebody without a login"), max_length=120, required=False)

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participant = participant
        people = people_for(participant.engagement, chosen=None)
        if participant.user_id:
            people = people.exclude(pk=participant.user_id)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """One successor at most, of the same side."""
        data = super().clean() or {}
        user = data.get("user")
        if user is not None and data.get("name"):
            self.add_error("name", NOT_BOTH)
        elif user is not None and side_of(user, self.participant.engagement) not in (None, self.participant.side):
            self.add_error("user", _("This person is on the other side."))
        return data

    @property
    def has_successor(self) -> bool:
        """Whether somebody takes over."""
        return bool(self.cleaned_data.get("user") or self.cleaned_data.get("name"))


class ContactForm(forms.Form):
    """Which role is a named contact."""

    participant = forms.ModelChoiceField(
        label=_("Role"),
        queryset=Participant.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("If the role is not here yet, add it under People first."),
    )

    def __init__(self, *args: Any, engagement: Engagement, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = Participant.objects.filter(engagement=engagement, side__in=SIDES[contact])
        roles = roles.order_by("side", "position", "pk")
        field: Any = self.fields["participant"]
        field.queryset = roles
        field.label_from_instance = role_and_person
        field.initial = next((each.pk for each in roles if each.contact == contact), None)

    @property
    def promotion(self) -> Promotion | None:
        """None but for a team lead."""
        return None


class TeamLeadForm(ContactForm):
    """The team lead; one who came from the team was handed something over."""

    promoted_on = DayField(label=_("Promoted from the team on"), required=False)
    handover = forms.CharField(
        label=_("Handover"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("What was handed over, to whom, and what stays open. Needed when they were promoted."),
    )

    def __init__(self, *args: Any, engagement: Engagement, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, engagement=engagement, contact=contact, **kwargs)
        lead = Participant.objects.filter(engagement=engagement, contact=contact).first()
        if lead is not None:
            self.initial.update(promoted_on=lead.promoted_on, handover=lead.handover)

    def clean(self) -> dict[str, Any]:
        """A promotion has its handover, and a handover its day."""
        data = super().clean() or {}
        if data.get("promoted_on") and not (data.get("handover") or "").strip():
            self.add_error("handover", _("Say what was handed over."))
        if data.get("handover") and not data.get("promoted_on") and not self.has_error("promoted_on"):
            self.add_error("promoted_on", _("Say since when."))
        if data.get("promoted_on") and not data.get("participant") and not self.has_error("participant"):
            self.add_error("participant", _("Say which role."))
        return data

    @property
    def promotion(self) -> Promotion | None:
        """Since when, and what was handed over."""
        day = self.cleaned_data.get("promoted_on")
        return Promotion(day, self.cleaned_data["handover"].strip()) if day else None


class DecisionRightForm(TenantModelForm):
    """Who decides something, up to which limit, and who decides beyond it."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = DecisionRight
        fields = ("decision", "decided_by", "limit", "escalates_to")
        labels = {
            "decision": _("Decision"),
            "decided_by": _("Decided by"),
            "limit": _("Up to"),
            "escalates_to": _("Beyond that"),
        }
        help_texts = {
            "decision": _("For instance: spending above the agreed fee."),
            "limit": _("For instance EUR 500 a month. Leave it empty when there is no limit."),
            "escalates_to": _("Who decides when it is above the limit."),
        }

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, organization=organization, **kwargs)
        self.initial["revision"] = self.instance.revision
        roles = Participant.objects.filter(engagement=self.instance.engagement).order_by("side", "position", "pk")
        for name in ("decided_by", "escalates_to"):
            field: Any = self.fields[name]
            field.queryset = roles
            field.label_from_instance = role_and_person
        self.fields["escalates_to"].empty_label = _("Nobody else")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody else decides beyond the limit."""
        data = super().clean() or {}
        if data.get("decided_by") and data.get("decided_by") == data.get("escalates_to"):
            self.add_error("escalates_to", _("Choose somebody else than who decides up to the limit."))
        return data


def role_and_person(participant: Participant) -> str:
    """A role in a choice: "Partner: Night lead (Priya Nair)"."""
    role = f"{participant.get_side_display()}: {participant.title}"
    return f"{role} ({participant.name})" if participant.name else role
