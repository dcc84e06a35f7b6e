"""The starter backlog's uniformity, and the error budget of a criterion."""

from decimal import Decimal

import pytest

from pilots.figures.budget import allowance, burn_of
from pilots.figures.uniformity import Check, StarterItem, Trouble, look_at
from pilots.figures.verdicts import Kind, Rule

FIT = StarterItem("invoice", "S", "Amounts agree, supplier known")


def troubles(items: list[StarterItem]) -> dict[Check, Trouble]:
    return {look.check: look.trouble for look in look_at(items) if look.trouble}


def test_fifty_to_two_hundred_of_a_kind_are_fit() -> None:
    for n in (50, 200):
        assert troubles([FIT] * n) == {}
    assert troubles([FIT] * 49) == {Check.COUNT: Trouble.TOO_FEW}
    assert troubles([FIT] * 201) == {Check.COUNT: Trouble.TOO_MANY}
    assert set(troubles([]).values()) == {Trouble.TOO_FEW, Trouble.UNKNOWN}


def test_words_are_compared_without_case_and_spaces() -> None:
    odd = StarterItem(" Invoice", "s ", "amounts agree,  supplier known")
    assert troubles([FIT] * 25 + [odd] * 25) == {}


@pytest.mark.parametrize(("others", "mixed"), [(10, set()), (11, {Check.TYPE, Check.SIZE})])
def test_four_of_five_are_of_one_type_and_size(others: int, mixed: set[Check]) -> None:
    other = StarterItem("reminder", "L", FIT.criteria)
    assert set(troubles([FIT] * (50 - others) + [other] * others)) == mixed


def test_nine_of_ten_are_judged_alike() -> None:
    bare = StarterItem("invoice", "S", "")
    assert troubles([FIT] * 45 + [bare] * 5) == {}
    assert troubles([FIT] * 44 + [bare] * 6) == {Check.CRITERIA: Trouble.MIXED}
    assert troubles([bare] * 50) == {Check.CRITERIA: Trouble.UNKNOWN}


def test_sizes_in_numbers_may_spread_by_four() -> None:
    def sized(*sizes: int) -> list[StarterItem]:
        return [StarterItem("invoice", str(size), FIT.criteria) for size in sizes]

    assert troubles(sized(*range(20, 70))) == {}
    assert troubles(sized(*([10] * 25 + [41] * 25))) == {Check.SIZE: Trouble.MIXED}
    look = look_at(sized(*([10] * 25 + [41] * 25)))[2]
    assert (look.part, look.whole, look.is_right) == (Decimal(41), Decimal(10), False)


def test_a_budget_burns_against_the_time_that_has_passed() -> None:
    burn = burn_of(allowed=Decimal("0.05"), failures=5, n=100, planned_n=200, day=15, days=60)
    assert burn is not None
    assert (burn.budget.allowed, burn.budget.remaining, burn.budget.consumed) == (
        Decimal(10),
        Decimal(5),
        Decimal("0.5"),
    )
    assert (burn.elapsed, burn.rate, burn.ends_early) == (Decimal("0.25"), Decimal(2), True)


def test_more_than_was_planned_counts_and_no_data_is_no_budget() -> None:
    burn = burn_of(allowed=Decimal("0.05"), failures=5, n=300, planned_n=200, day=60, days=60)
    assert burn is not None
    assert (burn.budget.allowed, burn.ends_early) == (Decimal(15), False)
    assert burn_of(allowed=Decimal("0.05"), failures=0, n=0, planned_n=200, day=3, days=60) is None


def test_what_may_fail_follows_from_the_threshold() -> None:
    assert allowance(Rule(Kind.SHARE, 0.95, higher=True)) == Decimal("0.05")
    assert allowance(Rule(Kind.SHARE, 0.02, higher=False)) == Decimal("0.02")
    assert allowance(Rule(Kind.PERCENTILE, 8, higher=False, part=0.9)) == Decimal("0.1")
    assert allowance(Rule(Kind.MEAN, 8, higher=False)) is None


def test_counts_that_cannot_be_are_refused() -> None:
    for failures, n, day in ((3, 2, 1), (-1, 2, 1), (0, 2, 61)):
        with pytest.raises(ValueError, match="cannot be"):
            burn_of(allowed=Decimal("0.05"), failures=failures, n=n, planned_n=9, day=day, days=60)
