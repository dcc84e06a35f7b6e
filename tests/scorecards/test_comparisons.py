from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagements.models import Engagement
from engagements.periods import period_from_key
from scorecards.actions.measuring import measure_weeks
from scorecards.queries.comparisons import by_vendor
from tests.factories.cast import House
from tests.factories.scorecards import at, item, metric

W47 = period_from_key("2026-W47", "UTC")


def second_desk(house: House, desk: Engagement) -> Engagement:
    made: Engagement = Engagement.objects.create(
        name="Weekend desk", process=desk.process, vendor=desk.vendor, started_on=date(2026, 1, 5)
    )
    return made


def test_vendors_stand_side_by_side_the_own_team_first(house: House, desk: Engagement, now: datetime) -> None:
    weekend, own = second_desk(house, desk), house.engagements["own"]
    everybody = (desk, weekend, own)
    made = {
        name: metric(name, *everybody)
        for name in ("throughput", "error_rate", "turnaround_mean", "turnaround_p90", "cost_per_unit")
    }
    hours = {desk: (10, 30), weekend: (20, 40), own: (5,)}
    for engagement, spans in hours.items():
        for number, span in enumerate(spans):
            done = at("2026-11-16 00:00").replace(day=16 + span // 24, hour=span % 24)
            item(engagement, "2026-11-16 00:00", done, checked=True, defective=number == 1)
    measure_weeks({each.pk: [W47] for each in everybody}, now=now)
    found = by_vendor(everybody, W47)
    assert [vendor.name for vendor in found.vendors] == ["Own team", "Kestrel"]
    cells = {row.metric.measure: row.cells for row in found.rows}
    kestrel, ours = desk.vendor_id, own.vendor_id
    assert (cells["throughput"][kestrel].value, cells["throughput"][ours].value) == (Decimal(4), Decimal(1))
    assert (cells["error_rate"][kestrel].numerator, cells["error_rate"][kestrel].value) == (Decimal(2), Decimal(50))
    assert cells["turnaround_mean"][kestrel].value == 25
    assert cells["turnaround_p90"][kestrel].value == 37  # of 10, 20, 30 and 40 together, not of two percentiles
    assert cells["turnaround_p90"][kestrel].engagements == 2
    assert cells["turnaround_p90"][ours].value == 5
    # only the Night desk and the own team have terms: 2,940 for each of one and one accepted; the weekend has no costs
    assert cells["cost_per_unit"][kestrel].value == Decimal(2940)
    assert made["throughput"].pk in {row.metric.pk for row in found.rows}


def test_currencies_are_never_pooled(house: House, desk: Engagement, now: datetime) -> None:
    weekend = second_desk(house, desk)
    weekend.terms.create(valid_from=date(2026, 1, 5), currency="USD", monthly_fee=100)
    metric("cost_per_unit", desk, weekend)
    for engagement in (desk, weekend):
        item(engagement, "2026-11-16 00:00", "2026-11-16 10:00")
    measure_weeks({each.pk: [W47] for each in (desk, weekend)}, now=now)
    (row,) = by_vendor([desk, weekend], W47).rows
    assert row.cells[desk.vendor_id].value is None


def test_the_number_of_queries_does_not_grow_with_engagements(house: House, desk: Engagement, now: datetime) -> None:
    everybody = [desk, house.engagements["own"], house.engagements["inkwell"]]
    metric("throughput", *everybody)
    for engagement in everybody:
        item(engagement, "2026-11-16 00:00", "2026-11-16 10:00")
    measure_weeks({each.pk: [W47] for each in everybody}, now=now)
    counts = []
    for some in (everybody[:1], everybody):
        with CaptureQueriesContext(connection) as queries:
            by_vendor(some, W47)
        counts.append(len(queries))
    assert counts == [6, 6]
