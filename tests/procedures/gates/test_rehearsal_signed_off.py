from __future__ import annotations

from datetime import datetime

from foundation.accounts.tenancy.context import staff
from procedures.actions.readiness import add_rehearsal, sign_off_rehearsal
from procedures.models import Rehearsal
from tests.procedures.desk import TODAY, Desk, make_sop
from tests.procedures.gates.asking import ask

KEY = "rehearsal-signed-off"


def test_the_newest_rehearsal_is_signed_off(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk):
        assert ask(desk, KEY) == (False, "Nobody has played the work through by its SOP yet.")
        version = make_sop(desk, now=now)
        for _time in range(2):
            row = Rehearsal(engagement=desk.engagement, version=version, held_on=TODAY, people="Ada, Bo")
            add_rehearsal(rehearsal=row, by=desk.by)
            assert ask(desk, KEY) == (False, "The last dress rehearsal is not signed off.")
            sign_off_rehearsal(rehearsal=row, by=desk.by, now=now)
            assert ask(desk, KEY) == (True, "")
