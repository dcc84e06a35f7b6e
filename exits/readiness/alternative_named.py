"""Somebody else could do the work."""

from __future__ import annotations

from django.utils.translation import gettext

from exits.readiness.facts import Facts
from exits.readiness.rule import HOLDS, Answer


def ask(facts: Facts) -> Answer:
    """Half for a name, the rest for how it was made sure of."""
    if not facts.alternative:
        return Answer(0, gettext("Nobody is named who would take over."))
    if not facts.alternative_sure:
        return Answer(0.5, gettext("Who takes over is named, not made sure of."))
    return HOLDS
