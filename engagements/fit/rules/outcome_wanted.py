"""Who wants an outcome and not hours buys a service."""

from __future__ import annotations

from engagements.fit.answers import Answers, Goal, Size
from engagements.fit.rule import AGENCY, MANAGED, Rule, marked


def fires(answers: Answers) -> bool:
    """An outcome is wanted, and there is more than a few hours of it."""
    return answers.goal is Goal.OUTCOME and answers.size is not Size.HOURS


RULE = Rule(
    "outcome-wanted",
    marked("You want an outcome, not hours: let a partner answer for it, as a managed service."),
    fires,
    {MANAGED: 3, AGENCY: 2},
)
