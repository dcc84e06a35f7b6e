from __future__ import annotations

from engagements.gates.checks.outcome_exists import ask
from engagements.models import Engagement
from tests.conftest import MONDAY_NINE
from tests.engagements.gates.conftest import outcome_of, says


def test_outcome_exists(planned: Engagement) -> None:
    assert says(ask, planned) == "Write down what you want to get out of it."
    outcome = outcome_of(planned)
    assert says(ask, planned) == ""
    outcome.dropped_at = MONDAY_NINE
    outcome.save()
    assert says(ask, planned) == "Write down what you want to get out of it."
