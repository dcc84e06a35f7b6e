from __future__ import annotations

from datetime import date

from exits.readiness.facts import Facts
from exits.readiness.terms_known import ask


def test_the_last_day_must_be_known() -> None:
    assert ask(Facts(date(2026, 11, 23))).message == "The contract's last day is not known."
    assert ask(Facts(date(2026, 11, 23), terms_known=True)).holds
