from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagements.models import Engagement, Metric
from engagements.models.metrics import Cadence
from engagements.periods import Period, period_from_key
from scorecards.actions.measuring import mark_weeks, measure_dirty_weeks, measure_weeks
from scorecards.models import MetricValue, Scorecard, ScorecardLine
from tests.factories.scorecards import at, busy_weeks, item, metric
from workitems.models import DirtyWeek

W44, W45, W46, W47 = (period_from_key(f"2026-W{number}", "UTC") for number in (44, 45, 46, 47))


def values(of: Metric) -> dict[str, object]:
    return {row.period_key: row.value for row in MetricValue.objects.filter(metric=of, segment=None)}


def test_a_marked_week_is_measured_and_its_scorecard_composed(desk: Engagement, now: datetime) -> None:
    throughput = metric("throughput", desk, expected="3", minimum="1")
    busy_weeks(desk, "2026-11-10", 2)
    mark_weeks({desk.pk: [W46, W47]}, now=now)
    measured = measure_dirty_weeks(now=now)
    assert (measured.weeks, measured.figures, measured.scorecards) == (2, 2, 2)
    assert not DirtyWeek.objects.exists()
    assert values(throughput) == {"2026-W46": 2, "2026-W47": 2}
    card = Scorecard.objects.get(period_key="2026-W47")
    assert (card.state, card.status, card.worst_metric) == ("history", "at_risk", throughput)
    assert card.headline == "Throughput stayed at 2; 0 of 1 on target"
    line = card.lines.get()
    assert (line.value, line.previous_value, line.status, line.signal) == (
        Decimal(2),
        Decimal(2),
        "at_risk",
        "run_chart",
    )
    assert line.series == [{"key": "2026-W46", "value": "2", "n": 2}, {"key": "2026-W47", "value": "2", "n": 2}]


def test_measuring_again_changes_nothing(desk: Engagement, now: datetime) -> None:
    for measure in ("throughput", "backlog", "turnaround_p90", "reopen_rate", "cost_per_unit", "csat"):
        metric(measure, desk)
    busy_weeks(desk, "2026-11-10", 2)
    item(desk, "2026-11-10 10:00", None)
    measure_weeks({desk.pk: [W46, W47]}, now=now)
    before = [list(model.objects.order_by("pk").values()) for model in (MetricValue, Scorecard, ScorecardLine)]
    again = measure_weeks({desk.pk: [W46, W47]}, now=now + timedelta(hours=1))
    assert (again.figures, again.scorecards) == (0, 0)
    assert [list(m.objects.order_by("pk").values()) for m in (MetricValue, Scorecard, ScorecardLine)] == before


def test_a_week_that_has_not_ended_waits(desk: Engagement, now: datetime) -> None:
    metric("throughput", desk)
    week = W47.next()
    mark_weeks({desk.pk: [week]}, now=now)
    assert measure_dirty_weeks(now=now).weeks == 0
    assert DirtyWeek.objects.count() == 1
    assert measure_dirty_weeks(now=week.end).weeks == 1


