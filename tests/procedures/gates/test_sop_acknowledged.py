from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from engagements.models import Participant
from foundation.accounts.tenancy.context import staff
from procedures.actions.acknowledgements import record_acknowledgement
from procedures.models import GuideVersion
from tests.procedures.desk import PLAY, TODAY, Desk, make_sop, publish_next
from tests.procedures.gates.asking import ask

KEY = "sop-acknowledged"


def read(desk: Desk, version: GuideVersion, *people: Participant, now: datetime) -> None:
    for person in people:
        record_acknowledgement(
            version=version, participant=person, day=TODAY, zone="UTC", evidence="Mail", by=desk.by, now=now
        )


def test_everybody_who_delivers_and_is_there_has_read_it(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk):
        assert ask(desk, KEY) == (False, "There is no SOP in force to acknowledge.")
        version = make_sop(desk, now=now)
        assert ask(desk, KEY) == (False, "The SOPs are not acknowledged by: Ada Obi, Bo Lin.")
        read(desk, version, desk.agents[0], now=now)
        assert ask(desk, KEY) == (False, "The SOPs are not acknowledged by: Bo Lin.")
        read(desk, version, desk.agents[1], now=now)
        assert ask(desk, KEY) == (True, "")


def test_a_new_version_asks_again_from_the_day_on_which_it_holds(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk):
        first = make_sop(desk, now=now)
        read(desk, first, *desk.agents, now=now)
        tomorrow = TODAY + timedelta(days=1)
        second = publish_next(first, replace(PLAY, roles="Agent"), by=desk.by, now=now, effective_from=tomorrow)
        assert (ask(desk, KEY)[0], ask(desk, KEY, tomorrow)[0]) == (True, False)
        read(desk, second, *desk.agents, now=now)
        assert ask(desk, KEY, tomorrow)[0] is True


def test_without_people_nobody_knows_it(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk):
        make_sop(desk, now=now)
        Participant.objects.filter(side="vendor").update(name="")
        assert ask(desk, KEY) == (False, "Nobody who delivers is named in the roles.")
