"""Other time zones are covered by people who live there."""

from __future__ import annotations

from engagements.fit.answers import Answers, Geography, Size
from engagements.fit.rule import AGENCY, MANAGED, Rule, marked


def fires(answers: Answers) -> bool:
    """Around the clock, which takes a team anyway; or in more zones, with a team's worth of work."""
    if answers.geography is Geography.MORE_ZONES:
        return answers.size is Size.TEAM
    return answers.geography is Geography.AROUND_THE_CLOCK


RULE = Rule(
    "more-zones",
    marked("It is needed in other time zones or at night: a partner with people there spares your team the nights."),
    fires,
    {MANAGED: 2, AGENCY: 1},
)
