from __future__ import annotations

from engagements.gates.checks.metrics_five_to_seven import ask
from engagements.models import Engagement
from tests.engagements.gates.conftest import says, target_of


def test_metrics_five_to_seven(planned: Engagement) -> None:
    said = {}
    for count in range(9):
        said[count] = says(ask, planned)
        target_of(planned, f"Metric {count}")
    assert [count for count in said if not said[count]] == [5, 6, 7]
    assert (said[1], said[8]) == ("There is 1. Five to seven are best.", "There are 8. Five to seven are best.")
