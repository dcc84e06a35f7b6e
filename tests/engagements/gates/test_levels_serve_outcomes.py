from __future__ import annotations

from engagements.gates.checks.levels_serve_outcomes import ask
from engagements.models import Engagement, ServiceLevel
from tests.engagements.gates.conftest import outcome_of, says


def test_levels_serve_outcomes(planned: Engagement) -> None:
    assert says(ask, planned) == ""
    level = ServiceLevel.objects.create(engagement=planned, name="Answer", kind="response")
    assert says(ask, planned) == "These serve no outcome: Answer."
    level.outcome = outcome_of(planned)
    level.save()
    assert says(ask, planned) == ""
