"""Forms about conversations, check-ins and pulses; both sides use the same ones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.models import Engagement, PromiseUnit, Side, ThreadMessage
from engagements.models.rhythm import BEST, QUESTIONS, WORST, VendorPulse
from engagements.queries.conversations import ThreadFilter
from foundation.inbox.evidence import ACCEPT

TEXT = 20_000
NO_SUBJECT = ("", "", "")


class _Asking(forms.Form):
    """What every message may carry."""

    text = forms.CharField(label=_("Message"), max_length=TEXT, widget=forms.Textarea({"rows": 5}))
    is_question = forms.BooleanField(
        label=_("It is a question: the clock runs until the other side answers"), required=False
    )
    needed_on = DayField(
        label=_("Answer needed by the end of"),
        required=False,
        help_text=_("Only if later than agreed is early enough. Left empty, what was agreed holds."),
    )

    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_(
            "PDF, pictures, text, CSV or office documents, up to 10 MB. It is checked before it can be opened."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """A day is for questions alone."""
        data = super().clean() or {}
        if data.get("needed_on") and not data.get("is_question"):
            self.add_error("needed_on", _("Tick that it is a question, or leave the day empty."))
        return data


class ThreadForm(_Asking):
    """A new conversation."""

    engagement = forms.ModelChoiceField(label=_("Engagement"), queryset=Engagement.objects.none())
    subject = forms.CharField(label=_("Subject"), max_length=160)
    about = forms.RegexField(
        r"^(item|line|action):[0-9]{1,18}(/[0-9]{1,18})?$", required=False, widget=forms.HiddenInput, strip=True
    )
    field_order = ("engagement", "subject", "text", "is_question", "needed_on", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Engagement.objects.order_by("name")
        self.fields["engagement"].queryset = rows  # type: ignore[attr-defined]
        if not self.initial.get("engagement") and len(few := rows.values_list("pk", flat=True)[:2]) == 1:
            self.initial["engagement"] = few[0]  # there is nothing to choose

    def clean(self) -> dict[str, Any]:
        """What it is about, as ``open_thread`` takes it: kind, key, and the subject as its name."""
        data = super().clean()
        kind, _colon, key = (data.get("about") or "").partition(":")
        data["about"] = (kind, key, data.get("subject", "")) if key else NO_SUBJECT
        return data


class MessageForm(_Asking):
    """A message in a conversation; with open questions, which one it answers or takes back."""

    answers = forms.TypedChoiceField(label=_("It settles"), required=False, coerce=int, empty_value=None)
    field_order = ("text", "answers", "is_question", "needed_on", "file")

    def __init__(self, *args: Any, questions: list[ThreadMessage], side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not questions:
            del self.fields["answers"]
            return
        theirs = [each for each in questions if each.side != side]
        words = {True: _("Answers: %(text)s"), False: _("Takes back: %(text)s")}
        choices: list[tuple[object, object]] = [
            (each.pk, words[each.side != side] % {"text": Truncator(each.text).chars(70)}) for each in questions
        ]
        self.fields["answers"].choices = [("", _("No question")), *choices]  # type: ignore[attr-defined]
        self.fields["answers"].initial = theirs[0].pk if theirs else ""


class ThreadFilterForm(forms.Form):
    """The list's filter; the address is the filter."""

    q = forms.CharField(label=_("Words"), required=False, max_length=120, widget=forms.TextInput({"data-filter": ""}))
    state = forms.ChoiceField(label=_("Shows"), required=False)
    engagement = forms.ModelChoiceField(
        label=_("Engagement"), queryset=Engagement.objects.none(), required=False, empty_label=_("All")
    )

    def __init__(self, *args: Any, other: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            ("ours", _("Waits for us")),
            ("theirs", _("Waits for %(name)s") % {"name": other}),
            ("unread", _("Unread")),
        ]
        self.fields["engagement"].queryset = Engagement.objects.order_by("name")  # type: ignore[attr-defined]

    def wanted(self) -> ThreadFilter:
        """The filter; a value that says nothing is left out."""
        self.is_valid()
        data = self.cleaned_data
        engagement = data.get("engagement")
        return ThreadFilter(
            state=data.get("state") or "",
            engagement_id=engagement.pk if engagement else None,
            text=(data.get("q") or "").replace("\x00", ""),
        )


class PromiseForm(forms.Form):
    """How soon questions are answered."""

    amount = forms.IntegerField(label=_("Answered within"), min_value=1, max_value=240)
    unit = forms.ChoiceField(label=_("Counted in"), choices=PromiseUnit.choices, initial=PromiseUnit.BUSINESS_DAYS)
    valid_from = DayField(
        label=_("Agreed from"), help_text=_("Questions asked before keep the deadline that they have.")
    )


class CheckInForm(forms.Form):
    """A day in a few lines."""

    engagement = forms.ModelChoiceField(label=_("Engagement"), queryset=Engagement.objects.none(), empty_label=None)
    day = DayField(label=_("Day"))
    people_present = forms.IntegerField(label=_("People present"), min_value=0, max_value=10_000)
    people_planned = forms.IntegerField(label=_("People planned"), min_value=0, max_value=10_000, required=False)
    done = forms.CharField(label=_("Done"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    next_up = forms.CharField(label=_("Next"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    blocked = forms.CharField(
        label=_("Blocked by"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("What you wait for, and from whom. Left empty, nothing blocks you."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["engagement"].queryset = Engagement.objects.order_by("name")  # type: ignore[attr-defined]


class PulseForm(forms.Form):
    """Four scores and a sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {WORST: _("not at all"), BEST: _("fully")}
        choices = [(n, f"{n}: {words[n]}" if n in words else str(n)) for n in range(WORST, BEST + 1)]
        for name in QUESTIONS:
            label = getattr(VendorPulse._meta.get_field(name), "verbose_name", name)
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=choices, coerce=int, widget=forms.RadioSelect
            )
        self.fields["comment"] = forms.CharField(
            label=_("What would make it better"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
        )

    def scores(self) -> dict[str, int]:
        """The scores of a valid form by name."""
        return {name: self.cleaned_data[name] for name in QUESTIONS}


def said_by(side: str, *, client: str, vendor: str) -> str:
    """What a side is called on a page."""
    return client if side == Side.CLIENT else vendor
