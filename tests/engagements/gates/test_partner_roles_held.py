from __future__ import annotations

from django.db.models import F

from engagements.actions.raci_outline import seed_raci
from engagements.gates.checks.partner_roles_held import ask
from engagements.models import Engagement
from tests.engagements.gates.conftest import says


def test_partner_roles_held(planned: Engagement) -> None:
    seed_raci(engagement=planned, by=None)
    planned.participants.filter(side="client").update(name=F("title"))
    assert "nobody holds this role" in says(ask, planned)
    planned.participants.filter(side="vendor").update(name=F("title"))
    assert says(ask, planned) == ""
