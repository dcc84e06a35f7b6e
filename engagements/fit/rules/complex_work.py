"""Highly complex work does not travel well."""

from __future__ import annotations

from engagements.fit.answers import Answers, Degree
from engagements.fit.rule import AUGMENTATION, IN_HOUSE, Rule, marked


def fires(answers: Answers) -> bool:
    """The work is highly complex."""
    return answers.complexity is Degree.HIGH


RULE = Rule(
    "complex-work",
    marked("The work is highly complex: each case needs judgement that a written procedure cannot give."),
    fires,
    {IN_HOUSE: 3, AUGMENTATION: 2},
    is_warning=True,
)
