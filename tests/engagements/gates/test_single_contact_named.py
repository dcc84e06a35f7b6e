from __future__ import annotations

from datetime import timedelta

from engagements.gates.checks.single_contact_named import ask
from engagements.models import Engagement
from tests.engagements.gates.conftest import TODAY, person, says


def test_single_contact_named(planned: Engagement) -> None:
    nobody = "Name the one person to turn to at the partner."
    assert says(ask, planned) == nobody
    role = person(planned, "vendor", "Account manager", contact="vendor_contact")
    assert says(ask, planned) == nobody
    role.name = "Robert Osei"
    role.save()
    assert says(ask, planned) == ""
    role.left_on = TODAY - timedelta(days=1)
    role.save()
    assert says(ask, planned) == nobody
