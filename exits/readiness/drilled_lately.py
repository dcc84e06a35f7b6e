"""The plan was tried out within a year."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

from exits.readiness.facts import Facts
from exits.readiness.rule import HOLDS, Answer

FRESH_DAYS: Final = 365
WORTH: Final = {"passed": 1.0, "gaps": 0.6, "failed": 0.2}


def ask(facts: Facts) -> Answer:
    """The last finished drill: all for a pass, less for gaps or a failure, nothing when it is older than a year."""
    if facts.drilled_on is None:
        return Answer(0, gettext("The plan was never tried out."))
    if (facts.today - facts.drilled_on).days > FRESH_DAYS:
        return Answer(0, gettext("The last drill is more than a year old."))
    if facts.drill_result == "passed":
        return HOLDS
    words = {"gaps": gettext("The last drill had gaps."), "failed": gettext("The last drill failed.")}
    return Answer(WORTH[facts.drill_result], words[facts.drill_result])
