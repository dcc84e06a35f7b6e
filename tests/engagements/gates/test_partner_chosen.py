from __future__ import annotations

from engagements.gates.checks.partner_chosen import ask
from engagements.models import Engagement
from tests.engagements.gates.conftest import TODAY, fresh, says
from tests.factories.cast import House


def test_partner_chosen(planned: Engagement, house: House) -> None:
    assert says(ask, planned) == "It is still with your own team. Choose the partner on the board."
    Engagement.objects.filter(pk=planned.pk).update(vendor=house.vendors["kestrel"])
    found = ask(fresh(planned), TODAY)
    assert (found.holds, found.message) == (True, "With Kestrel.")
