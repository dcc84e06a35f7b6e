from __future__ import annotations

from datetime import date

from exits.readiness.facts import Facts, Line
from exits.readiness.tasks_owned import ask

OWNED, ALONE, RULE = (
    Line("access", True, True, True),
    Line("access", True, False, True),
    Line("notice", True, False, False),
)


def test_only_tasks_need_an_owner() -> None:
    found = ask(Facts(date(2026, 11, 23), lines=(OWNED, OWNED, OWNED, ALONE, RULE)))
    assert (found.share, found.message) == (0.75, "1 task has no owner.")
    assert ask(Facts(date(2026, 11, 23), lines=(OWNED, RULE))).holds
    assert ask(Facts(date(2026, 11, 23), lines=(RULE,))).share == 0
