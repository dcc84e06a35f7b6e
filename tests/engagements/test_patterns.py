from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from engagements.actions.patterns import save_template
from engagements.gates.standing import gates
from engagements.health.checking import health
from engagements.models import Engagement, EngagementTemplate, Segment
from engagements.patterns.beginning import Specifics, begin_from_template, fitted, metrics_of
from engagements.patterns.builtin import STARTERS, Starter
from engagements.patterns.registry import parts
from engagements.patterns.saving import content_of
from engagements.patterns.wording import Text, worded
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import House

TODAY = date(2026, 11, 23)
ALL = {part.key for part in parts()} - {"sops", "checklists", "intake"}


def specifics(house: House, name: str, **more: object) -> Specifics:
    return Specifics(  # type: ignore[arg-type]  # plain values
        **{
            "name": name,
            "owner": house.people[Role.OPS_LEAD],
            "started_on": date(2027, 1, 4),
            "process_name": f"{name} process",
            "monthly_volume": 520,
            "zone": "Europe/Berlin",
            "deputy": "Dana Deputy",
            "quality_lead": "Quinn Quality",
            **more,
        }
    )


@pytest.mark.parametrize("starter", STARTERS, ids=lambda each: each.key)
def test_a_starter_fills_everything_but_what_it_cannot_know(house: House, starter: Starter, now: datetime) -> None:
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=lead.pk):
        content = worded(starter.content, str)
        wanted = specifics(
            house,
            starter.key,
            baselines={place: Decimal(80) for place in range(len(metrics_of(content)))},
            baseline_period="October",
            baseline_source="Own count",
        )
        made = begin_from_template(content=content, specifics=wanted, template=starter.key, by=lead, now=now)
        assert {key for key, value in content_of(made).items() if value} - {"format"} >= ALL
        missing = {gate.stage.value: [each.check.key for each in gate.missing] for gate in gates(made, TODAY)}
        assert missing["outcomes"] == []
        assert missing["scope"] == ["process-mature"]
        assert missing["guardrails"] == ["quality-scoring-written", "data-protection-written"]
        assert [each.failure.key for each in health(made, TODAY) if not each.is_healthy] == ["thin-onboarding"]
        assert [
            each.check.key for gate in gates(made, TODAY) for each in gate.standings if each.state == "warning"
        ] == []
        assert made.vendor == house.vendors["own"]
        assert (made.stage, made.started_on) == ("outcomes", date(2027, 1, 4))


def test_the_volume_is_shared_by_the_segments(house: House) -> None:
    content = {"segments": [{"name": "A", "share": 75}, {"name": "B", "share": 25}]}
    found = fitted(content, specifics(house, "any"))["segments"]
    # 520 a month are 120 a week: 90 and 30, a fifth either way.
    assert [(s["weekly_volume"], s["volume_low"], s["volume_high"]) for s in found] == [(90, 72, 108), (30, 24, 36)]


def test_only_marked_texts_are_translated() -> None:
    content = {"kind": "quality", "roles": [{Text("owner"): "A"}], "text": Text("quality"), "share": 3, "none": None}
    assert worded(content, str.upper) == {
        "kind": "quality",
        "roles": [{"OWNER": "A"}],
        "text": "QUALITY",
        "share": 3,
        "none": None,
    }


def test_what_was_saved_from_an_engagement_makes_the_same_again(house: House, now: datetime) -> None:
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=lead.pk):
        content = worded(STARTERS[2].content, str)
        first = begin_from_template(
            content=content, specifics=specifics(house, "First"), template="x", by=lead, now=now
        )
        saved = save_template(name="Assistance", content=content_of(first), by=lead, now=now)
        kept = EngagementTemplate.objects.get(pk=saved.pk).content
        again = begin_from_template(
            content=kept,
            specifics=specifics(house, "Second", monthly_volume=1040),
            template="Assistance",
            by=lead,
            now=now,
        )
        one, two = content_of(first), content_of(again)
        weekly = dict(Segment.objects.filter(engagement=again).values_list("name", "weekly_volume"))
    one.pop("segments"), two.pop("segments"), one["process"].pop("name"), two["process"].pop("name")
    assert one == two
    assert sum(weekly.values()) == 241  # each is rounded
    assert weekly["Calendar"] == 67


def test_a_process_that_says_something_keeps_its_words(house: House, now: datetime) -> None:
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=lead.pk):
        process = house.engagements["own"].process
        process.trigger = "A bell rings"
        process.save()
        made = begin_from_template(
            content=worded(STARTERS[0].content, str),
            specifics=specifics(house, "Nights", process=process),
            template="x",
            by=lead,
            now=now,
        )
        made = Engagement.objects.select_related("process").get(pk=made.pk)
    assert made.process.trigger == "A bell rings"
    assert made.process.inputs.startswith("Who it is")
