"""Standardised, steady work is what a managed service does best."""

from __future__ import annotations

from engagements.fit.answers import Answers, Change, Degree, Size, Volatility
from engagements.fit.rule import AGENCY, MANAGED, Rule, marked


def fires(answers: Answers) -> bool:
    """Steady volume, a way that rarely changes, not complex, and more than a few hours of it."""
    return (
        answers.volatility is Volatility.STEADY
        and answers.change is Change.RARELY
        and answers.complexity is not Degree.HIGH
        and answers.size is not Size.HOURS
    )


RULE = Rule(
    "standardised-and-steady",
    marked("The work is standardised and its volume steady: a partner can promise results, so buy a managed service."),
    fires,
    {MANAGED: 4, AGENCY: 1},
)
