"""Who cannot judge the work buys it from those who live by it."""

from __future__ import annotations

from engagements.fit.answers import Answers
from engagements.fit.rule import AGENCY, BUILD_OPERATE_TRANSFER, MANAGED, Rule, marked


def fires(answers: Answers) -> bool:
    """We do not know the skill ourselves."""
    return not answers.knows_skill


RULE = Rule(
    "skill-unknown",
    marked("You do not know the skill yourselves: begin with an agency that does, and interview for expertise."),
    fires,
    {AGENCY: 3, MANAGED: 1, BUILD_OPERATE_TRANSFER: 1},
)
