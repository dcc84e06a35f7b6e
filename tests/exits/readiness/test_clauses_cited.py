from __future__ import annotations

from datetime import date

from exits.readiness.clauses_cited import ask
from exits.readiness.facts import Facts, Line

CITED, BARE = Line("access", True, True, True), Line("access", False, True, True)


def test_steps_without_a_clause_are_counted() -> None:
    found = ask(Facts(date(2026, 11, 23), lines=(CITED, BARE, BARE, CITED)))
    assert (found.share, found.message) == (0.5, "2 steps cite no clause.")
    assert ask(Facts(date(2026, 11, 23), lines=(CITED,))).holds
    assert ask(Facts(date(2026, 11, 23))).message == "The plan has no steps."
