from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.status import (
    Change,
    Composite,
    Direction,
    Standing,
    Status,
    TargetRange,
    composite,
    engagement_status,
    needs_you_rank,
    standing,
    worst,
)

D = Decimal
SLA = TargetRange(expected=D(95), minimum=D(90), stretch=D(98))
ERRORS = TargetRange(expected=D(2), minimum=D(3), stretch=D(1), direction=Direction.LOWER, strict=True)
AMOUNTS = st.decimals(min_value=-1000, max_value=1000, places=3)


@pytest.mark.parametrize(
    ("target", "value", "status"),
    [
        (SLA, "95", Status.ON_TARGET),
        (SLA, "94.999999", Status.AT_RISK),
        (SLA, "90", Status.AT_RISK),
        (SLA, "89.999999", Status.OFF_TARGET),
        (SLA, "100", Status.ON_TARGET),
        (ERRORS, "1.999", Status.ON_TARGET),
        (ERRORS, "2", Status.AT_RISK),
        (ERRORS, "3", Status.AT_RISK),
        (ERRORS, "3.001", Status.OFF_TARGET),
        (TargetRange(expected=D(100)), "99.951", Status.OFF_TARGET),
        (TargetRange(expected=D(100)), "100", Status.ON_TARGET),
        (TargetRange(expected=D(2), direction=Direction.LOWER, strict=True), "2", Status.OFF_TARGET),
        (TargetRange(expected=D(2), minimum=D(2), direction=Direction.LOWER, strict=True), "2", Status.AT_RISK),
    ],
)
def test_status_compares_unrounded(target: TargetRange, value: str, status: Status) -> None:
    assert target.status(D(value)) is status


def test_no_data_and_too_few_come_first() -> None:
    target = TargetRange(expected=D(95), minimum_sample=20)
    assert target.status(None, 0) is Status.NO_DATA
    assert target.status(D(50), 19) is Status.TOO_FEW
    assert target.status(D(50), 20) is Status.OFF_TARGET
    assert target.status(D(50)) is Status.OFF_TARGET


@pytest.mark.parametrize(
    ("direction", "strict", "sign"),
    [("higher", False, "≥"), ("higher", True, ">"), ("lower", False, "≤"), ("lower", True, "<")],
)
def test_the_sign_shows_the_direction(direction: str, strict: bool, sign: str) -> None:  # noqa: FBT001 - a table's column
    assert TargetRange(expected=D(1), direction=Direction(direction), strict=strict).operator == sign


def test_stretch() -> None:
    assert SLA.meets_stretch(D(98))
    assert not SLA.meets_stretch(D("97.99"))
    assert ERRORS.meets_stretch(D(1))
    assert not TargetRange(expected=D(1)).meets_stretch(D(9))


@pytest.mark.parametrize(
    ("minimum", "expected", "stretch", "direction"),
    [(96, 95, None, "higher"), (None, 95, 94, "higher"), (1, 2, None, "lower"), (3, 2, 4, "lower")],
)
def test_bounds_out_of_order_are_refused(
    minimum: int | None, expected: int, stretch: int | None, direction: str
) -> None:
    low, top = (None if bound is None else D(bound) for bound in (minimum, stretch))
    with pytest.raises(ValueError, match="out of order"):
        TargetRange(expected=D(expected), minimum=low, stretch=top, direction=Direction(direction))


def test_bounds_are_finite() -> None:
    with pytest.raises(ValueError, match="finite"):
        TargetRange(expected=D("NaN"))


@pytest.mark.parametrize(
    ("target", "value", "gap"),
    [
        (SLA, 95, "0"),
        (SLA, 90, "1"),
        (SLA, 78, "3.4"),
        (SLA, 100, "-1"),
        (ERRORS, D("3.1"), "1.1"),
        (ERRORS, 1, "-1"),
        (TargetRange(expected=D(100)), 99, "1.01"),
        (TargetRange(expected=D(100)), 110, "-0.1"),
        (TargetRange(expected=D(0), direction=Direction.LOWER), 3, "4"),
        (TargetRange(expected=D(50), minimum=D(50)), 40, "1.2"),
    ],
)
def test_gap(target: TargetRange, value: int, gap: str) -> None:
    assert target.gap(D(value)) == D(gap)


