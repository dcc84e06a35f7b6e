"""Very sensitive data stays at home."""

from __future__ import annotations

from engagements.fit.answers import Answers, Degree
from engagements.fit.rule import AUGMENTATION, IN_HOUSE, Rule, marked


def fires(answers: Answers) -> bool:
    """The data is highly sensitive."""
    return answers.sensitivity is Degree.HIGH


RULE = Rule(
    "sensitive",
    marked("The data is highly sensitive: keep it in-house, or with single people inside your own systems."),
    fires,
    {IN_HOUSE: 5, AUGMENTATION: 2},
    is_warning=True,
    leaves=frozenset({IN_HOUSE, AUGMENTATION}),
)
