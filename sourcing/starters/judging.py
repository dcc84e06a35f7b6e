"""The criteria of a new selection with their anchors. Capability alone never wins: four groups have a minimum."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from sourcing.models import Group, Path


class StarterCriterion(NamedTuple):
    """What is judged, and what 0 to 5 points look like."""

    name: Any
    anchors: tuple[Any, Any, Any, Any, Any, Any]


class StarterGroup(NamedTuple):
    """A group with its weight in percent and its minimum."""

    key: Group
    weight: int
    minimum: Decimal | None
    criteria: tuple[StarterCriterion, ...] = ()


HIRING: Final = StarterCriterion(
    _("Hiring capacity"),
    (
        _("Nobody to put on the work"),
        _("Would begin to look once signed"),
        _("Some of the people, no date for the rest"),
        _("The team is named, one more in eight weeks"),
        _("The team is named, one more in four weeks, shown with figures"),
        _("As 4, and a trained bench covers absences from day one"),
    ),
)
LANGUAGES: Final = StarterCriterion(
    _("Languages"),
    (
        _("A language that we need is missing"),
        _("Only with machine translation"),
        _("Spoken, not tested"),
        _("Every language at working level, tested"),
        _("Every language fluently, tested, in all hours"),
        _("As 4, with native speakers who write for customers"),
    ),
)
TECHNOLOGY: Final = StarterCriterion(
    _("Technology"),
    (
        _("Cannot work in our tools"),
        _("By e-mail and spreadsheets"),
        _("In our tools, no figures out of theirs"),
        _("In our tools, figures as files each week"),
        _("Connected: items and figures arrive by themselves"),
        _("As 4, and shown live with a client of our size"),
    ),
)
SIMILAR_WORK: Final = StarterCriterion(
    _("Similar work"),
    (
        _("None"),
        _("Claimed, no client named"),
        _("One client, other volumes or complexity"),
        _("One client alike, with results"),
        _("Two clients alike, results confirmed by them"),
        _("As 4, and one of them was as hard as ours at the start"),
    ),
)
QUALITY: Final = StarterCriterion(
    _("Quality"),
    (
        _("No checks"),
        _("Checks after complaints"),
        _("Samples, without a form or a record"),
        _("Samples each week on a form that we may see"),
        _("As 3, calibrated with the client"),
        _("As 4, with causes found and results that moved"),
    ),
)
TRAINING: Final = StarterCriterion(
    _("Training"),
    (
        _("None"),
        _("Learning on the job"),
        _("Material exists, nobody is tested"),
        _("A programme with a test before work begins"),
        _("As 3, by scenarios, with ramp times planned and met"),
        _("As 4, kept up with each new version of a procedure"),
    ),
)
PERFORMANCE: Final = StarterCriterion(
    _("Performance management"),
    (
        _("Nobody looks"),
        _("Looked at when we ask"),
        _("Monthly figures for the whole team"),
        _("Weekly figures, with somebody who answers for them"),
        _("Weekly, by person, with coaching that is recorded"),
        _("As 4, and misses are told to us before we see them"),
    ),
)
IMPROVEMENT: Final = StarterCriterion(
    _("Continuous improvement"),
    (
        _("Does what it is told"),
        _("Ideas when asked"),
        _("Proposals, no result named"),
        _("One proposal a month, some carried out"),
        _("Two a month, with results in figures"),
        _("As 4, and shares what it gains"),
    ),
)
COMMUNICATION: Final = StarterCriterion(
    _("Communication"),
    (
        _("Does not answer"),
        _("Answers late and around the question"),
        _("Answers, has to be asked twice"),
        _("Clear and in time"),
        _("As 3, asks before it assumes"),
        _("As 4, and says bad news first"),
    ),
)
ESCALATION: Final = StarterCriterion(
    _("Escalation"),
    (
        _("No way up"),
        _("To the salesperson"),
        _("A name, no times"),
        _("Two steps with names and times"),
        _("As 3, tried and shown with a real case"),
        _("As 4, they escalate to us as well"),
    ),
)
DECISIONS: Final = StarterCriterion(
    _("Decisions"),
    (
        _("Nobody we talk to decides"),
        _("Everything goes to the head office"),
        _("The lead decides little, slowly"),
        _("The lead decides daily matters"),
        _("As 3, staffing too, within a day"),
        _("As 4, with rights written down on both sides"),
    ),
)
FIGURES: Final = StarterCriterion(
    _("Performance data"),
    (
        _("None"),
        _("A summary, on request"),
        _("A monthly report"),
        _("Weekly figures with their definitions"),
        _("As 3, down to each item"),
        _("As 4, raw data whenever we want it"),
    ),
)
STAFFING: Final = StarterCriterion(
    _("Staffing model"),
    (
        _("Not told"),
        _("A number of heads"),
        _("Roles, shared with whom is unclear"),
        _("Roles, shares and turnover"),
        _("As 3, with names and planned absences"),
        _("As 4, changes are told two weeks before"),
    ),
)
CHALLENGES: Final = StarterCriterion(
    _("Known challenges"),
    (
        _("“None”"),
        _("Only ours"),
        _("One of theirs, when pressed"),
        _("Two of theirs, named by themselves"),
        _("As 3, each with what they do about it"),
        _("As 4, with a client who tells the same"),
    ),
)
FIT: Final = StarterCriterion(
    _("Fit of the work to the vendor"),
    (
        _("Does other work"),
        _("Transactional house, complex work (or the other way round)"),
        _("Fits in part, the rest would be new"),
        _("Fits in kind and complexity"),
        _("As 3, and in volume: we are neither its largest nor its smallest client"),
        _("As 4, it is what the house is known for"),
    ),
)
TAKEOVER: Final = StarterCriterion(
    _("Taking over"),
    (
        _("No plan"),
        _("A date"),
        _("Phases without tests"),
        _("Phases, each with what must hold before the next"),
        _("As 3, fitted to our procedures"),
        _("As 4, with the way back if it fails"),
    ),
)
UNDERSTANDS: Final = StarterCriterion(
    _("Understands the problem"),
    (
        _("Talks about itself"),
        _("Repeats the brief"),
        _("Gets the work, not why it matters"),
        _("Says it in own words, rightly"),
        _("As 3, names what the brief left out"),
        _("As 4, and what it would cost us not to solve it"),
    ),
)
HAS_DONE: Final = StarterCriterion(
    _("Has done it"),
    (
        _("No"),
        _("Somebody in the house, not in the room"),
        _("In the room, details are missing"),
        _("In the room, with details that hold"),
        _("As 3, with what went wrong"),
        _("As 4, with figures before and after"),
    ),
)
EXPLAINS: Final = StarterCriterion(
    _("Explains the approach"),
    (
        _("Cannot"),
        _("In slogans"),
        _("Step by step, not for our case"),
        _("Step by step for our case"),
        _("As 3, with choices and why"),
        _("As 4, so that we could check each step"),
    ),
)
RESULT: Final = StarterCriterion(
    _("Result of the trial task"),
    (
        _("Not handed in"),
        _("Cannot be used"),
        _("Usable after we redo most of it"),
        _("Usable after small changes"),
        _("Usable as it is"),
        _("As 4, and better than ours"),
    ),
)
FOUR_MINIMUMS: Final = Decimal(3), Decimal(3), Decimal("2.5"), Decimal("2.5")
STARTERS: Final[dict[str, tuple[StarterGroup, ...]]] = {
    Path.REQUEST: (
        StarterGroup(Group.CAPABILITY, 20, FOUR_MINIMUMS[0], (HIRING, LANGUAGES, TECHNOLOGY, SIMILAR_WORK)),
        StarterGroup(Group.OPERATING, 20, FOUR_MINIMUMS[1], (QUALITY, TRAINING, PERFORMANCE, IMPROVEMENT)),
        StarterGroup(Group.CULTURE, 10, FOUR_MINIMUMS[2], (COMMUNICATION, ESCALATION, DECISIONS)),
        StarterGroup(Group.TRANSPARENCY, 10, FOUR_MINIMUMS[3], (FIGURES, STAFFING, CHALLENGES)),
        StarterGroup(Group.SCOPE, 10, None, (FIT, TAKEOVER)),
        StarterGroup(Group.INTERVIEW, 10, None, (UNDERSTANDS, HAS_DONE, EXPLAINS)),
        StarterGroup(Group.PRICE, 20, None),
    ),
    Path.TRIAL: (
        StarterGroup(Group.CAPABILITY, 35, FOUR_MINIMUMS[0], (RESULT, SIMILAR_WORK)),
        StarterGroup(Group.OPERATING, 10, Decimal(2), (QUALITY,)),
        StarterGroup(Group.CULTURE, 20, FOUR_MINIMUMS[2], (COMMUNICATION,)),
        StarterGroup(Group.TRANSPARENCY, 10, Decimal(2), (FIGURES,)),
        StarterGroup(Group.PRICE, 25, None),
    ),
}
