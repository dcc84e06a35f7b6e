"""What changes every week is never taught in time."""

from __future__ import annotations

from engagements.fit.answers import Answers, Change
from engagements.fit.rule import AUGMENTATION, IN_HOUSE, Rule, marked


def fires(answers: Answers) -> bool:
    """The way of doing it changes every week."""
    return answers.change is Change.WEEKLY


RULE = Rule(
    "fast-changing",
    marked("The way of doing it changes every week: a partner would always work by last week's procedure."),
    fires,
    {IN_HOUSE: 3, AUGMENTATION: 1},
    is_warning=True,
)
