"""Money is set aside for leaving."""

from __future__ import annotations

from django.utils.translation import gettext

from exits.cost import covered
from exits.readiness.facts import Facts
from exits.readiness.rule import HOLDS, Answer


def ask(facts: Facts) -> Answer:
    """The reserve against the planned estimate; without an estimate nobody can say that it is enough."""
    if not facts.estimate:
        return Answer(0, gettext("What leaving costs is not estimated."))
    share = covered(facts.reserve, facts.estimate)
    if share is None:
        return Answer(0, gettext("Nothing is set aside for leaving."))
    if share >= 1:
        return HOLDS
    return Answer(
        float(share), gettext("The reserve covers %(percent)d %% of the estimate.") % {"percent": share * 100}
    )
