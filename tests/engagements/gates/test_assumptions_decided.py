from __future__ import annotations

from engagements.gates.checks.assumptions_decided import ask
from engagements.models import Assumption, Engagement
from tests.conftest import MONDAY_NINE
from tests.engagements.gates.conftest import TODAY, fresh, says
from tests.factories.cast import House


def test_assumptions_decided(planned: Engagement, house: House) -> None:
    assert says(ask, planned) == ""
    row = Assumption.objects.create(
        engagement=planned, text="Twice sent", claimed_side="client", claimed_at=MONDAY_NINE
    )
    # Nobody to decide with yet.
    found = ask(planned, TODAY)
    assert (found.holds, found.message) == (True, "1 assumption will be put to the partner once it is chosen.")
    Engagement.objects.filter(pk=planned.pk).update(vendor=house.vendors["kestrel"])
    assert says(ask, fresh(planned)) == "1 assumption waits for the other side."
    row.decision, row.decided_at = "approved", MONDAY_NINE
    row.save()
    assert says(ask, planned) == ""
