"""Spikes are met by more hands for a while."""

from __future__ import annotations

from engagements.fit.answers import Answers, Goal, Volatility
from engagements.fit.rule import AUGMENTATION, Rule, marked


def fires(answers: Answers) -> bool:
    """The volume comes in spikes or seasons, and hands are what is missing."""
    return answers.volatility is not Volatility.STEADY and answers.goal is Goal.HANDS


RULE = Rule(
    "spikes",
    marked("The volume comes in spikes or seasons and hands are missing: staff augmentation, for as long as it lasts."),
    fires,
    {AUGMENTATION: 4},
)
