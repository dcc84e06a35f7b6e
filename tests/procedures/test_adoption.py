"""Adoption share and lag, as a table of cases."""

from __future__ import annotations

import statistics
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procedures.adoption import Adoption, adoption


def days(*values: float | None) -> list[timedelta | None]:
    return [None if value is None else timedelta(days=value) for value in values]


@pytest.mark.parametrize(
    ("lags", "share", "lag"),
    [
        ([], None, None),
        ([None], 0.0, None),
        ([2], 1.0, 2),
        ([0], 1.0, 0),
        ([1, 3], 1.0, 2),
        ([1, None], 0.5, 1),
        ([1, None, None], 1 / 3, None),
        ([4, 1, None], 2 / 3, 4),
        ([1, 2, 4, None, None], 0.6, 4),
        ([1, 2, None, None, None], 0.4, None),
        ([3, 1, None, None], 0.5, 3),
        ([5, 1, 3, None], 0.75, 4),
        ([0.5, 2.25, 30], 1.0, 2.25),
    ],
)
def test_share_and_lag(lags: list[float | None], share: float | None, lag: float | None) -> None:
    found = adoption(days(*lags))
    assert (found.share, found.lag_days) == (share, lag)


def test_complete_means_that_somebody_is_asked() -> None:
    assert [adoption(days(*lags)).is_complete for lags in ([], [None], [1, None], [1, 2])] == [
        False,
        False,
        False,
        True,
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.none(), st.integers(0, 400)), max_size=12))
def test_it_is_the_median_with_the_missing_as_infinite(lags: list[int | None]) -> None:
    found = adoption(days(*lags))
    assert found == adoption(days(*reversed(lags)))
    acknowledged = sum(lag is not None for lag in lags)
    assert (found.asked, found.acknowledged) == (len(lags), acknowledged)
    if not lags or acknowledged * 2 < len(lags):
        assert found.lag is None
    elif acknowledged * 2 > len(lags):
        infinite = [float("inf") if lag is None else lag for lag in lags]
        assert found.lag_days == statistics.median(infinite)
    else:
        assert found == Adoption(len(lags), acknowledged, max(lag for lag in days(*lags) if lag is not None))
