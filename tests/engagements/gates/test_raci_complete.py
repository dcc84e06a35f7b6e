from __future__ import annotations

from django.db.models import F

from engagements.actions.raci_outline import seed_raci
from engagements.gates.checks.raci_complete import ask
from engagements.models import Engagement
from tests.engagements.gates.conftest import fresh, says
from tests.factories.cast import House


def test_raci_complete(planned: Engagement, house: House) -> None:
    assert "And" in says(ask, planned)  # each of the four activities is missing
    seed_raci(engagement=planned, by=None)
    ours = planned.participants.filter(side="client", name="")
    assert says(ask, planned) != ""
    ours.update(name=F("title"))
    # The partner's roles are vacant, and there is no partner yet.
    assert says(ask, planned) == ""
    Engagement.objects.filter(pk=planned.pk).update(vendor=house.vendors["kestrel"])
    assert says(ask, fresh(planned)) != ""
    planned.participants.filter(side="vendor").update(name=F("title"))
    assert says(ask, planned) == ""
