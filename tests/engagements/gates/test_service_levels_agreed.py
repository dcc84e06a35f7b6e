from __future__ import annotations

from engagements.gates.checks.service_levels_agreed import ask
from engagements.models import Engagement, ServiceLevel, ServiceLevelVersion
from engagements.versions import BEGINNING
from tests.conftest import MONDAY_NINE
from tests.engagements.gates.conftest import says


def test_service_levels_agreed(planned: Engagement) -> None:
    assert says(ask, planned) == "No service level is agreed."
    level = ServiceLevel.objects.create(engagement=planned, name="Answer", kind="response")
    version = ServiceLevelVersion.objects.create(
        service_level=level, number=1, valid_from=BEGINNING, pass_rule="", created_at=MONDAY_NINE
    )
    assert says(ask, planned) == "Say what counts as meeting it: Answer."
    version.pass_rule = "Answered by a person in time"
    version.save()
    assert says(ask, planned) == ""
