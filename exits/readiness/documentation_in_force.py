"""How the work is done is written down, so that a stranger can do it."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from exits.readiness.facts import Facts
from exits.readiness.rule import HOLDS, Answer


def ask(facts: Facts) -> Answer:
    """The share of the engagement's SOPs that are in force; none at all is nothing."""
    if not facts.sops:
        return Answer(0, gettext("No SOP is written."))
    if not (idle := facts.sops - facts.sops_in_force):
        return HOLDS
    words = ngettext("%(count)d SOP is not in force.", "%(count)d SOPs are not in force.", idle)
    return Answer(facts.sops_in_force / facts.sops, words % {"count": idle})
