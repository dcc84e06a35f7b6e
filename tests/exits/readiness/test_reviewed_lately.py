from __future__ import annotations

from datetime import date

from exits.readiness.facts import Facts
from exits.readiness.reviewed_lately import ask

TODAY = date(2026, 11, 23)


def test_a_look_is_fresh_for_half_a_year() -> None:
    assert ask(Facts(TODAY, reviewed_on=date(2026, 5, 24))).holds
    assert not ask(Facts(TODAY, reviewed_on=date(2026, 5, 23))).holds
    assert ask(Facts(TODAY, begun_on=date(2026, 11, 1))).holds
    assert not ask(Facts(TODAY)).holds
