from __future__ import annotations

from engagements.gates.checks.business_case_approved import ask
from engagements.models import Engagement
from tests.engagements.gates.conftest import says


def test_business_case_approved(planned: Engagement) -> None:
    assert says(ask, planned) == "No business case is kept for this engagement yet."
