"""Mixed tasks of one desk are an assistant's work."""

from __future__ import annotations

from engagements.fit.answers import Answers, Goal, Size
from engagements.fit.rule import ASSISTANT, FREELANCER, Rule, marked


def fires(answers: Answers) -> bool:
    """One person who knows you is wanted, for a part of a desk or a whole one."""
    return answers.goal is Goal.ONE_PERSON and answers.size is not Size.TEAM


RULE = Rule(
    "one-person",
    marked("You want one person who knows you and does many small things: a dedicated assistant."),
    fires,
    {ASSISTANT: 5, FREELANCER: 1},
)
