from __future__ import annotations

from engagements.gates.checks.process_mature import ask
from engagements.models import Engagement, MaturityProof
from tests.conftest import MONDAY_NINE
from tests.engagements.gates.conftest import says


def test_process_mature(planned: Engagement) -> None:
    assert says(ask, planned) == "Evidence is missing that it is stable, documented, measurable."
    for aspect in ("stable", "documented", "measurable"):
        proof = MaturityProof.objects.create(
            process=planned.process, aspect=aspect, evidence="Seen", confirmed_at=MONDAY_NINE
        )
    assert says(ask, planned) == ""
    proof.withdrawn_at = MONDAY_NINE
    proof.save()
    assert says(ask, planned) == "Evidence is missing that it is measurable."
