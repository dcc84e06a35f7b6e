"""Windows of days, and the first day on which a trigger fires."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pilots.figures.triggers import Day, Limit, Window, counted, first_firing, is_worse, pooled

FIRST = date(2026, 10, 5)
ABOVE_FIVE = Limit(Decimal(5), fires_below=False, fewest=20)


def days(*counts: tuple[int, int]) -> list[Day]:
    return [Day(FIRST + timedelta(days=at), Decimal(part), whole) for at, (part, whole) in enumerate(counts)]


def test_it_fires_on_the_first_day_whose_window_is_worse_and_has_enough_items() -> None:
    found = first_firing(ABOVE_FIVE, pooled(days((2, 10), (0, 9), (1, 10), (9, 10)), length=3))
    assert found is not None
    assert (found.day, found.n, found.numerator) == (FIRST + timedelta(days=2), 29, Decimal(3))
    assert found.value == pytest.approx(Decimal(300) / 29)


def test_days_that_left_the_window_count_no_more() -> None:
    assert first_firing(ABOVE_FIVE, pooled(days((5, 10), (0, 30), (0, 30)), length=1)) is None
    firing = first_firing(ABOVE_FIVE, pooled(days((5, 10), (0, 30), (0, 30)), length=2))
    assert firing is not None
    assert firing.day == FIRST + timedelta(days=1)


@pytest.mark.parametrize(("value", "below", "above"), [("4.9", True, False), ("5", False, False), ("5.1", False, True)])
def test_exactly_the_limit_does_not_fire(value: str, below: bool, above: bool) -> None:  # noqa: FBT001
    figure = Decimal(value)
    assert is_worse(Limit(Decimal(5), fires_below=True), figure, 10) is below
    assert is_worse(Limit(Decimal(5), fires_below=False), figure, 10) is above


def test_no_data_and_too_few_say_nothing() -> None:
    assert not is_worse(ABOVE_FIVE, None, 0)
    assert not is_worse(ABOVE_FIVE, Decimal(100), 19)
    assert [each.value for each in pooled(days((0, 0), (1, 4)), length=1)] == [None, Decimal(25)]


def test_events_are_counted() -> None:
    limit = Limit(Decimal(1), fires_below=False)
    firing = first_firing(limit, counted(days((1, 0), (0, 0), (1, 0), (1, 0)), length=2))
    assert firing == Window(FIRST + timedelta(days=3), Decimal(2), 2, Decimal(2))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10), st.integers(10, 30)), min_size=1, max_size=20), st.integers(1, 8))
def test_whatever_is_known_later_it_fires_on_the_same_day(counts: list[tuple[int, int]], length: int) -> None:
    whole = first_firing(ABOVE_FIVE, pooled(days(*counts), length=length))
    known = [
        first_firing(ABOVE_FIVE, pooled(days(*counts[:upto]), length=length)) for upto in range(1, len(counts) + 1)
    ]
    assert next((each for each in known if each), None) == whole


def test_what_cannot_be_is_refused() -> None:
    twice = [*days((1, 2)), *days((1, 2))]
    for wrong, length in ((twice, 1), (days((1, 2)), 0)):
        with pytest.raises(ValueError, match="at least one day"):
            list(pooled(wrong, length=length))
    with pytest.raises(ValueError, match="finite"):
        Limit(Decimal("NaN"), fires_below=True)
