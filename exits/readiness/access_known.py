"""The access register says what there is to take back."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from exits.readiness.facts import Facts
from exits.readiness.rule import HOLDS, Answer


def ask(facts: Facts) -> Answer:
    """The register knows of grants, and none has outlived its last day."""
    if not facts.grants:
        return Answer(0, gettext("The access register knows of nobody."))
    if not facts.grants_overdue:
        return HOLDS
    words = ngettext(
        "%(count)d access has outlived its last day.",
        "%(count)d accesses have outlived their last day.",
        facts.grants_overdue,
    )
    return Answer(1 - facts.grants_overdue / facts.grants, words % {"count": facts.grants_overdue})
