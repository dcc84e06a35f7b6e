from __future__ import annotations

from engagements.gates.checks.partner_agreed import ask
from engagements.models import Assumption, Engagement
from tests.conftest import MONDAY_NINE
from tests.engagements.gates.conftest import says


def test_partner_agreed(planned: Engagement) -> None:
    assert says(ask, planned) == ""
    row = Assumption.objects.create(
        engagement=planned, text="Volume stays", claimed_side="client", claimed_at=MONDAY_NINE
    )
    assert says(ask, planned) == "1 point waits for the partner."
    row.decision, row.decided_at = "refused", MONDAY_NINE
    row.save()
    assert says(ask, planned) == ""
