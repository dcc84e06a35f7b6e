"""What a template carries of this room, out of one engagement and into another."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from engagements.patterns.builtin import STARTERS, Starter
from engagements.patterns.wording import worded
from foundation.accounts.tenancy.context import staff
from procedures import patterns
from procedures.actions.guides import missing
from procedures.actions.readiness import add_ramp_stage
from procedures.actions.training import add_scenario, create_programme
from procedures.content import content_from
from procedures.models import Guide, GuideKind, GuideVersion, RampStage, Scenario, TrainingProgramme
from procedures.queries.guides import draft_of
from tests.procedures.desk import PLAY, QUIZ, Desk, make_sop


def test_from_one_engagement_to_another(desk: Desk, now: datetime) -> None:
    one, other = desk.engagement, desk.house.engagements["inkwell"]
    content = replace(PLAY, quiz=QUIZ)
    with staff(desk.house.pk, actor=desk.by.pk):
        make_sop(desk, now=now, content=content)
        make_sop(desk, now=now, engagement=None, process=one.process)
        programme = create_programme(
            programme=TrainingProgramme(engagement=one, title="Nights", pass_score=90), by=desk.by, now=now
        )
        add_scenario(scenario=Scenario(programme=programme, title="Outage", situation="x", expected="y"), by=desk.by)
        planned = one.started_on + timedelta(days=14)
        add_ramp_stage(
            stage=RampStage(engagement=one, name="Half", criteria=["Calm"], planned_date=planned), by=desk.by
        )
        kept = {
            "guides": patterns.export_guides(one),
            "training": patterns.export_training(one),
            "ramp": patterns.export_ramp(one),
        }
        kept = json.loads(json.dumps(kept, cls=DjangoJSONEncoder))
        other.started_on = date(2026, 2, 2)
        patterns.apply_guides(other, kept["guides"], desk.by, now)
        patterns.apply_training(other, kept["training"], desk.by, now)
        patterns.apply_ramp(other, kept["ramp"], desk.by, now)
        [guide] = Guide.objects.filter(engagement=other)
        assert (guide.title, guide.owner, draft_of(guide)) == ("Night calls", other.owner, content)
        assert GuideVersion.objects.filter(guide=guide).count() == 0
        assert list(Scenario.objects.filter(programme__engagement=other).values_list("title", flat=True)) == ["Outage"]
        assert RampStage.objects.get(engagement=other).planned_date == date(2026, 2, 16)
        assert patterns.export_training(other) == patterns.export_training(one)


@pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.key)
def test_what_a_starter_brings_is_whole(starter: Starter) -> None:
    content = worded(starter.content, str)
    kinds = [guide["kind"] for guide in content["guides"]]
    assert kinds == ["sop", "checklist"]
    for guide in content["guides"]:
        assert missing(GuideKind(guide["kind"]), content_from(guide["content"])) == []
    assert [len(programme["scenarios"]) for programme in content["training"]] == [2]
    assert [stage["after_days"] for stage in content["ramp"]] == [14, 28, 42]
