from __future__ import annotations

from datetime import date

from exits.readiness.alternative_named import ask
from exits.readiness.facts import Facts

TODAY = date(2026, 11, 23)


def test_a_name_is_half_of_it() -> None:
    assert ask(Facts(TODAY)).share == 0
    assert ask(Facts(TODAY, alternative="own_team")).share == 0.5
    assert ask(Facts(TODAY, alternative="vendor", alternative_sure=True)).holds
