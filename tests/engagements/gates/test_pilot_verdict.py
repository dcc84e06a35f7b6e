from __future__ import annotations

from engagements.gates.checks.pilot_verdict import ask
from engagements.models import Engagement
from tests.engagements.gates.conftest import says


def test_pilot_verdict(planned: Engagement) -> None:
    assert says(ask, planned) == "No pilot is kept for this engagement yet."
