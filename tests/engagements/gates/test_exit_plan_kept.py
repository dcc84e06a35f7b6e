from __future__ import annotations

from engagements.gates.checks.exit_plan_kept import ask
from engagements.models import Engagement
from tests.engagements.gates.conftest import says


def test_exit_plan_kept(planned: Engagement) -> None:
    assert says(ask, planned) == "No exit plan is kept for this engagement yet."
