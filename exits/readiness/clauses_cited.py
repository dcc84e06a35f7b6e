"""Each step stands on a clause."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from exits.readiness.facts import Facts
from exits.readiness.rule import HOLDS, Answer


def ask(facts: Facts) -> Answer:
    """The share of lines that cite a clause."""
    bare = sum(not line.has_clause for line in facts.lines)
    if not facts.lines:
        return Answer(0, gettext("The plan has no steps."))
    if not bare:
        return HOLDS
    words = ngettext("%(count)d step cites no clause.", "%(count)d steps cite no clause.", bare)
    return Answer(1 - bare / len(facts.lines), words % {"count": bare})
