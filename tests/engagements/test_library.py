"""The starter library: each metric sound, each added once."""

from __future__ import annotations

import pytest
from django.test import Client

from engagements.library import STARTER_METRICS, StarterMetric
from engagements.measure_rules import MEASURE_FITS, metric_problems, parameter_problems
from engagements.models import Metric
from engagements.models.metrics import Cadence, Direction, Measure, Unit
from engagements.target_rules import Bounds, target_problems
from foundation.accounts.tenancy.context import staff
from tests.engagements.conftest import url
from tests.factories.cast import House


@pytest.mark.parametrize("starter", STARTER_METRICS, ids=lambda each: each.key)
def test_a_starter_is_sound(starter: StarterMetric) -> None:
    assert list(metric_problems(starter.measure, starter.unit, starter.direction)) == []
    assert list(parameter_problems(starter.measure, starter.parameters)) == []
    assert starter.cadence in Cadence.values
    if starter.typical:
        assert list(target_problems(Bounds(starter.unit, starter.direction, *starter.typical))) == []


def test_the_rules_know_every_measure_unit_and_direction() -> None:
    assert set(MEASURE_FITS) == set(Measure.values)
    assert {unit for fit in MEASURE_FITS.values() for unit in fit.units} == set(Unit.values)
    assert {fit.direction for fit in MEASURE_FITS.values()} == {"", *Direction.values}


def test_each_is_added_once(house: House, lead: Client) -> None:
    for starter in (*STARTER_METRICS, STARTER_METRICS[0]):
        assert lead.post(url("metric-adopt", house, key=starter.key)).status_code == 302
    with staff(house.pk):
        made = Metric.objects.order_by("pk").values_list("name", "measure", "is_internal", "versions__number")
        assert list(made) == [(each.name, each.measure, each.is_internal, 1) for each in STARTER_METRICS]
    assert lead.post(url("metric-adopt", house, key="nonsense")).status_code == 404
