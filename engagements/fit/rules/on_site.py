"""Somebody has to be there: outsourcing may still be local."""

from __future__ import annotations

from engagements.fit.answers import Answers, Presence
from engagements.fit.rule import AGENCY, IN_HOUSE, MANAGED, Rule, marked


def fires(answers: Answers) -> bool:
    """Somebody has to be on site."""
    return answers.presence is Presence.ON_SITE


RULE = Rule(
    "on-site",
    marked("Somebody has to be there. That need not be your own people: a partner at that place can do it too."),
    fires,
    {IN_HOUSE: 1, MANAGED: 1, AGENCY: 1},
)
