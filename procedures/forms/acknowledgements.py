"""Forms about acknowledgements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.models import Participant
from procedures.content import Content


class QuizForm(forms.Form):
    """The questions of a version, one field each; without questions it is only the confirmation."""

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content
        for place, question in enumerate(content.quiz):
            self.fields[f"question_{place}"] = forms.ChoiceField(
                label=question.text,
                choices=[(choice, choice) for choice in question.choices()],
                widget=forms.RadioSelect,
            )

    def answers(self) -> list[str]:
        """What was chosen, in the order of the questions."""
        return [self.cleaned_data[f"question_{place}"] for place in range(len(self.content.quiz))]


class BehalfForm(forms.Form):
    """Somebody acknowledged outside the system."""

    participant = forms.TypedChoiceField(label=_("Who"))
    day = DayField(label=_("On"))
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("How you know: a mail with its date, a signed page, minutes of a meeting."),
    )
    score = forms.DecimalField(label=_("Quiz score, in percent"), min_value=0, max_value=100, decimal_places=2)

    def __init__(self, *args: Any, waiting: Sequence[Participant], has_quiz: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {str(person.pk): person for person in waiting}
        self.fields["participant"].choices = [  # type: ignore[attr-defined]
            (key, f"{person} \N{MIDDLE DOT} {person.title} \N{MIDDLE DOT} {person.engagement}")
            for key, person in self.waiting.items()
        ]
        if not has_quiz:
            del self.fields["score"]

    def chosen(self) -> Participant:
        """The person."""
        return self.waiting[self.cleaned_data["participant"]]
