"""Every figure leads to the very items behind it: the lists count exactly what the figure was made from."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict

from engagements.models import Engagement
from engagements.periods import period_from_key
from foundation.accounts.roles import Role
from scorecards.actions.entries import enter_value
from scorecards.actions.measuring import measure_dirty_weeks, measure_weeks
from scorecards.models import MetricValue
from scorecards.queries.explanations import Explanation, explain
from tests.factories.cast import House
from tests.factories.scorecards import metric
from tests.scorecards.random_facts import scatter
from tests.scorecards.test_measures_oracle import MEASURES
from workitems.models import WorkItem
from workitems.queries.filters import ItemFilter

W47 = period_from_key("2026-W47", "UTC")
PARAMETERS: list[tuple[str, dict[str, Any]]] = [
    *((name, {}) for name in MEASURES),
    *((name, {"priorities": ["1", "2"]}) for name in ("throughput", "sla_response", "backlog")),
    ("backlog_aged", {"older_than_hours": 72}),
    ("turnaround_p90", {"hours": "business"}),
    ("csat", {"top_box_from": 5}),
]


def listed(explanation: Explanation, part: str) -> int:
    """How many items the lists of a part show, by way of the address."""
    found = 0
    for each in explanation.of(part):
        query = QueryDict(each.items.address)
        found += ItemFilter.from_query(query, zone="UTC").apply(WorkItem.objects.all()).count()
    return found


def test_the_lists_behind_every_figure_count_what_it_was_made_from(
    house: House, desk: Engagement, now: datetime
) -> None:
    scatter(house, desk, 1, size=150)
    made = {
        f"{name} {parameters}": metric(name, desk, name=f"{name} {parameters}", parameters=parameters)
        for name, parameters in PARAMETERS
    }
    measure_weeks({desk.pk: [W47]}, now=now)
    wrong = {}
    for title, each in made.items():
        explanation = explain(desk, each, W47)
        value, name = explanation.value, each.measure
        expected = {"denominator": value.denominator, "excluded": value.excluded, "numerator": value.numerator}
        if name.startswith("sla"):
            assert value.denominator is not None
            assert value.numerator is not None
            expected["missed"] = value.denominator - value.numerator
        if name == "cost_per_unit":
            expected = {"denominator": value.denominator}  # money has no items; defective ones are not accepted
        if name == "efficiency":
            expected = {"denominator": value.sample, "excluded": value.excluded}  # its parts are hours
        if name.startswith("turnaround"):
            expected.pop("numerator")  # hours
        found = {part: listed(explanation, part) if wanted is not None else None for part, wanted in expected.items()}
        if found != expected or value.value is None:
            wrong[title] = (found, expected)
        assert all(behind.label for behind in explanation.behind)
    assert wrong == {}


def test_all_clocks_together_are_listed_apart(house: House, desk: Engagement, now: datetime) -> None:
    scatter(house, desk, 2, size=10)
    both = metric("sla_adherence", desk)
    measure_weeks({desk.pk: [W47]}, now=now)
    assert [each.code for each in explain(desk, both, W47).of("denominator")] == [
        "response_decided",
        "resolution_decided",
    ]


def test_a_segments_figure_lists_the_segments_items(house: House, desk: Engagement, now: datetime) -> None:
    spanish = desk.segments.create(name="Spanish")
    scatter(house, desk, 3)
    WorkItem.objects.filter(priority="1").update(segment=spanish)
    throughput = metric("throughput", desk)
    measure_weeks({desk.pk: [W47]}, now=now)
    explanation = explain(desk, throughput, W47, segment_id=spanish.pk)
    numerator = explanation.value.numerator
    assert numerator is not None
    assert listed(explanation, "numerator") == numerator > 0


def test_an_entered_figure_shows_its_entry_and_no_items(house: House, desk: Engagement, now: datetime) -> None:
    quality = metric("manual", desk, name="QA score")
    enter_value(
        engagement=desk, metric=quality, period=W47, numerator=Decimal(3), denominator=Decimal(4), note="QA sheet",
        now=now, by=house.people[Role.ANALYST],
    )  # fmt: skip
    measure_dirty_weeks(now=now)
    explanation = explain(desk, quality, W47)
    assert explanation.entry is not None
    assert (explanation.entry.note, explanation.behind) == ("QA sheet", ())


def test_an_unmeasured_period_has_no_explanation(desk: Engagement) -> None:
    with pytest.raises(MetricValue.DoesNotExist):
        explain(desk, metric("throughput", desk), W47)
