"""Each task has somebody who does it."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from exits.readiness.facts import Facts
from exits.readiness.rule import HOLDS, Answer


def ask(facts: Facts) -> Answer:
    """The share of tasks with an owner: a person of ours, or the partner."""
    tasks = [line for line in facts.lines if line.is_task]
    if not tasks:
        return Answer(0, gettext("No step has a day: nothing would be done."))
    if not (ownerless := sum(not line.has_owner for line in tasks)):
        return HOLDS
    words = ngettext("%(count)d task has no owner.", "%(count)d tasks have no owner.", ownerless)
    return Answer(1 - ownerless / len(tasks), words % {"count": ownerless})
