"""What becomes of each class of data is decided."""

from __future__ import annotations

from django.utils.translation import gettext

from exits.data_classes import CLASSES
from exits.readiness.facts import Facts
from exits.readiness.rule import HOLDS, Answer


def ask(facts: Facts) -> Answer:
    """The share of classes with a line in the retention schedule."""
    silent = [str(each.label) for key, each in CLASSES.items() if key not in facts.retention]
    if not silent:
        return HOLDS
    return Answer(1 - len(silent) / len(CLASSES), gettext("Not decided: %(names)s.") % {"names": ", ".join(silent)})
