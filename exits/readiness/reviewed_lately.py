"""Somebody looked at the plan within half a year."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

from exits.readiness.facts import Facts
from exits.readiness.rule import HOLDS, Answer

FRESH_DAYS: Final = 183


def ask(facts: Facts) -> Answer:
    """The last look, or the plan's making, lies at most half a year back."""
    last = facts.reviewed_on or facts.begun_on
    if last is not None and (facts.today - last).days <= FRESH_DAYS:
        return HOLDS
    return Answer(0, gettext("Nobody has looked at the plan for half a year."))
