"""The questions of the fit wizard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.fit.answers import Answers, Change, Degree, Geography, Goal, Presence, Size, Volatility
from engagements.inventory.workload import minutes_a_month
from engagements.models import Process
from engagements.models.processes import SourcingModel

QUESTIONS: Final = (
    (
        "volatility",
        _("How does the volume move?"),
        (
            (Volatility.STEADY, _("It is steady")),
            (Volatility.SEASONAL, _("It has seasons that we know")),
            (Volatility.SPIKES, _("It comes in spikes")),
        ),
    ),
    (
        "change",
        _("How often does the way of doing it change?"),
        (
            (Change.RARELY, _("Rarely")),
            (Change.QUARTERLY, _("Every few months")),
            (Change.WEEKLY, _("Nearly every week")),
        ),
    ),
    (
        "knowledge",
        _("How much must one know about your house?"),
        (
            (Degree.LOW, _("Little: a page of instructions is enough")),
            (Degree.MEDIUM, _("Some: two weeks of training")),
            (Degree.HIGH, _("Much: it takes months to learn")),
        ),
    ),
    (
        "sensitivity",
        _("How sensitive is the data?"),
        (
            (Degree.LOW, _("Anybody may see it")),
            (Degree.MEDIUM, _("Names, orders, prices")),
            (Degree.HIGH, _("Health, payment, secrets")),
        ),
    ),
    (
        "complexity",
        _("How complex is a single case?"),
        (
            (Degree.LOW, _("It follows steps")),
            (Degree.MEDIUM, _("Steps with exceptions")),
            (Degree.HIGH, _("Each needs judgement")),
        ),
    ),
    (
        "geography",
        _("Where and when is it needed?"),
        (
            (Geography.ONE_ZONE, _("In our own time zone")),
            (Geography.MORE_ZONES, _("In several time zones")),
            (Geography.AROUND_THE_CLOCK, _("Around the clock")),
        ),
    ),
    (
        "presence",
        _("Does somebody have to be there?"),
        ((Presence.REMOTE, _("No, it can be done from anywhere")), (Presence.ON_SITE, _("Yes, at a place"))),
    ),
    (
        "goal",
        _("What do you want of somebody else?"),
        (
            (Goal.HANDS, _("More hands")),
            (Goal.OUTCOME, _("An outcome that they answer for")),
            (Goal.CAPABILITY, _("A team that is ours one day")),
            (Goal.ONE_PERSON, _("One person for many small things")),
        ),
    ),
    (
        "size",
        _("How much work is it?"),
        (
            (Size.HOURS, _("Some hours a month")),
            (Size.ONE_OR_TWO, _("Work for one or two people")),
            (Size.TEAM, _("Work for a team")),
        ),
    ),
    (
        "knows_skill",
        _("Do you know the skill yourselves?"),
        (("yes", _("Yes, we could teach it")), ("no", _("No"))),
    ),
)
SOME_HOURS: Final = 1200
TWO_PEOPLE: Final = 2 * 9600
"""Minutes a month: 20 hours; two people of 160 hours."""


class QuestionsForm(forms.Form):
    """Ten questions, each with a few answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, answers in QUESTIONS:
            choices = [(str(value), text) for value, text in answers]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)

    def questions(self) -> Iterator[forms.BoundField]:
        """The fields in their order."""
        return (self[name] for name, _label, _answers in QUESTIONS)

    def answers(self) -> Answers:
        """The answers of a valid form."""
        given = {name: self.cleaned_data[name] for name, _label, _answers in QUESTIONS}
        return Answers.from_dict({**given, "knows_skill": given["knows_skill"] == "yes"})


class ChoiceForm(forms.Form):
    """Which model it shall be; another than the recommended one needs a reason."""

    chosen = forms.ChoiceField(
        label=_("You choose"),
        choices=[("", _("The recommended one")), *SourcingModel.choices],
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you choose another one than is recommended."),
    )


def first_answers(process: Process, last: Answers | None) -> dict[str, str]:
    """What the wizard shows first: the last walk's answers, else what the process says already."""
    if last is not None:
        return {
            **{name: str(value) for name, value in last.to_dict().items()},
            "knows_skill": "yes" if last.knows_skill else "no",
        }
    known = {}
    minutes = minutes_a_month(process.volume, process.frequency, process.minutes)
    if minutes is not None:
        size = Size.HOURS if minutes <= SOME_HOURS else Size.ONE_OR_TWO if minutes <= TWO_PEOPLE else Size.TEAM
        known["size"] = size.value
    if process.needs_presence:
        known["presence"] = Presence.ON_SITE.value
    if process.baselines.filter(count__isnull=False).exists():
        known["knows_skill"] = "yes"
    return known
