"""The planner's page: how many items, on about which day, and what it warns of."""

from __future__ import annotations

from django.test import Client

from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from pilots.models import Pilot, SuccessCriterion
from tests.factories.cast import House
from tests.factories.pilots import planned, started
from tests.pilots.conftest import url


def page(lead: Client, house: House, pilot: Pilot, **query: str) -> str:
    response = lead.get(url("pilot-planner", house, pk=pilot.pk), query)
    assert response.status_code == 200
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def plan(house: House) -> tuple[Pilot, SuccessCriterion]:
    with context.staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        pilot = planned(house)
        return pilot, SuccessCriterion.objects.get(pilot=pilot, metric__measure="source_met")


def test_it_says_how_many_items_and_on_about_which_day(house: House, lead: Client) -> None:
    pilot, criterion = plan(house)
    said = page(lead, house, pilot, daily="2", **{f"truth_{criterion.pk}": "97"})
    assert "With 80 items the chance of “met” is 91 %: that is enough." in said
    assert "Decided on about day 40, 4 Dec." in said
    likely = page(lead, house, pilot, daily="2", **{f"truth_{criterion.pk}": "95"})
    assert "“Not enough evidence” is likely: plan 128 items for a chance of 80 %." in likely
    close = page(lead, house, pilot, daily="2", **{f"truth_{criterion.pk}": "90.5"})
    assert "is likely, however many items come" in close
    assert said.count("<svg") >= 6
    assert "The curve as a table" in said


def test_it_warns_where_only_perfection_passes_and_where_nothing_helps(house: House, lead: Client) -> None:
    pilot, criterion = plan(house)
    with context.staff(house.pk):
        SuccessCriterion.objects.filter(pk=criterion.pk).update(threshold=95, planned_n=50)
    said = page(lead, house, pilot, daily="0.5", **{f"truth_{criterion.pk}": "97"})
    assert "At ≥ 95 % 50 items pass only with 50 of 50." in said
    assert "plan 446 items for 80 %." in said
    assert "The planned n does not come within the pilot" in said
    assert "no better than the threshold" in page(lead, house, pilot, **{f"truth_{criterion.pk}": "95"})


def test_what_cannot_be_read_is_said_at_its_field_and_counts_as_not_typed(house: House, lead: Client) -> None:
    pilot, criterion = plan(house)
    said = page(lead, house, pilot, daily="many", **{f"truth_{criterion.pk}": "197"})
    assert "Enter a number." in said
    assert "less than or equal to 100" in said


def test_the_running_page_leads_to_it_and_to_the_decision(house: House, lead: Client) -> None:
    with context.staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        pilot = started(house)
    said = lead.get(url("pilot-detail", house, pk=pilot.pk)).content.decode()
    for name in ("pilot-planner", "pilot-decide"):
        assert url(name, house, pk=pilot.pk) in said