@given(st.lists(AMOUNTS, min_size=2, max_size=2, unique=True), AMOUNTS, st.sampled_from(Direction))
def test_gap_and_status_agree(bounds: list[Decimal], value: Decimal, direction: Direction) -> None:
    low, high = sorted(bounds)
    minimum, expected = (low, high) if direction is Direction.HIGHER else (high, low)
    target = TargetRange(expected=expected, minimum=minimum, direction=direction)
    gap = target.gap(value)
    status = Status.ON_TARGET if gap <= 0 else Status.AT_RISK if gap <= 1 else Status.OFF_TARGET
    assert target.status(value) is status


@given(AMOUNTS, AMOUNTS, st.sampled_from(Direction), st.booleans())
def test_without_a_minimum_a_miss_is_off_target(
    expected: Decimal,
    value: Decimal,
    direction: Direction,
    strict: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    target = TargetRange(expected=expected, direction=direction, strict=strict)
    missed = target.status(value) is Status.OFF_TARGET
    assert missed == (not target.meets(value)) == (target.gap(value) >= 1)


def test_worst_metric_has_the_greatest_gap() -> None:
    rows = [
        standing("sla", SLA, D(78)),
        standing("errors", ERRORS, D("3.1")),
        standing("csat", SLA, None),
        standing("fcr", TargetRange(expected=D(70), minimum_sample=30), D(10), n=3),
    ]
    found = worst(rows)
    assert found == Standing("sla", Status.OFF_TARGET, D("3.4"))
    assert engagement_status(rows) is Status.OFF_TARGET


def test_too_few_never_worsens() -> None:
    good = standing("sla", SLA, D(96))
    few = standing("fcr", TargetRange(expected=D(70), minimum_sample=30), D(10), n=3)
    assert (few.status, few.gap) == (Status.TOO_FEW, None)
    assert engagement_status([few, good]) is Status.ON_TARGET
    assert engagement_status([few, standing("csat", SLA, None)]) is Status.TOO_FEW
    assert engagement_status([standing("csat", SLA, None)]) is Status.NO_DATA
    assert engagement_status([]) is Status.NO_DATA
    assert worst([]) is None


def test_on_the_strict_limit_is_worse_than_on_the_inclusive_one() -> None:
    rows = [standing("sla", SLA, D(95)), standing("errors", ERRORS, D(2))]
    assert engagement_status(rows) is Status.AT_RISK


@pytest.mark.parametrize(
    ("status", "money", "days", "rank"),
    [
        (Status.OFF_TARGET, "1850", "4", "1.3875"),
        (Status.OFF_TARGET, "0", "-3", "3"),
        (Status.AT_RISK, "500", "0", "2"),
        (Status.NO_DATA, "20000", "2", "10"),
        (Status.ON_TARGET, "20000", "2", "0"),
        (Status.TOO_FEW, "20000", "2", "0"),
    ],
)
def test_needs_you_rank(status: Status, money: str, days: str, rank: str) -> None:
    assert needs_you_rank(status, money=D(money), days_left=D(days)) == D(rank)


def test_change_knows_what_is_better() -> None:
    assert SLA.change(D(78), D(81)) == Change(D(-3), better=False)
    assert ERRORS.change(D("1.5"), D("2.4")) == Change(D("-0.9"), better=True)
    assert SLA.change(D(78), D(78)) == Change(D(0), better=None)
    assert SLA.change(D(78), None) is None
    assert SLA.change(None, D(78)) is None


def test_composite_shows_its_coverage_or_is_withheld() -> None:
    scores = [(D(50), D(90)), (D(30), D(50)), (D(20), None)]
    assert composite(scores, minimum_coverage=D("0.8")) == Composite(D(75), D("0.8"))
    assert composite(scores, minimum_coverage=D("0.81")) == Composite(None, D("0.8"))
    assert composite([], minimum_coverage=D(0)) == Composite(None, D(0))
    with pytest.raises(ValueError, match="negative"):
        composite([(D(-1), D(1))], minimum_coverage=D(0))
