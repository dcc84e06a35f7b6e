"""Answers for which no rule fires but that the skill is known, to be changed one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engagements.fit.answers import (
    Answers,
    Change,
    Degree,
    Geography,
    Goal,
    Presence,
    Size,
    Volatility,
)

PLAIN = Answers(
    volatility=Volatility.STEADY,
    change=Change.QUARTERLY,
    knowledge=Degree.LOW,
    sensitivity=Degree.LOW,
    complexity=Degree.LOW,
    geography=Geography.ONE_ZONE,
    presence=Presence.REMOTE,
    goal=Goal.HANDS,
    size=Size.TEAM,
    knows_skill=True,
)


def given(**answers: Any) -> Answers:
    """The plain answers with some given otherwise, in the stored words."""
    return Answers.from_dict({**PLAIN.to_dict(), **answers}) if answers else replace(PLAIN)
