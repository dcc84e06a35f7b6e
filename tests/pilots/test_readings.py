"""How criteria stand day by day, against figures worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from engagements.models import Metric
from engagements.models.metrics import Measure
from foundation.accounts.roles import Role
from pilots.actions.reading import read_pilot
from pilots.actions.starting import start_pilot
from pilots.figures.quantiles import clopper_pearson
from pilots.models import CriterionReading, Pilot
from pilots.queries.plans import criteria_of
from tests.factories.cast import House
from tests.factories.pilots import FIRST, NINE, criterion, days, items_of, known_figure, planned, started
from tests.factories.scorecards import exclude, metric
from workitems.models import WorkItem

TODAY = FIRST + timedelta(days=10)


def read(pilot: Pilot, today: date = TODAY) -> int:
    return read_pilot(pilot_id=pilot.pk, now=NINE, today=today)


def last(pilot: Pilot, name: str) -> CriterionReading:
    return CriterionReading.objects.filter(criterion__name=name).latest("day")


def test_a_share_with_its_bounds_of_ninety_percent(acting: House) -> None:
    pilot, desk = started(acting), acting.engagements["kestrel"]
    items_of(desk, days(FIRST, 10), a_day=5, defective=0)
    items_of(desk, days(FIRST, 2), a_day=1, defective=1)
    assert read(pilot) == 30
    row = last(pilot, "Error rate")
    bounds = clopper_pearson(2, 52, 0.1)
    assert (row.day, row.n, row.numerator, row.failures) == (FIRST + timedelta(days=9), 52, Decimal(2), 2)
    assert row.estimate == Decimal("3.846154")
    assert (float(row.lower or 0), float(row.upper or 0)) == (round(bounds.low * 100, 6), round(bounds.high * 100, 6))
    met = last(pilot, "Met according to the source")
    assert (met.n, met.numerator, met.failures) == (52, Decimal(50), 2)


def test_a_percentile_counts_the_share_within_its_threshold(acting: House) -> None:
    pilot, desk = started(acting), acting.engagements["kestrel"]
    items_of(desk, days(FIRST, 9), a_day=1, hours=8)
    items_of(desk, days(FIRST, 1), a_day=1, hours=20)
    read(pilot)
    row = last(pilot, "Turnaround, 90th percentile")
    assert (row.n, row.numerator, row.failures) == (10, Decimal(9), 1)
    assert row.estimate == Decimal("9.2")  # ten values: 8 eight times and more, position 8.1 between 8 and 20


def test_a_mean_has_its_deviation(acting: House) -> None:
    pilot, desk = planned(acting), acting.engagements["kestrel"]
    criterion(pilot, metric(Measure.TURNAROUND_MEAN, desk), "lower", "6", 40)
    known = Metric.objects.get(measure=Measure.TURNAROUND_MEAN)
    known_figure(known, acting.engagements["own"], NINE)
    start_pilot(pilot=pilot, by=acting.people[Role.OPS_LEAD], now=NINE, today=FIRST)
    items_of(desk, days(FIRST, 5), a_day=2, hours=4)
    items_of(desk, days(FIRST, 5), a_day=2, hours=6)
    read(pilot)
    row = last(pilot, "Turnaround, mean")
    assert (row.n, row.estimate, row.numerator, row.failures) == (20, Decimal(5), None, None)
    assert row.deviation == Decimal("1.025978")  # sqrt(20 / 19)


def test_no_items_is_no_estimate_and_a_rerun_changes_nothing(acting: House) -> None:
    pilot = started(acting)
    assert read(pilot) == 30
    row = last(pilot, "Error rate")
    assert (row.n, row.estimate, row.lower, row.failures) == (0, None, None, None)
    assert read(pilot) == 0
    assert Pilot.objects.get(pk=pilot.pk).read_until == FIRST + timedelta(days=9)


def test_late_data_changes_only_the_days_after_it(acting: House) -> None:
    pilot, desk = started(acting), acting.engagements["kestrel"]
    items_of(desk, days(FIRST, 10))
    read(pilot)
    items_of(desk, [FIRST + timedelta(days=7)], a_day=1, defective=1)
    assert read(pilot) == 9  # three criteria, three days


def test_an_approved_exclusion_does_not_count(acting: House) -> None:
    pilot, desk = started(acting), acting.engagements["kestrel"]
    items_of(desk, days(FIRST, 5), a_day=2, defective=1)
    bad = WorkItem.objects.filter(defective=True).first()
    assert bad is not None
    exclude(bad, by=acting.people[Role.ANALYST], approved_by=acting.people[Role.OPS_LEAD])
    read(pilot)
    assert [(last(pilot, each.name).n) for each in criteria_of(pilot)] == [9, 9, 9]


def test_nothing_is_read_before_the_first_day_nor_after_the_last(acting: House) -> None:
    pilot = started(acting)
    assert read(pilot, FIRST) == 0
    read(pilot, pilot.last_day + timedelta(days=30))
    assert CriterionReading.objects.latest("day").day == pilot.last_day
