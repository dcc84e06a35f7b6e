import csv
import os
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.control_chart import (
    PERCENT,
    TEXTS,
    ControlChart,
    Finding,
    Limits,
    Signal,
    control_chart,
    limits_individuals,
    signals,
)

KNOWN = Path(os.environ.get("SHARED_DIR") or Path(__file__).parents[3] / "shared") / "known"
STEADY = [94, 96, 95, 97, 95, 96, 94, 95, 94, 96, 95, 96]


def known_rows(table: str) -> list[dict[str, str]]:
    path = KNOWN / table
    if not path.exists():
        pytest.skip(f"known answers are not here: {table} (set SHARED_DIR)")
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_published_limits_of_individuals() -> None:
    rows = [row for row in known_rows("spc_limits.csv") if row["chart"].startswith("individuals")]
    assert len(rows) >= 3
    for row in rows:
        lines = (KNOWN / row["data_file"]).read_text(encoding="utf-8").split("\n")[1:]
        points = [float(line.split()[1]) for line in lines if line.endswith("TRUE")]
        if "without batch 4" in row["rows_used"]:
            del points[3]
        sigma: Literal["mr", "sd"] = "sd" if "SD/c4" in row["chart"] else "mr"
        limits = limits_individuals(points, sigma)
        published = [float(row[name]) for name in ("center", "lcl", "ucl")]
        assert [limits.center, limits.lcl, limits.ucl] == pytest.approx(published, rel=2e-6)


def test_published_rules() -> None:
    for row in known_rows("spc_rules.csv"):
        series = [float(value) for value in row["series"].split()]
        rule = int(row["rule"].removeprefix("WER"))
        found = [s.index + 1 for s in signals(series, float(row["center"]), float(row["sigma"])) if s.rule == rule]
        assert found == [int(index) for index in row["violating_points_1_based"].split()], row["rule"]


def test_arithmetic_example() -> None:
    limits = limits_individuals([92, 94, 93, 95, 91, 94, 93])
    assert [round(limits.center, 3), round(limits.lcl, 2), round(limits.ucl, 2)] == [93.143, 87.38, 98.91]


def test_a_gap_neither_counts_nor_breaks() -> None:
    points: list[float | None] = [92, 94, 93, 95, 91, 94, 93]
    assert limits_individuals([*points[:3], None, *points[3:], None]) == limits_individuals(points)
    below: list[float | None] = [-1, -1, -1, -1, None, -1, -1, -1, -1]
    assert signals(below, 0, 1) == [Signal(4, 8, above=False)]


def test_numbers_of_any_kind() -> None:
    assert limits_individuals([Decimal(1), 2, 3.0]) == limits_individuals([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("series", "found"),
    [
        ([0, 3, -3, 0], []),
        ([0, 3.01], [Signal(1, 1, above=True)]),
        ([2.5, 2.5], [Signal(2, 1, above=True)]),
        ([2.5, -2.5, 2.5], [Signal(2, 2, above=True)]),
        ([2.5, -2.5, -0.5], []),
        ([2.5, 0, 0, 2.5], []),
        ([2, 2, 2], []),
        ([-1.5, -1.5, -1.5, 0.5, -1.5], [Signal(3, 4, above=False)]),
        ([-1.5, -1.5, -1.5, -1.5, -0.5], [Signal(3, 3, above=False)]),
        ([1, 1, 1, 1, 1], []),
        ([0.5] * 9, [Signal(4, 7, above=True), Signal(4, 8, above=True)]),
        ([0.5] * 7 + [0] + [0.5] * 7, []),
        ([0.5] * 7 + [-0.5] + [0.5] * 7, []),
    ],
)
def test_rules(series: list[float], found: list[Signal]) -> None:
    assert signals(series, 0, 1) == found


def test_points_on_a_limit_up_to_the_noise_of_floats() -> None:
    center, sigma = 0.1 + 0.2, 0.1
    assert signals([0.6, 0.0], center, sigma) == []
    constant = control_chart([0.1] * 30)
    assert constant.signals == ()
    assert constant.summary.finding is Finding.STEADY
    assert control_chart([0.1] * 12 + [0.10001]).flagged == {12}


def test_fewer_than_twelve_points_are_a_run_chart() -> None:
    chart = control_chart([*STEADY[:11], None, None])
    assert (chart.limits, chart.baseline, chart.signals) == (None, None, ())
    assert chart.summary.finding is Finding.NO_DATA
    assert control_chart(STEADY[:11]).summary.finding is Finding.RUN_CHART
    assert control_chart([]).summary.finding is Finding.NO_DATA
    assert control_chart(STEADY).limits == limits_individuals(STEADY)


def test_limits_freeze_from_the_baseline() -> None:
    chart = control_chart([None, *STEADY, 92, None, 90, 88, 78])
    assert chart.limits == limits_individuals(STEADY)
    assert chart.baseline == (1, 13)
    assert chart.flagged == {15, 16, 17}
    assert chart.summary.finding is Finding.BELOW_LIMIT
    assert str(chart.summary) == "below lower limit"


def test_limits_frozen_earlier_win() -> None:
    frozen = Limits(center=80, lcl=77, ucl=83, sigma=1)
    chart = control_chart([80.5] * 8, frozen=frozen)
    assert (chart.limits, chart.baseline) == (frozen, None)
    assert chart.summary.finding is Finding.RUN_ABOVE
    assert str(chart.summary) == "run of 8 above centre"
    assert (chart.summary.text, chart.summary.params) == ("run of %(run)d above centre", {"run": 8})


def test_limits_of_a_share_are_clamped_and_signals_stay() -> None:
    series = [99.0, 100, 98, 100, 97, 100, 99, 100, 98, 100, 99, 100, 80]
    free, clamped = control_chart(series), control_chart(series, possible=PERCENT)
    assert free.limits is not None
    assert clamped.limits is not None
    assert free.limits.ucl > 100
    assert clamped.limits == Limits(free.limits.center, free.limits.lcl, 100, free.limits.sigma)
    assert clamped.signals == free.signals != ()


def test_a_longer_baseline_takes_what_is_there() -> None:
    assert control_chart([*STEADY, 95, 94], baseline=16).baseline == (0, 14)
    assert control_chart(STEADY * 2, baseline=16).baseline == (0, 16)
    with pytest.raises(ValueError, match="at least 12"):
        control_chart(STEADY, baseline=11)


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="two points"):
        limits_individuals([1, None])
    with pytest.raises(ValueError, match="finite"):
        control_chart([float("nan")])


def test_every_finding_has_its_text() -> None:
    assert set(TEXTS) == set(Finding)
    lowest = ControlChart((5.0, 5.0), Limits(0, -3, 3, 1), None, (Signal(2, 1, above=True), Signal(1, 1, above=True)))
    assert lowest.summary.finding is Finding.ABOVE_LIMIT


@given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=40))
def test_signals_are_at_points_with_data(series: list[float | None]) -> None:
    chart = control_chart(series)
    assert all(series[index] is not None for index in chart.flagged)
    assert [signal.index for signal in chart.signals] == sorted(signal.index for signal in chart.signals)
    mirrored = control_chart([None if value is None else -value for value in series])
    assert [(s.rule, s.index, not s.above) for s in mirrored.signals] == [
        (s.rule, s.index, s.above) for s in chart.signals
    ]
