from __future__ import annotations

from datetime import date

from exits.data_classes import CLASSES
from exits.readiness.facts import Facts
from exits.readiness.retention_decided import ask

TODAY = date(2026, 11, 23)


def test_classes_without_a_rule_are_named() -> None:
    found = ask(Facts(TODAY, retention=frozenset(CLASSES) - {"messages"}))
    assert (round(found.share * 5), found.message) == (4, "Not decided: Messages.")
    assert ask(Facts(TODAY, retention=frozenset(CLASSES))).holds
