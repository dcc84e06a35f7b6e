from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from scorecards.headlines import Line, headline, rounded, shown, streak
from scorecards.status import Status


def line(name: str, status: Status, *trend: str | None, unit: str = "percent", expected: str = "95") -> Line:
    values = [None if value is None else Decimal(value) for value in trend]
    return Line(
        name=name,
        unit=unit,
        status=status,
        value=values[-1] if values else None,
        previous=values[-2] if len(values) > 1 else None,
        expected=Decimal(expected),
        trend=values,
    )


P1 = line("P1 response", Status.OFF_TARGET, "95", "93", "90", "86", "81", "78")
FINE = line("CSAT", Status.ON_TARGET, "97", "98")


@pytest.mark.parametrize(
    ("lines", "worst", "expected"),
    [
        ([P1, FINE], P1, "P1 response fell to 78 %, its fifth week down; 1 of 2 on target"),
        ([FINE, FINE], FINE, "All 2 metrics are on target"),
        ([FINE], FINE, "The one metric is on target"),
        ([FINE, line("Cost", Status.NO_DATA)], FINE, "The one metric is on target; 1 without data"),
        ([line("Errors", Status.AT_RISK, "2", "3.1")], 0, "Errors rose to 3.1 %; 0 of 1 on target"),
        ([line("Errors", Status.AT_RISK, "3", "3")], 0, "Errors stayed at 3 %; 0 of 1 on target"),
        ([line("Errors", Status.AT_RISK, None, "3")], 0, "Errors is at 3 %; 0 of 1 on target"),
        ([line("Cost", Status.NO_DATA)], None, "No data for this period"),
        ([line("Cost", Status.NO_DATA, "3")], None, "Measured, with no target to judge it by yet"),
        ([line("Errors", Status.TOO_FEW, "3")], None, "Too few items to judge this period"),
    ],
)
def test_the_finding_in_a_sentence(lines: list[Line], worst: Line | int | None, expected: str) -> None:
    assert headline(lines, lines[0] if worst == 0 else worst) == expected  # type: ignore[arg-type]  # 0 is the first


@pytest.mark.parametrize(
    ("value", "unit", "against", "expected"),
    [
        ("99.951", "percent", None, "99.95"),
        ("99.9996", "percent", "95", "99.9996"),
        ("94.96", "percent", "95", "94.96"),
        ("95", "percent", "95", "95"),
        ("78.04", "percent", "95", "78"),
        ("12.44", "hours", "12", "12.4"),
        ("284.000000", "count", None, "284"),
        ("12.505", "money", None, "12.5"),
    ],
)
def test_rounding_never_crosses_the_target_or_a_hundred(
    value: str, unit: str, against: str | None, expected: str
) -> None:
    assert rounded(Decimal(value), unit, against=Decimal(against) if against else None) == Decimal(expected)


def test_figures_follow_the_language() -> None:
    with translation.override("de"):
        assert shown(Decimal("1234.56"), "money", currency="EUR") == "1.234,56 EUR"
    with translation.override("en"):
        assert shown(Decimal("1234.56"), "money", currency="EUR") == "1,234.56 EUR"
        assert [shown(Decimal("4.5"), unit) for unit in ("hours", "days", "score", "percent")] == [
            "4.5 h", "4.5 d", "4.5", "4.5 %",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("trend", "expected"),
    [([1, 2, 3], 2), ([3, 2, 3], 1), ([1, None, 3], 0), ([3, 3], 0), ([5, 4, 4, 3, 2], 2), ([1], 0)],
)
def test_a_streak_ends_with_a_gap_a_turn_or_a_standstill(trend: list[int | None], expected: int) -> None:
    assert streak([None if value is None else Decimal(value) for value in trend]) == expected
