"""Whatever the data, a chart is well-formed, finite, inside its frame, readable and escaped."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation import charts
from tests.foundation.charts.drawing import check, parse

STATUSES = st.sampled_from(["on_target", "at_risk", "off_target", "too_few", "no_data", "", "nonsense"])
VALUES = st.one_of(
    st.none(),
    st.floats(),
    st.floats(-100, 100),
    st.integers(),
    st.just(10**400),
    st.decimals(),
    st.sampled_from([0, 95, 1e308, -1e308, 5e-324, Decimal("1e999")]),
)
SERIES = st.lists(VALUES, max_size=30)
TEXTS = st.text(max_size=120)
NASTY = "<b>&\"'\x00\ud800" + "wide 宽 " * 16
START = datetime(2026, 11, 16, tzinfo=UTC)
INSTANTS = st.integers(-(10**6), 10**8).map(lambda seconds: START + timedelta(seconds=seconds))
SPANS = st.builds(charts.Span, INSTANTS, st.none() | INSTANTS)
MOMENTS = st.builds(charts.Moment, INSTANTS, TEXTS)
NASTY_EVENT = charts.Moment(START, NASTY)
CLOCKS = st.builds(
    charts.ClockRow,
    TEXTS,
    INSTANTS,
    st.none() | INSTANTS,
    st.none() | INSTANTS,
    st.lists(SPANS, max_size=3),
    STATUSES,
    TEXTS,
)
BARS = st.lists(st.builds(charts.Bar, TEXTS, VALUES, STATUSES), max_size=6)


@settings(max_examples=150, deadline=None)
@given(values=SERIES, target=VALUES, limits=st.none() | st.tuples(VALUES, VALUES), status=STATUSES, name=TEXTS)
def test_sparkline(values: list[float], target: float, limits: tuple[float, float], status: str, name: str) -> None:
    check(charts.sparkline(values, target=target, limits=limits, status=status, name=name, unit="%"))


@settings(max_examples=200, deadline=None)
@given(
    figures=st.tuples(VALUES, VALUES, VALUES, VALUES),
    lower=st.booleans(),
    status=STATUSES,
    domain=st.sampled_from([None, (0, 100), (50, 50), (-1e308, 1e308)]),
    possible=st.sampled_from([None, (0, 100), (0, 1)]),
)
def test_bullet(
    figures: tuple[float, ...],
    lower: bool,  # noqa: FBT001 - drawn by hypothesis
    status: str,
    domain: tuple[float, float] | None,
    possible: tuple[float, float] | None,
) -> None:
    actual, expected, minimum, stretch = figures
    check(
        charts.bullet(
            actual,
            expected,
            minimum=minimum,
            stretch=stretch,
            lower_is_better=lower,
            status=status,
            domain=domain,
            possible=possible,
        )
    )


@settings(max_examples=200, deadline=None)
@given(
    values=SERIES,
    labels=st.lists(TEXTS, max_size=30),
    lines=st.tuples(VALUES, VALUES, VALUES, VALUES),
    flagged=st.sets(st.integers(0, 40)),
    baseline=st.none() | st.tuples(st.integers(0, 10), st.integers(0, 30)),
    sizes=st.lists(st.none() | st.integers(0, 10**9), max_size=30),
    intervals=st.lists(st.none() | st.tuples(VALUES, VALUES), max_size=30),
    notes=st.dictionaries(st.integers(0, 40), TEXTS, max_size=3),
    width=st.sampled_from([540, 300, 120]),
)
def test_control_chart(  # noqa: PLR0917 - each is drawn by hypothesis
    values: list[float],
    labels: list[str],
    lines: tuple[float, float, float, float],
    flagged: set[int],
    baseline: tuple[int, int] | None,
    sizes: list[int | None],
    intervals: list[tuple[float, float] | None],
    notes: dict[int, str],
    width: int,
) -> None:
    center, lcl, ucl, target = lines
    series = charts.ControlSeries(
        values,
        labels,
        center=center,
        lcl=lcl,
        ucl=ucl,
        target=target,
        flagged=flagged,
        baseline=baseline,
        sizes=sizes,
        intervals=intervals,
        notes=notes,
    )
    check(charts.control_chart(series, width=width))


@settings(max_examples=100, deadline=None)
@given(bars=BARS)
def test_bars(bars: list[charts.Bar]) -> None:
    check(charts.ageing_bars(bars))
    check(charts.deviation_bars(bars))


@settings(max_examples=100, deadline=None)
@given(
    clocks=st.lists(CLOCKS, max_size=3),
    now=INSTANTS,
    events=st.lists(MOMENTS, max_size=6),
    closed=st.lists(SPANS, max_size=6),
    ticks=st.lists(MOMENTS, max_size=6),
)
def test_clock_timeline(
    clocks: list[charts.ClockRow],
    now: datetime,
    events: list[charts.Moment],
    closed: list[charts.Span],
    ticks: list[charts.Moment],
) -> None:
    check(charts.clock_timeline(clocks, now=now, events=events, closed=closed, ticks=ticks))


@settings(max_examples=150, deadline=None)
@given(values=SERIES, low=SERIES, high=SERIES, payback=VALUES, words=TEXTS, width=st.sampled_from([540, 300, 140]))
def test_cumulative_chart(
    values: list[float], low: list[float], high: list[float], payback: float, words: str, width: int
) -> None:
    check(charts.cumulative_chart(charts.CumulativeSeries(values, low, high, payback, words), width=width))


@settings(max_examples=100, deadline=None)
@given(planned=SERIES, actual=SERIES, expected=SERIES, filled=st.booleans(), width=st.sampled_from([540, 140]))
def test_planned_chart(
    planned: list[float], actual: list[float], expected: list[float], *, filled: bool, width: int
) -> None:
    check(charts.planned_chart(charts.PlannedSeries(planned, actual, expected, filled), width=width))


@settings(max_examples=150, deadline=None)
@given(
    swings=st.lists(st.builds(charts.Swing, TEXTS, VALUES, VALUES, TEXTS, TEXTS), max_size=8),
    base=VALUES,
    words=TEXTS,
    width=st.sampled_from([540, 300, 140]),
)
def test_tornado(swings: list[charts.Swing], base: float, words: str, width: int) -> None:
    check(charts.tornado(swings, base=base, base_text=words, zero_text=words, width=width))


@settings(max_examples=100, deadline=None)
@given(
    points=st.lists(st.tuples(st.integers(0, 3000), VALUES), max_size=30).map(lambda found: sorted(found, key=str)),
    wanted=VALUES,
    needed=st.none() | st.integers(0, 4000),
    planned=st.none() | st.tuples(st.integers(0, 4000), VALUES),
    width=st.sampled_from([540, 300, 140]),
)
def test_power_chart(
    points: list[tuple[int, float]],
    wanted: float,
    needed: int | None,
    planned: tuple[int, float] | None,
    width: int,
) -> None:
    check(charts.power_chart(charts.PowerSeries(points, wanted, needed, planned), width=width))


@settings(max_examples=100, deadline=None)
@given(figures=st.tuples(VALUES, VALUES, VALUES, VALUES), others=SERIES, lower=st.booleans(), status=STATUSES)
def test_interval(figures: tuple[float, ...], others: list[float], lower: bool, status: str) -> None:  # noqa: FBT001 - drawn
    estimate, threshold, low, high = figures
    check(
        charts.interval(
            estimate, threshold, bounds=(low, high), others=others[:3], lower_is_better=lower, status=status, unit=" %"
        )
    )


@given(done=VALUES, total=VALUES)
def test_progress_bar(done: float, total: float) -> None:
    check(charts.progress_bar(done, total))


@given(st.lists(STATUSES, max_size=8))
def test_strip_and_marks(statuses: list[str]) -> None:
    check(charts.metric_strip(statuses, names=statuses))
    for status in statuses:
        check(charts.status_mark(status))


@pytest.mark.parametrize(
    "draw",
    [
        lambda: charts.sparkline([1, 2], name=NASTY, unit=NASTY, target=1, target_text=NASTY),
        lambda: charts.bullet(1, 2, name=NASTY, unit=NASTY),
        lambda: charts.control_chart(charts.ControlSeries([1, 2], [NASTY] * 2, target=1, notes={0: NASTY}), unit=NASTY),
        lambda: charts.ageing_bars([charts.Bar(NASTY, 1)], unit=NASTY),
        lambda: charts.deviation_bars([charts.Bar(NASTY, -1)], name=NASTY),
        lambda: charts.clock_timeline([charts.ClockRow(NASTY, START, note=NASTY)], now=START, events=[NASTY_EVENT]),
        lambda: charts.metric_strip(["on_target"], names=[NASTY]),
        lambda: charts.progress_bar(1, 2, label=NASTY),
        lambda: charts.power_chart(charts.PowerSeries([(1, 2), (2, 90)]), name=NASTY, finding=NASTY),
        lambda: charts.interval(1, 2, bounds=(0, 3), name=NASTY, unit=NASTY),
        lambda: charts.cumulative_chart(charts.CumulativeSeries([-1, 2], payback=0.3, payback_text=NASTY), name=NASTY),
        lambda: charts.tornado([charts.Swing(NASTY, -1, 3, NASTY, NASTY)], base=1, base_text=NASTY, zero_text=NASTY),
    ],
)
def test_long_and_nasty_texts_are_escaped_and_stay_inside(draw: Callable[[], str]) -> None:
    svg = draw()
    assert "<b>" not in svg
    check(svg)
    assert parse(svg).find(".//{http://www.w3.org/2000/svg}b") is None
