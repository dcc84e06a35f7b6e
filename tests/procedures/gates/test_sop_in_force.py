from __future__ import annotations

from datetime import datetime, timedelta

from foundation.accounts.tenancy.context import staff
from procedures.actions.guides import create_guide
from procedures.models import Guide, GuideKind
from tests.procedures.desk import TODAY, Desk, make_sop
from tests.procedures.gates.asking import ask

KEY = "sop-in-force"


def test_an_sop_must_be_published_and_hold_today(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk):
        assert ask(desk, KEY) == (False, "No SOP is written: who does what, step by step.")
        draft = Guide(kind=GuideKind.SOP, title="Night calls", engagement=desk.engagement)
        create_guide(guide=draft, by=desk.by, now=now)
        assert ask(desk, KEY) == (False, "No SOP is in force: publish Night calls.")
        make_sop(desk, now=now, title="Handover")
        assert ask(desk, KEY, TODAY - timedelta(days=1))[0] is False
        assert ask(desk, KEY) == (True, "")


def test_an_sop_of_the_process_will_do_and_a_checklist_will_not(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk):
        make_sop(desk, now=now, kind=GuideKind.CHECKLIST, title="Closing the shift")
        assert ask(desk, KEY)[0] is False
        make_sop(desk, now=now, engagement=None, process=desk.engagement.process)
        assert ask(desk, KEY)[0] is True
