from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from foundation.accounts.tenancy.context import staff
from procedures.actions.training import add_scenario, archive_training, create_programme, record_result
from procedures.models import Scenario, TrainingProgramme
from tests.procedures.desk import TODAY, Desk
from tests.procedures.gates.asking import ask

KEY = "training-done"


def test_everybody_who_delivers_has_passed_every_scenario(desk: Desk, now: datetime) -> None:
    def score(place: int, percent: int) -> None:
        record_result(
            scenario=case,
            participant=desk.agents[place],
            score=Decimal(percent),
            taken_on=TODAY,
            today=TODAY,
            by=desk.by,
            now=now,
        )

    with staff(desk.house.pk):
        assert ask(desk, KEY) == (False, "No training programme is kept for this engagement yet.")
        programme = TrainingProgramme(engagement=desk.engagement, title="Nights", pass_score=80)
        create_programme(programme=programme, by=desk.by, now=now)
        assert ask(desk, KEY) == (False, "Nights has no scenarios.")
        case = add_scenario(
            scenario=Scenario(programme=programme, title="Outage", situation="Lights out", expected="Calls"), by=desk.by
        )
        score(0, 80)
        score(1, 79)
        assert ask(desk, KEY) == (False, "Nights: 1 of 2 people have passed.")
        score(1, 90)
        assert ask(desk, KEY) == (True, "")
        score(0, 10)
        assert ask(desk, KEY)[0] is False
        archive_training(row=programme, by=desk.by, now=now)
        assert ask(desk, KEY) == (False, "No training programme is kept for this engagement yet.")
