"""Other time zones are covered by people who live there."""

from __future__ import annotations

from engagements.fit.answers import Answers, Geography, Size
from engagements.fit.rule import AGENCY, MANAGED, Rule, marked


def fires(answers: Answers) -> bool:
    """Coverage beyond your own zone, for a team's worth of work."""
    return answers.geography is not Geography.ONE_ZONE and answers.size is Size.TEAM


RULE = Rule(
    "more-zones",
    marked("It is needed in more than one time zone: a partner with people there spares your team the nights."),
    fires,
    {MANAGED: 2, AGENCY: 1},
)
