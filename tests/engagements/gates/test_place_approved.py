from __future__ import annotations

from engagements.gates.checks.place_approved import ask
from engagements.models import ApprovedPlace, Engagement
from tests.engagements.gates.conftest import TODAY, says


def test_place_approved(planned: Engagement) -> None:
    assert says(ask, planned) == "Approve a place where data is exchanged."
    everywhere = ApprovedPlace.objects.create(name="Drive", data_classes="Tickets", approved_on=TODAY)
    assert says(ask, planned) == ""
    everywhere.withdrawn_on = TODAY
    everywhere.save()
    assert says(ask, planned) == "Approve a place where data is exchanged."
    ApprovedPlace.objects.create(engagement=planned, name="Desk", data_classes="Tickets", approved_on=TODAY)
    assert says(ask, planned) == ""
