from __future__ import annotations

from engagements.gates.checks.communication_planned import ask
from engagements.models import CommunicationEntry, Engagement
from tests.engagements.gates.conftest import says


def test_communication_planned(planned: Engagement) -> None:
    assert says(ask, planned) == "Write down who reports what to whom, where and how often."
    CommunicationEntry.objects.create(
        engagement=planned, what="Figures", who="Lead", to_whom="Owner", where="Mail", how_often="weekly"
    )
    assert says(ask, planned) == ""
