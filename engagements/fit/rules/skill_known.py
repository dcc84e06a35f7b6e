"""Who can do it can teach it."""

from __future__ import annotations

from engagements.fit.answers import Answers, Size
from engagements.fit.rule import ASSISTANT, FREELANCER, Rule, marked


def fires(answers: Answers) -> bool:
    """We know the skill, and it is one or two people's work."""
    return answers.knows_skill and answers.size is not Size.TEAM


RULE = Rule(
    "skill-known",
    marked("You know the skill and could teach it: one or two people trained by your procedure can do it."),
    fires,
    {FREELANCER: 1, ASSISTANT: 1},
)
