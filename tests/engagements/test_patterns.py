from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

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
from tests.engagements.conftest import errors, url
from tests.factories.cast import House

TODAY = date(2026, 11, 23)
ALL = {part.key for part in parts()} - {"sops", "checklists", "intake"}


def specifics(house: House, name: str, **more: Any) -> Specifics:
    values: dict[str, Any] = {
        "name": name,
        "owner": house.people[Role.OPS_LEAD],
        "started_on": date(2027, 1, 4),
        "process_name": f"{name} process",
        "monthly_volume": 520,
        "zone": "Europe/Berlin",
        "deputy": "Dana Deputy",
        "quality_lead": "Quinn Quality",
    }
    return Specifics(**(values | more))


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
        ] == ["parity-checked"]
        assert made.vendor == house.vendors["own"]
        assert (made.process.frequency, made.process.volume) == ("monthly", 520)
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
    assert sum(each or 0 for each in weekly.values()) == 241  # each is rounded
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


FILLED = {
    "name": "Night desk two",
    "started_on": "2027-01-04",
    "monthly_volume": "430",
    "zone": "Europe/Lisbon",
    "country": "PT",
    "deputy": "Dana Deputy",
    "quality_lead": "Quinn Quality",
    "place": "Desk in our tenant",
    "baseline_figure_0": "82.5",
    "baseline_period": "October",
    "baseline_source": "Own count",
}


def test_from_the_cards_to_the_board(house: House, lead: Client, viewer: Client) -> None:
    cards = lead.get(url("engagement-start", house)).content.decode()
    assert [starter.key for starter in STARTERS if f"/start/{starter.key}/" in cards] == [s.key for s in STARTERS]
    assert viewer.get(url("engagement-start", house)).status_code == 403
    begin = url("engagement-begin", house, starter="after-hours-support")
    owner = {"owner": str(house.people[Role.OPS_LEAD].pk)}
    bad = lead.post(begin, FILLED | owner | {"monthly_volume": "0", "baseline_period": "", "name": "night desk"})
    assert errors(bad) == {
        "name": ["An engagement of this name is there already."],
        "monthly_volume": ["Ensure this value is greater than or equal to 1."],
        "baseline_period": ["The figures above need this."],
    }
    assert b'value="82.5"' in bad.content
    response = lead.post(begin, FILLED | owner)
    with staff(house.pk):
        made = Engagement.objects.select_related("calendar").get(name="Night desk two")
        target = made.targets.order_by("position")[0]
        hours = made.calendar.versions.get().hours
        place = made.approved_places.get().name
    assert response["Location"] == url("engagement-board", house, pk=made.pk)
    assert (target.baseline_value, target.baseline_period) == (Decimal("82.5"), "October")
    assert (hours["zone"], "2027-06-10" in hours["holidays"], place) == ("Europe/Lisbon", True, "Desk in our tenant")
    assert lead.get(url("engagement-begin", house, starter="nobody")).status_code == 404


def test_a_blank_one_begins_with_next_to_nothing(house: House, lead: Client) -> None:
    blank = url("engagement-begin", house, starter="blank")
    owner = {"owner": str(house.people[Role.OPS_LEAD].pk)}
    assert "What the template brings" not in lead.get(blank).content.decode()
    lead.post(blank, {name: FILLED[name] for name in FILLED if "baseline" not in name} | owner)
    with staff(house.pk):
        made = Engagement.objects.select_related("process").get(name="Night desk two")
    assert (made.stage, made.process.name) == ("outcomes", "Night desk two")


def test_a_template_of_ones_own_its_country_variant_and_its_end(house: House, lead: Client) -> None:
    engagement = house.engagements["kestrel"]
    lead.post(url("engagement-save-template", house, pk=engagement.pk), {"name": "Desk"})
    again = lead.post(url("engagement-save-template", house, pk=engagement.pk), {"name": "desk"})
    assert errors(again) == {"name": ["A template of this name and country is there already."]}
    with staff(house.pk):
        first = EngagementTemplate.objects.get()
    lead.post(url("template-variant", house, pk=first.pk), {"name": "Desk", "country": "PT", "language": "Portuguese"})
    page = lead.get(url("template-list", house)).content.decode()
    assert "Desk" in page
    assert ">PT<" in page
    with staff(house.pk):
        second = EngagementTemplate.objects.get(country="PT")
    edit = url("template-edit", house, pk=second.pk)
    lead.post(edit, {"name": "Desk Lisbon", "country": "PT", "revision": "1"})
    stale = lead.post(edit, {"name": "Desk Porto", "country": "PT", "revision": "1"})
    assert "Somebody else saved this" in errors(stale)["__all__"][0]
    lead.post(url("template-archive", house, pk=second.pk))
    assert lead.get(url("engagement-begin-own", house, template=second.pk)).status_code == 404
    assert lead.get(url("engagement-begin-own", house, template=first.pk)).status_code == 200
