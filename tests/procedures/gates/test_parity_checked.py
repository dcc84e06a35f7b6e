from __future__ import annotations

from datetime import datetime

from engagements.gates.registry import check_of
from foundation.accounts.tenancy.context import staff
from procedures.actions.readiness import check_parity
from procedures.models import Aspect, ParityItem
from tests.procedures.desk import TODAY, Desk
from tests.procedures.gates.asking import ask

KEY = "parity-checked"


def test_each_aspect_is_compared_and_a_gap_is_named(desk: Desk, now: datetime) -> None:
    def check(*items: ParityItem) -> None:
        check_parity(engagement=desk.engagement, items=list(items), by=desk.by, now=now)

    with staff(desk.house.pk):
        check(*[ParityItem(aspect=aspect, same=True) for aspect in Aspect if aspect != Aspect.TOOLS])
        assert ask(desk, KEY) == (False, "Not compared with the own team: Tools.")
        check(ParityItem(aspect=Aspect.TOOLS, same=False, gap="No CRM seat", due_date=TODAY))
        assert ask(desk, KEY) == (False, "Not as the own team has it: Tools.")
        check(ParityItem(aspect=Aspect.TOOLS, same=True))
        assert ask(desk, KEY) == (True, "")


def test_it_only_warns() -> None:
    found = check_of(KEY)
    assert found is not None
    assert found.warns is True
