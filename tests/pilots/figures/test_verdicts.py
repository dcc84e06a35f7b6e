"""Verdicts against exact arithmetic, at their edges, and what is refused."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pilots.figures.verdicts import (
    Answer,
    Finding,
    Kind,
    Moments,
    Rule,
    Why,
    is_due,
    judge_mean,
    judge_share,
    moments,
    within,
)
from tests.pilots.figures.test_quantiles import exactly_at_least

TENTH = Fraction(1, 10)
AT_LEAST = Rule(Kind.SHARE, 0.95, higher=True)
MEAN = Rule(Kind.MEAN, 4.0, higher=False)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.data(), st.integers(1, 99))
def test_a_share_is_judged_as_exact_arithmetic_judges_it(n: int, data: st.DataObject, percent: int) -> None:
    k = data.draw(st.integers(0, n))
    share = Fraction(percent, 100)
    reached, missed = exactly_at_least(k, n, share) <= TENTH, 1 - exactly_at_least(k + 1, n, share) < TENTH
    expected = Answer.MET if reached else Answer.NOT_MET if missed else Answer.NOT_ENOUGH
    assert judge_share(Rule(Kind.SHARE, percent / 100, higher=True), k, n).answer is expected


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.data(), st.integers(1, 99))
def test_lower_is_better_is_the_mirror(n: int, data: st.DataObject, percent: int) -> None:
    k = data.draw(st.integers(0, n))
    low = judge_share(Rule(Kind.SHARE, percent / 100, higher=False), k, n)
    high = judge_share(Rule(Kind.SHARE, (100 - percent) / 100, higher=True), n - k, n)
    assert low.answer is high.answer
    assert (low.low, low.high) == pytest.approx((1 - (high.high or 0), 1 - (high.low or 0)), abs=1e-9)


def test_at_95_percent_50_items_pass_only_with_50_of_50() -> None:
    assert [judge_share(AT_LEAST, k, 50).answer for k in (50, 49)] == [Answer.MET, Answer.NOT_ENOUGH]
    assert [judge_share(AT_LEAST, n, n).answer for n in (45, 44)] == [Answer.MET, Answer.NOT_ENOUGH]


def test_a_bound_on_the_threshold_has_met_it() -> None:
    assert judge_share(Rule(Kind.SHARE, 0.1, higher=True), 1, 1).answer is Answer.MET


def test_thresholds_of_all_and_of_nothing() -> None:
    everything, nothing = Rule(Kind.SHARE, 1.0, higher=True), Rule(Kind.SHARE, 0.0, higher=False)
    assert judge_share(everything, 99, 100).answer is Answer.NOT_MET
    assert judge_share(everything, 10_000, 10_000).answer is Answer.NOT_ENOUGH
    assert judge_share(nothing, 1, 100).answer is Answer.NOT_MET


def test_no_data_is_not_enough_and_no_figure() -> None:
    assert judge_share(AT_LEAST, 0, 0) == Finding(Answer.NOT_ENOUGH, 0, 0, why=Why.NO_DATA)
    assert judge_mean(MEAN, moments([])) == Finding(Answer.NOT_ENOUGH, None, 0, why=Why.NO_DATA)


def test_a_percentile_is_the_share_within_whichever_way_is_better() -> None:
    p90 = Rule(Kind.PERCENTILE, 8, higher=False, part=0.9)
    p10 = Rule(Kind.PERCENTILE, 8, higher=True, part=0.1)
    assert (p90.needed_share, p10.needed_share) == pytest.approx((0.9, 0.9))
    assert within([7, 8, 8.1], p90) == (2, 3)
    assert within([7, 8, 8.1], p10) == (2, 3)
    assert judge_share(p90, 22, 22).answer is judge_share(p10, 22, 22).answer is Answer.MET
    assert judge_share(p90, 80, 100).answer is Answer.NOT_MET


def test_a_mean_has_student_s_bounds() -> None:
    found = judge_mean(MEAN, Moments(25, 3.5, 1.0, 0.2))
    reach = 1.3178 / 5
    assert (found.numerator, found.denominator, found.estimate) == (87.5, 25, 3.5)
    assert (found.low, found.high) == pytest.approx((3.5 - reach, 3.5 + reach), abs=1e-4)
    assert (found.answer, found.why) == (Answer.MET, None)
    assert judge_mean(MEAN, Moments(25, 4.5, 1.0, 0.2)).answer is Answer.NOT_MET
    assert judge_mean(MEAN, Moments(25, 3.9, 1.0, 0.2)).why is Why.STRADDLES


@pytest.mark.parametrize(
    ("sample", "why"),
    [
        (Moments(1, 1.0, None, None), Why.TOO_FEW),
        (Moments(19, 1.0, 0.1, 0.0), Why.TOO_FEW),
        (Moments(400, 1.0, 0.1, 1.01), Why.SKEWED),
        (Moments(400, 1.0, 0.1, -1.01), Why.SKEWED),
    ],
)
def test_a_mean_of_few_or_of_figures_that_lean_is_not_judged(sample: Moments, why: Why) -> None:
    found = judge_mean(MEAN, sample)
    assert (found.answer, found.why, found.estimate) == (Answer.NOT_ENOUGH, why, 1.0)


def test_moments_are_those_of_the_textbook() -> None:
    sample = moments([2, 4, 4, 4, 5, 5, 7, 9])
    assert (sample.n, sample.mean) == (8, 5.0)
    assert sample.deviation == pytest.approx(math.sqrt(32 / 7))
    assert sample.skew == pytest.approx(0.8184876, abs=1e-6)
    assert moments([3.0, 3.0, 3.0]).skew == 0.0
    assert moments([3.0, 4.0]).skew is None


def test_due_once_the_planned_items_are_there_or_the_pilot_is_over() -> None:
    assert [is_due(n=n, planned_n=50, is_over=over) for n, over in ((49, False), (50, False), (3, True))] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": Kind.SHARE, "threshold": 95.0}, "is no share"),
        ({"kind": Kind.SHARE, "threshold": math.nan}, "finite"),
        ({"kind": Kind.PERCENTILE, "threshold": 8.0}, "says which"),
        ({"kind": Kind.MEAN, "threshold": 8.0, "part": 0.9}, "says which"),
        ({"kind": Kind.PERCENTILE, "threshold": 8.0, "part": 90.0}, "is no percentile"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Rule(higher=True, **arguments)  # type: ignore[arg-type]
