from __future__ import annotations

from datetime import date
from decimal import Decimal

from exits.readiness.facts import Facts
from exits.readiness.reserve_covers import ask

TODAY = date(2026, 11, 23)


def test_a_reserve_is_held_against_the_estimate() -> None:
    assert ask(Facts(TODAY, reserve=Decimal(100))).message == "What leaving costs is not estimated."
    assert ask(Facts(TODAY, estimate=Decimal(200))).message == "Nothing is set aside for leaving."
    found = ask(Facts(TODAY, reserve=Decimal(50), estimate=Decimal(200)))
    assert (found.share, found.message) == (0.25, "The reserve covers 25 % of the estimate.")
    assert ask(Facts(TODAY, reserve=Decimal(200), estimate=Decimal(200))).holds
