"""How many items a criterion needs, and what the planner warns of."""

import pytest

from pilots.figures.planner import WANTED, Assumed, Caution, Plan, Warn, curve, plan, power_at, to_pass
from pilots.figures.verdicts import Answer, Kind, Rule, judge_share
from tests.pilots.figures.simulating import GO, PILOTS, TRUTHS, Truth, answers, generator

AT_LEAST = Rule(Kind.SHARE, 0.95, higher=True)
AT_MOST = Rule(Kind.SHARE, 0.05, higher=False)
P90 = Rule(Kind.PERCENTILE, 8.0, higher=False, part=0.9)
MEAN = Rule(Kind.MEAN, 4.0, higher=False)


def planned(rule: Rule, n: int, value: float, *, deviation: float | None = None, daily: float = 10.0) -> Plan:
    return plan(rule, planned_n=n, assumed=Assumed(value, deviation), daily=daily, days=60)


def only_warning(found: Plan) -> Caution:
    (warning,) = found.warnings
    return warning


def test_what_has_to_be_right_is_what_the_verdict_asks_for() -> None:
    for n in (1, 44, 45, 50, 77, 130, 446):
        right = to_pass(n, 0.95)
        assert (right is None) == (judge_share(AT_LEAST, n, n).answer is not Answer.MET)
        if right is not None:
            around = [judge_share(AT_LEAST, k, n).answer is Answer.MET for k in (right - 1, right)]
            assert around == [False, True]


def test_the_curve_is_the_power_at_each_n() -> None:
    for point in curve(AT_LEAST, Assumed(0.97), upto=200)[::17]:
        assert power_at(AT_LEAST, point.n, Assumed(0.97)) == point


def test_at_95_percent_a_true_97_needs_about_450() -> None:
    found = planned(AT_LEAST, 50, 0.97)
    assert (found.needed, found.fewest, found.planned.right) == (446, 45, 50)
    warning = only_warning(found)
    assert (warning.kind, warning.n, warning.right, warning.needed) == (Warn.NO_FAILURE, 50, 50, 446)
    assert round(warning.power, 3) == 0.218  # 0.97 to the 50th


def test_lower_is_better_needs_as_many() -> None:
    assert planned(AT_MOST, 50, 0.03).needed == 446
    assert planned(AT_MOST, 50, 0.03).planned == pytest.approx(planned(AT_LEAST, 50, 0.97).planned)


def test_the_power_is_what_pilots_find() -> None:
    better = Truth("", AT_LEAST, lambda rng, shape: (rng.random(shape) < 0.98).astype(float))
    found = float((answers(better, better.draw(generator(7), (PILOTS, 200))) == GO).mean())
    assert power_at(AT_LEAST, 200, Assumed(0.98)).power == pytest.approx(found, abs=0.015)
    mean = Truth("", MEAN, lambda rng, shape: rng.normal(3.7, 1.2, shape))
    found = float((answers(mean, mean.draw(generator(8), (PILOTS, 100))) == GO).mean())
    assert power_at(MEAN, 100, Assumed(3.7, 1.2)).power == pytest.approx(found, abs=0.015)


def test_a_sound_plan_warns_of_nothing() -> None:
    for found in (planned(AT_LEAST, 300, 0.98), planned(P90, 150, 0.96), planned(MEAN, 100, 3.5, deviation=1.2)):
        assert (found.warnings, found.planned.power >= WANTED) == ((), True)
    assert planned(MEAN, 100, 3.5, deviation=0.0).planned.power == 1.0


def test_on_about_which_day() -> None:
    assert [planned(AT_LEAST, 300, 0.98, daily=daily).day for daily in (7.4, 300.0, 1000.0, 0.0)] == [41, 1, 1, None]


@pytest.mark.parametrize(
    ("found", "kind", "needed"),
    [
        (planned(AT_LEAST, 30, 0.97), Warn.NEVER, 45),
        (planned(AT_LEAST, 200, 0.97), Warn.LOW_CHANCE, 446),
        (planned(AT_LEAST, 200, 0.95), Warn.NOT_BETTER, None),
        (planned(AT_MOST, 200, 0.06), Warn.NOT_BETTER, None),
        (planned(MEAN, 15, 3.0, deviation=1.0), Warn.TOO_FEW_FOR_MEAN, 20),
        (planned(MEAN, 40, 4.0, deviation=1.0), Warn.NOT_BETTER, None),
        (planned(AT_LEAST, 601, 0.98), Warn.AFTER_END, None),
        (planned(Rule(Kind.SHARE, 1.0, higher=True), 50, 1.0), Warn.NOT_BETTER, None),
    ],
)
def test_what_it_warns_of(found: Plan, kind: Warn, needed: int | None) -> None:
    assert (only_warning(found).kind, only_warning(found).needed) == (kind, needed)


def test_a_mean_without_its_deviation_cannot_be_planned() -> None:
    with pytest.raises(ValueError, match="deviation"):
        planned(MEAN, 50, 3.5)


def test_the_simulations_cover_every_kind() -> None:
    assert {truth.rule.kind for truth in TRUTHS} == set(Kind)
