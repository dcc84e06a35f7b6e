from datetime import timedelta
from decimal import Decimal, localcontext
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagements.proportions import wilson
from scorecards.statistics import (
    P90,
    ErrorBudget,
    Ratio,
    ageing,
    backlog_days,
    mean,
    median,
    microseconds,
    percentile,
    percentile_microseconds,
    pooled,
    summarize_durations,
)


@pytest.mark.parametrize(("k", "n", "low", "high"), [(95, 100, "88.8", "97.8"), (19, 20, "76.4", "99.1")])
def test_wilson_intervals_of_the_document(k: int, n: int, low: str, high: str) -> None:
    interval = Ratio(k, n).interval
    assert interval is not None
    assert (f"{100 * interval.low:.1f}", f"{100 * interval.high:.1f}") == (low, high)


def test_wilson_at_the_edges() -> None:
    assert wilson(0, 0) is None
    none, every = wilson(0, 10), wilson(10, 10)
    assert none is not None
    assert every is not None
    assert (none.low, every.high) == (0.0, 1.0)
    assert none.high == pytest.approx(1 - every.low)
    for k, n in ((-1, 5), (6, 5), (0, -1)):
        with pytest.raises(ValueError, match="no share"):
            wilson(k, n)


@given(n=st.integers(1, 10**9), data=st.data())
def test_wilson_holds_the_share(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    interval = wilson(k, n)
    assert interval is not None
    assert 0 <= interval.low <= k / n + 1e-12
    assert k / n - 1e-12 <= interval.high <= 1


def test_a_ratio_is_pooled_never_averaged() -> None:
    total = pooled([Ratio(1, 1), Ratio(0, 99)])
    assert total == Ratio(1, 100)
    assert total.value == Decimal("0.01")
    assert total.percent == Decimal(1)


def test_denominator_zero_is_no_data() -> None:
    assert (Ratio(0, 0).value, Ratio(5, 0).percent, Ratio(0, 0).interval) == (None, None, None)
    assert pooled([]).value is None
    assert Ratio(0, 4).value == 0


def test_a_ratio_of_money_has_no_interval_and_is_exact() -> None:
    fee = Ratio(Decimal("13900.10"), 3)
    assert fee.interval is None
    with localcontext(prec=3):
        assert fee.value == Decimal("4633.366666666666666666666666666666666667")
        assert Ratio(99951, 100000).percent == Decimal("99.951")
        assert (Ratio(Decimal("100000.01"), 1) + Ratio(Decimal("0.01"), 1)).numerator == Decimal("100000.02")


@pytest.mark.parametrize("bad", [(1, -1), (Decimal("NaN"), 1), (1, Decimal("Infinity"))])
def test_a_ratio_refuses_what_is_none(bad: tuple[int | Decimal, int | Decimal]) -> None:
    with pytest.raises(ValueError, match="ratio"):
        Ratio(*bad)


def test_percentile_is_hyndman_fan_7() -> None:
    assert percentile([40, 10, 30, 20], P90) == 37
    assert percentile_microseconds([40, 10, 30, 20], P90) == 37
    assert median([3, 1, 2, 10]) == Decimal("2.5")
    assert percentile([7], P90) == 7
    assert (percentile([], P90), percentile_microseconds([], P90), median([]), mean([])) == (None, None, None, None)
    assert mean([1, 2]) == Decimal("1.5")
    assert mean([Decimal("0.1"), Decimal("0.2")]) == Decimal("0.15")


def test_percentile_refuses_nonsense() -> None:
    with pytest.raises(ValueError, match="no share"):
        percentile([1], Decimal("1.1"))
    with pytest.raises(ValueError, match="finite"):
        percentile([1.0, float("nan")], P90)
    with pytest.raises(ValueError, match="finite"):
        mean([float("inf")])


@given(st.lists(st.integers(-(10**15), 10**15), min_size=2, max_size=60))
def test_percentile_agrees_with_the_standard_library(values: list[int]) -> None:
    deciles = quantiles(map(Decimal, values), n=10, method="inclusive")
    ninetieth = percentile(values, P90)
    assert ninetieth is not None
    assert ninetieth == pytest.approx(deciles[8])
    assert min(values) <= ninetieth <= max(values)


def test_durations_are_summarized_in_whole_microseconds() -> None:
    hours = [microseconds(timedelta(hours=h)) for h in (10, 40, 20, 30)]
    summary = summarize_durations(hours)
    assert summary is not None
    assert (summary.n, summary.mean, summary.median, summary.p90) == (
        4,
        microseconds(timedelta(hours=25)),
        microseconds(timedelta(hours=25)),
        microseconds(timedelta(hours=37)),
    )
    assert summarize_durations([]) is None
    assert microseconds(timedelta(days=400_000, microseconds=1)) == 400_000 * 86_400_000_000 + 1


def test_error_budget() -> None:
    budget = ErrorBudget(n=2000, target=Decimal("0.99"), failures=5)
    assert (budget.allowed, budget.remaining, budget.consumed) == (Decimal(20), Decimal(15), Decimal("0.25"))
    assert budget.burn_rate(Decimal("0.5")) == Decimal("0.5")
    assert budget.burn_rate(Decimal(0)) is None
    assert not budget.exhausted
    assert ErrorBudget(2000, Decimal("0.99"), 20).exhausted
    assert ErrorBudget(2000, Decimal("0.99"), 30).remaining == -10


def test_a_budget_of_zero_is_exhausted_by_any_failure() -> None:
    clean, failed = ErrorBudget(100, Decimal(1), 0), ErrorBudget(100, Decimal(1), 1)
    assert (clean.exhausted, clean.consumed, clean.burn_rate(Decimal("0.5"))) == (False, Decimal(0), Decimal(0))
    assert (failed.exhausted, failed.consumed, failed.burn_rate(Decimal("0.5"))) == (True, None, None)


@pytest.mark.parametrize(("n", "target", "failures"), [(1, "1.01", 0), (1, "-0.1", 0), (-1, "0.9", 0), (1, "0.9", -1)])
def test_an_impossible_budget_is_refused(n: int, target: str, failures: int) -> None:
    with pytest.raises(ValueError, match=r"target|fewer"):
        ErrorBudget(n, Decimal(target), failures)


def test_elapsed_is_a_share() -> None:
    with pytest.raises(ValueError, match="elapsed"):
        ErrorBudget(10, Decimal("0.9"), 0).burn_rate(Decimal(2))


def test_backlog_days_use_open_days() -> None:
    assert backlog_days(60, [50, 50, 40, 60], [5, 5, 5, 5]) == 6
    assert backlog_days(0, [10], [5]) == 0
    assert backlog_days(5, [0, 0], [5, 5]) is None
    assert backlog_days(5, [], []) is None
    with pytest.raises(ValueError, match="Each week"):
        backlog_days(5, [1], [])


def test_ageing_bands_begin_at_their_edge() -> None:
    day = timedelta(days=1)
    assert ageing([day / 2, day, 2 * day, 3 * day, 9 * day], [day, 3 * day]) == [1, 2, 2]
    assert ageing([], [day]) == [0, 0]
