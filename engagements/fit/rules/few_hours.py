"""A few hours a month carry no contract with a company."""

from __future__ import annotations

from engagements.fit.answers import Answers, Goal, Size
from engagements.fit.rule import FREELANCER, Rule, marked


def fires(answers: Answers) -> bool:
    """Only hours a month, and no assistant is wanted."""
    return answers.size is Size.HOURS and answers.goal is not Goal.ONE_PERSON


RULE = Rule(
    "few-hours",
    marked("There are only some hours of it a month: a freelancer is enough, and quicker to begin with."),
    fires,
    {FREELANCER: 4},
)
