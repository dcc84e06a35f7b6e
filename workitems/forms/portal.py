"""What a vendor tells of an item in its portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.models import Engagement
from workitems.forms.intake_fields import EvidenceField
from workitems.models.clocks import ClockOutcome
from workitems.models.items import PauseReason, StatusClass
from workitems.models.requests import EvidenceKind, PointAnswer
from workitems.queries.filters import ItemFilter


class TellForm(forms.Form):
    """What happened, and a comment; either alone will do."""

    step = forms.ChoiceField(label=_("What happened"), required=False)
    reason = forms.ChoiceField(
        label=_("Waits for"),
        required=False,
        choices=[("", _("it does not wait")), *PauseReason.choices],
        help_text=_("Needed when it waits. Your own subcontractor is no reason."),
    )
    comment = forms.CharField(label=_("Comment"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, steps: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [("", _("nothing new")), *steps]  # type: ignore[attr-defined]
        if not steps:
            del self.fields["step"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Something has to be said."""
        data = super().clean() or {}
        if not data.get("step") and not (data.get("comment") or "").strip() and not self.errors:
            self.add_error("comment", _("Say what happened, or write a comment."))
        return data


class PortalPromiseForm(forms.Form):
    """A day."""

    day = DayField(label=_("Promised for"))


class PortalPointForm(forms.Form):
    """An answer to one point."""

    answer = forms.ChoiceField(choices=[choice for choice in PointAnswer.choices if choice[0]])
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class PortalFileForm(forms.Form):
    """A file that shows the work."""

    file = EvidenceField(
        label=_("File"), help_text=_("PDF, pictures, text, CSV or office documents, up to 10 MB. It is checked first.")
    )
    shows = forms.ChoiceField(label=_("Shows"), choices=EvidenceKind.choices, initial=EvidenceKind.AFTER)


class AskForm(forms.Form):
    """A question, or a word, about an item."""

    text = forms.CharField(label=_("Message"), max_length=20_000, widget=forms.Textarea({"rows": 3}))
    is_question = forms.BooleanField(
        label=_("It is a question: the clock runs until the client answers"), required=False, initial=True
    )


class PortalFilterForm(forms.Form):
    """Shows a filter of the vendor's own items."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "data-filter": "", "placeholder": _("Number or title")}),
    )
    engagement = forms.ChoiceField(label=_("Engagement"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("any")), *StatusClass.choices])
    resolution = forms.ChoiceField(
        label=_("Resolution clock"), required=False, choices=[("", _("any")), *ClockOutcome.choices]
    )

    def __init__(self, wanted: ItemFilter) -> None:
        chosen = str(wanted.engagement[0]) if len(wanted.engagement) == 1 else ""
        values = {"q": wanted.q, "engagement": chosen, "status": wanted.status, "resolution": wanted.resolution}
        super().__init__(initial=values)
        named = [(str(each.pk), str(each)) for each in Engagement.objects.order_by("name")]
        self.fields["engagement"].choices = [("", _("all")), *named]  # type: ignore[attr-defined]
