"""It is known when the contract ends and until when notice counts."""

from __future__ import annotations

from django.utils.translation import gettext

from exits.readiness.facts import Facts
from exits.readiness.rule import HOLDS, Answer


def ask(facts: Facts) -> Answer:
    """The contract's last day is written down."""
    return HOLDS if facts.terms_known else Answer(0, gettext("The contract's last day is not known."))
