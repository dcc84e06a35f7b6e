"""What the database holds of training, rehearsals, the ramp, shadowing and parity."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError

from foundation.accounts.tenancy.context import staff
from procedures.models import (
    ParityItem,
    RampStage,
    Rehearsal,
    Scenario,
    ShadowingEntry,
    TrainingProgramme,
    TrainingResult,
)
from tests.procedures.desk import TODAY, Desk, make_sop

NOW = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
BROKEN: list[tuple[str, Any, dict[str, Any]]] = [
    ("programme_title_once", TrainingProgramme, {"title": "NIGHTS"}),
    ("programme_pass_is_share", TrainingProgramme, {"pass_score": 101}),
    ("scenario_title_once", Scenario, {"title": "OUTAGE"}),
    ("trainingresult_score_is_share", TrainingResult, {"score": -1}),
    ("rehearsal_signed_by_somebody", Rehearsal, {"signed_off_at": NOW}),
    ("rampstage_name_once", RampStage, {"name": "HALF"}),
    ("rampstage_has_criteria", RampStage, {"criteria": []}),
    ("rampstage_reached_by_somebody", RampStage, {"reached_on": TODAY}),
    ("shadowing_took_time", ShadowingEntry, {"minutes": 0}),
    ("parity_once", ParityItem, {"aspect": "tools"}),
    ("parity_gap_has_day", ParityItem, {"same": False, "gap": "No seat"}),
]


def test_the_database_holds(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        here = {"engagement": desk.engagement}
        programme = TrainingProgramme.objects.create(**here, title="Nights", created_at=now)
        case = {"programme": programme, "situation": "x", "expected": "y"}
        scenario = Scenario.objects.create(**case, title="Outage")
        RampStage.objects.create(**here, name="Half", criteria=["x"], planned_date=TODAY)
        ParityItem.objects.create(**here, aspect="tools", same=True, checked_at=now)
        result = {"scenario": scenario, "participant": desk.lead, "score": 80, "passed": True, "taken_on": TODAY}
        version = make_sop(desk, now=now)
        sound: dict[Any, dict[str, Any]] = {
            TrainingProgramme: here | {"title": "Days", "created_at": now},
            Scenario: case | {"title": "Fire"},
            TrainingResult: result | {"recorded_at": now},
            Rehearsal: here | {"version": version, "held_on": TODAY, "people": "Ada"},
            RampStage: here | {"name": "All", "criteria": ["x"], "planned_date": TODAY},
            ShadowingEntry: here | {"held_on": TODAY, "who": "A", "with_whom": "B", "minutes": 5, "recorded_at": now},
            ParityItem: here | {"aspect": "metrics", "same": True, "checked_at": now},
        }
        for name, model, change in BROKEN:
            with pytest.raises(IntegrityError, match=f"procedures_{name}"), transaction.atomic():
                model.objects.create(**sound[model] | change)
        for model, values in sound.items():
            model.objects.create(**values)
        with pytest.raises(ProtectedError):
            desk.lead.delete()
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            TrainingResult.objects.update(score=100)
