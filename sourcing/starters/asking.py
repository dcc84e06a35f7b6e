"""The questions and prices of a new brief; people change them as they like."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from sourcing.models import Basis, Group, Path


class AskedQuestion(NamedTuple):
    """A question about a group of criteria."""

    group: Group
    text: Any
    wants_file: bool = False


class AskedPrice(NamedTuple):
    """A price of a basis; what is expected a month comes from the process where it is counted."""

    label: Any
    basis: Basis


KNOCKOUTS: Final[dict[str, tuple[AskedQuestion, ...]]] = {
    Path.REQUEST: (
        AskedQuestion(Group.CAPABILITY, _("Can you cover the hours and languages that the brief names?")),
        AskedQuestion(Group.TRANSPARENCY, _("Do you sign the data processing agreement before you see any data?")),
        AskedQuestion(
            Group.TRANSPARENCY, _("Do we get every figure behind your reports, down to the single piece of work?")
        ),
    ),
    Path.TRIAL: (
        AskedQuestion(Group.CULTURE, _("Can you do the task by the date above, for the pay above?")),
        AskedQuestion(Group.TRANSPARENCY, _("Do you do the work yourself, or name who does?")),
    ),
}
QUESTIONS: Final[dict[str, tuple[AskedQuestion, ...]]] = {
    Path.REQUEST: (
        AskedQuestion(Group.CAPABILITY, _("Whom would you put on this work, and how fast can you hire one more?")),
        AskedQuestion(
            Group.CAPABILITY, _("Where have you done the same kind of work? Name volumes and results."), True
        ),
        AskedQuestion(Group.CAPABILITY, _("Which tools do you use, and how do they connect with ours?")),
        AskedQuestion(Group.OPERATING, _("How do you check quality, and what follows from a bad result?")),
        AskedQuestion(Group.OPERATING, _("How do you train people until they are ready, and how long does it take?")),
        AskedQuestion(Group.OPERATING, _("Which improvement did you last propose to a client, and what came of it?")),
        AskedQuestion(Group.CULTURE, _("Who decides what on your side, and how is something escalated?")),
        AskedQuestion(Group.TRANSPARENCY, _("Which figures do we see, how often, and how is the team staffed?")),
        AskedQuestion(Group.TRANSPARENCY, _("What would be hard for you in this work?")),
        AskedQuestion(Group.SCOPE, _("How would you take the work over, week by week?")),
    ),
    Path.TRIAL: (
        AskedQuestion(Group.CAPABILITY, _("Your result of the trial task"), True),
        AskedQuestion(Group.CAPABILITY, _("Which similar work have you done, and for whom?")),
        AskedQuestion(Group.OPERATING, _("How do you check your own work, and when are you there?")),
    ),
}
PRICES: Final[dict[str, tuple[AskedPrice, ...]]] = {
    Path.REQUEST: (
        AskedPrice(_("Transition and set-up"), Basis.ONCE),
        AskedPrice(_("Fixed monthly fee"), Basis.MONTHLY),
        AskedPrice(_("Price of a unit of work"), Basis.UNIT),
    ),
    Path.TRIAL: (AskedPrice(_("Rate"), Basis.HOUR),),
}
