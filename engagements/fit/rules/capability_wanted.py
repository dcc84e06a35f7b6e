"""A capability that is to be one's own in the end is built, run and handed over."""

from __future__ import annotations

from engagements.fit.answers import Answers, Goal
from engagements.fit.rule import BUILD_OPERATE_TRANSFER, Rule, marked


def fires(answers: Answers) -> bool:
    """The capability shall be your own one day."""
    return answers.goal is Goal.CAPABILITY


RULE = Rule(
    "capability-wanted",
    marked("You want the capability for the long term: a partner builds and runs it, then hands it over to you."),
    fires,
    {BUILD_OPERATE_TRANSFER: 5},
)
