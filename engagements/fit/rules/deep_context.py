"""What lives in your people's heads stays with your people, or is done beside them."""

from __future__ import annotations

from engagements.fit.answers import Answers, Degree
from engagements.fit.rule import AUGMENTATION, IN_HOUSE, Rule, marked


def fires(answers: Answers) -> bool:
    """Deep knowledge of the house is needed."""
    return answers.knowledge is Degree.HIGH


RULE = Rule(
    "deep-context",
    marked("It needs deep knowledge of your house: keep it in-house, or add single people who work within your team."),
    fires,
    {IN_HOUSE: 5, AUGMENTATION: 3},
    leaves=frozenset({IN_HOUSE, AUGMENTATION}),
)
