"""The set-based measures against a slow reading of the definitions, over random facts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from engagements.models import Engagement
from scorecards.measures import Parameters, Request, measure
from tests.factories.cast import House
from tests.factories.scorecards import UNITS
from tests.scorecards.asking import WEEK, ask
from tests.scorecards.oracle import Oracle
from tests.scorecards.random_facts import scatter

MEASURES = (
    "throughput", "backlog", "backlog_aged", "error_rate", "accuracy", "reopen_rate", "turnaround_mean",
    "turnaround_median", "turnaround_p90", "source_met", "csat", "cost_per_unit", "sla_adherence", "sla_response",
    "sla_resolution", "completion", "efficiency", "first_contact",
)  # fmt: skip


def disagreements(house: House, desk: Engagement, seed: int, size: int) -> dict[object, object]:
    items = scatter(house, desk, seed, size=size)
    for item in items:
        item.refresh_from_db()
    scatter(house, house.engagements["inkwell"], seed + 1000, size=5)
    priorities = ((), ("1",), ("2", "3"))[seed % 3]
    wrong: dict[object, object] = {}
    for week in (WEEK.previous(), WEEK, WEEK.next()):
        oracle = Oracle(items, week.start, week.end, priorities)
        for name in MEASURES:
            figure = ask(name, desk, period=week, priorities=list(priorities), older_than_hours=30)
            exact = (oracle.value(name, raw=raw, hours=30) for raw in (False, True))
            expected = tuple(None if value is None else round(value, 6) for value in exact)
            found = tuple(None if value is None else Fraction(value) for value in (figure.value, figure.raw_value))
            if found != expected:
                wrong[week.key, name] = (found, expected)
    return wrong


@pytest.mark.parametrize("seed", range(3))
def test_the_measures_agree_with_the_oracle(seed: int, house: House, desk: Engagement) -> None:
    assert disagreements(house, desk, seed, size=40) == {}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3, 40))
def test_the_measures_agree_with_the_oracle_over_many_seeds(seed: int, house: House, desk: Engagement) -> None:
    assert disagreements(house, desk, seed, size=80) == {}


def test_many_windows_at_once_are_as_good_as_one_by_one(house: House, desk: Engagement) -> None:
    scatter(house, desk, 7)
    scatter(house, house.engagements["inkwell"], 8)
    requests = [
        Request(
            organization_id=house.pk,
            engagement_ids=(engagement.pk,),
            period=week,
            measure=name,
            unit=UNITS.get(name, "percent"),  # type: ignore[call-overload]  # keys are strings
            parameters=Parameters.read({"priorities": priorities, "older_than_hours": 30}),
        )
        for engagement in (desk, house.engagements["inkwell"])
        for week in (WEEK.previous(), WEEK, WEEK.next())
        for name in MEASURES
        for priorities in ([], ["1", "3"])
    ]
    together = measure(requests)
    for request in requests[::5]:
        assert measure([request])[request] == together[request]