def test_a_week_marked_again_meanwhile_stays_marked(
    desk: Engagement, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    metric("throughput", desk)
    mark_weeks({desk.pk: [W47]}, now=now)

    def mark_meanwhile(weeks: dict[int, list[Period]], *, now: datetime) -> object:
        mark_weeks(weeks, now=now + timedelta(seconds=1))
        return measure_weeks(weeks, now=now)

    monkeypatch.setattr("scorecards.actions.measuring.measure_weeks", mark_meanwhile)
    measure_dirty_weeks(now=now)
    assert DirtyWeek.objects.get().marked_at == now + timedelta(seconds=1)


def test_late_data_moves_the_backlog_of_later_weeks(desk: Engagement, now: datetime) -> None:
    backlog = metric("backlog", desk, expected="0", minimum="5")
    busy_weeks(desk, "2026-10-27", 4)
    measure_weeks({desk.pk: [W44, W45, W46, W47]}, now=now)
    assert values(backlog) == {"2026-W44": 0, "2026-W45": 0, "2026-W46": 0, "2026-W47": 0}
    item(desk, "2026-11-03 10:00", "2026-11-17 10:00")
    measure_weeks({desk.pk: [W45]}, now=now)
    assert values(backlog) == {"2026-W44": 0, "2026-W45": 1, "2026-W46": 1, "2026-W47": 0}
    assert Scorecard.objects.get(period_key="2026-W46").status == "at_risk"


def test_a_monthly_metric_closes_in_its_own_cadence(desk: Engagement, now: datetime) -> None:
    monthly = metric("throughput", desk, expected="3", minimum="1", cadence=Cadence.MONTH)
    busy_weeks(desk, "2026-10-06", 7)
    weeks = [period_from_key(f"2026-W{number}", "UTC") for number in range(41, 48)]
    measure_weeks({desk.pk: weeks}, now=now)
    assert values(monthly) == {"2026-10": 8}
    shown = {card.period_key: card.lines.get() for card in Scorecard.objects.all()}
    assert {key: (line.period_key, line.value) for key, line in shown.items() if key > "2026-W43"} == {
        "2026-W44": ("2026-10", 8) if weeks[3].end >= at("2026-11-01 00:00") else ("2026-09", None),
        "2026-W45": ("2026-10", 8),
        "2026-W46": ("2026-10", 8),
        "2026-W47": ("2026-10", 8),
    }
    assert (shown["2026-W43"].period_key, shown["2026-W43"].status) == ("2026-09", "no_data")


def test_a_share_is_judged_unrounded(desk: Engagement, now: datetime) -> None:
    metric("error_rate", desk, expected="33.3333", minimum="50", is_strict=True)
    for defective in (True, False, False):
        item(desk, "2026-11-16 10:00", "2026-11-17 10:00", checked=True, defective=defective)
    measure_weeks({desk.pk: [W47]}, now=now)
    assert ScorecardLine.objects.get().status == "at_risk"


def test_too_few_items_never_worsen(desk: Engagement, now: datetime) -> None:
    metric("reopen_rate", desk, expected="0", minimum="1", minimum_sample=5)
    metric("throughput", desk, expected="1", minimum="0")
    item(desk, "2026-11-16 10:00", "2026-11-17 10:00", reopen_count=1)
    measure_weeks({desk.pk: [W47]}, now=now)
    card = Scorecard.objects.get()
    assert (card.status, card.headline) == ("on_target", "The one metric is on target")
    assert {line.metric.name: line.status for line in card.lines.all()} == {
        "Reopen rate": "too_few",
        "Throughput": "on_target",
    }


def test_no_throughput_is_off_target_and_not_too_few(desk: Engagement, now: datetime) -> None:
    metric("throughput", desk, expected="2", minimum="1")
    item(desk, "2026-11-16 10:00", None)
    measure_weeks({desk.pk: [W47]}, now=now)
    assert ScorecardLine.objects.get().status == "off_target"


def test_a_signal_after_twelve_steady_weeks(desk: Engagement, now: datetime) -> None:
    metric("throughput", desk, expected="1", minimum="0")
    weeks = [W47.shift(-back) for back in reversed(range(14))]
    for number, week in enumerate(weeks[:13]):
        for _ in range(2 + number % 2):
            item(desk, week.start + timedelta(hours=1), week.start + timedelta(hours=2))
    for _ in range(30):
        item(desk, W47.start + timedelta(hours=1), W47.start + timedelta(hours=2))
    measure_weeks({desk.pk: weeks}, now=now)
    line = Scorecard.objects.get(period_key="2026-W47").lines.get()
    assert line.signal == "above_limit"
    # twelve points 2, 3, 2, 3 ...: mean 2.5, mean moving range 1, sigma 1 / 1.128
    assert (line.limits["center"], line.limits["baseline"]) == ("2.5", 12)
    assert (line.limits["lower"], line.limits["upper"]) == ("0", "5.159574")
    assert len(line.series) == 14


def test_segments_have_figures_of_their_own_and_no_scorecard(desk: Engagement, now: datetime) -> None:
    throughput = metric("throughput", desk)
    spanish = desk.segments.create(name="Spanish")
    item(desk, "2026-11-16 10:00", "2026-11-17 10:00", segment=spanish)
    item(desk, "2026-11-16 10:00", "2026-11-17 10:00")
    measure_weeks({desk.pk: [W47]}, now=now)
    rows = MetricValue.objects.filter(metric=throughput).values_list("segment_id", "value")
    assert dict(rows) == {None: 2, spanish.pk: 1}
    assert Scorecard.objects.get().lines.count() == 1


def test_the_number_of_queries_does_not_grow_with_weeks_and_metrics(desk: Engagement, now: datetime) -> None:
    busy_weeks(desk, "2026-10-27", 4)
    counts = []
    for name, weeks in (("a", [W46]), ("b", [W45, W46]), ("c", [W44, W45, W46, W47])):
        metric("throughput", desk, name=name)
        metric("backlog", desk, name=f"{name} backlog")
        with CaptureQueriesContext(connection) as queries:
            measure_weeks({desk.pk: weeks}, now=now)
        reads = [each["sql"] for each in queries if each["sql"].startswith(("SELECT", "WITH"))]
        counts.append(len([sql for sql in reads if "scorecards_scorecardline" not in sql]))
    assert counts == [counts[0]] * 3
