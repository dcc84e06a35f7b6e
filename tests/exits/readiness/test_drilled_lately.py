from __future__ import annotations

from datetime import date

import pytest

from exits.readiness.drilled_lately import ask
from exits.readiness.facts import Facts

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "result", "share"),
    [
        (date(2025, 11, 23), "passed", 1.0),
        (date(2025, 11, 22), "passed", 0),
        (date(2026, 10, 1), "gaps", 0.6),
        (date(2026, 10, 1), "failed", 0.2),
        (None, "", 0),
    ],
)
def test_a_drill_counts_for_a_year(day: date | None, result: str, share: float) -> None:
    assert ask(Facts(TODAY, drilled_on=day, drill_result=result)).share == share
