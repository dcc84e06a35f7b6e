"""Bounds against exact arithmetic, quantiles against printed tables, and what they refuse."""

import math
from fractions import Fraction

import pytest

from pilots.figures.quantiles import at_least, clopper_pearson, incomplete_beta, student_beyond, student_quantile


def exactly_at_least(k: int, n: int, share: Fraction) -> Fraction:
    rest = 1 - share
    return sum((math.comb(n, j) * share**j * rest ** (n - j) for j in range(k, n + 1)), Fraction(0))


@pytest.mark.parametrize("n", [1, 2, 7, 50, 137])
def test_the_chances_of_counts_are_those_of_exact_arithmetic(n: int) -> None:
    for share in (Fraction(1, 50), Fraction(3, 10), Fraction(19, 20), Fraction(999, 1000)):
        for k in {0, 1, n // 2, n - 1, n}:
            assert at_least(k, n, float(share)) == pytest.approx(float(exactly_at_least(k, n, share)), abs=1e-12)
    assert at_least(n + 1, n, 0.5) == 0.0


@pytest.mark.parametrize("n", [1, 5, 50, 120])
def test_a_bound_is_where_the_chance_is_alpha(n: int) -> None:
    for k in {0, 1, n // 3, n - 1, n}:
        bounds = clopper_pearson(k, n, 0.1)
        if k:
            assert float(exactly_at_least(k, n, Fraction(bounds.low))) == pytest.approx(0.1, abs=1e-11)
        if k < n:
            assert float(1 - exactly_at_least(k + 1, n, Fraction(bounds.high))) == pytest.approx(0.1, abs=1e-11)
        assert (bounds.low == 0.0, bounds.high == 1.0) == (k == 0, k == n)


def test_bounds_of_large_numbers_hold_on_to_their_digits() -> None:
    bounds = clopper_pearson(95, 100, 0.1)
    assert (bounds.low, bounds.high) == pytest.approx((0.9092285303859299, 0.9754796396211219), abs=1e-12)
    assert clopper_pearson(99_000, 100_000, 0.1).low == pytest.approx(0.98958, abs=1e-5)


@pytest.mark.parametrize(
    ("chance", "freedom", "published"),
    [
        *((0.9, 1, 3.078), (0.9, 9, 1.383), (0.9, 19, 1.328), (0.9, 30, 1.310), (0.9, 120, 1.289)),
        *((0.95, 10, 1.812), (0.975, 5, 2.571), (0.995, 24, 2.797), (0.5, 7, 0.0)),
    ],
)
def test_student_s_quantiles_are_those_of_the_printed_table(chance: float, freedom: int, published: float) -> None:
    assert round(student_quantile(chance, freedom), 3) == published


@pytest.mark.parametrize(("freedom", "shift", "exact"), [(19, 2.1, 0.78002), (99, 2.1, 0.79095), (29, 0.0, 0.1)])
def test_the_power_of_student_is_near_that_of_the_non_central_distribution(
    freedom: int, shift: float, exact: float
) -> None:
    assert student_beyond(student_quantile(0.9, freedom), freedom, shift) == pytest.approx(exact, abs=0.005)


def test_what_is_no_share_no_distribution_and_no_quantile_is_refused() -> None:
    for wrong in ((3, 2), (-1, 2), (0, 0)):
        with pytest.raises(ValueError, match="is no share"):
            clopper_pearson(*wrong, 0.1)
    with pytest.raises(ValueError, match="No beta distribution"):
        incomplete_beta(0, 1, 0.5)
    for chance, freedom in ((0.4, 3), (1.0, 3), (0.9, 0)):
        with pytest.raises(ValueError, match="No quantile"):
            student_quantile(chance, freedom)
