"""Lengths of time, yes and no, and what is missing."""

from decimal import Decimal

import pytest

from foundation.inbox.values.booleans import boolean_parser
from foundation.inbox.values.durations import DurationUnit, duration_parser
from foundation.inbox.values.numbers import DecimalStyle
from foundation.inbox.values.parsed import Missing


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1:30", "90"),
        ("01:30:30", "90.5"),
        ("30:00:05", "1800.08333"),
        ("90m", "90"),
        ("90 min", "90"),
        ("1h 30m", "90"),
        ("1.5 hours", "90"),
        ("1,5h", "90"),
        ("2d 1h", "2940"),
        ("PT1H30M", "90"),
        ("45s", "0.75"),
        ("90", "90"),
        ("12.5", "12.5"),
        ("0", "0"),
    ],
)
def test_durations(text: str, minutes: str) -> None:
    value = duration_parser()(text).value
    assert value is not None
    assert abs(value - Decimal(minutes)) < Decimal("0.00001")


@pytest.mark.parametrize(("unit", "minutes"), [(DurationUnit.SECONDS, "1.5"), (DurationUnit.HOURS, "5400")])
def test_a_plain_number_counts_the_unit(unit: DurationUnit, minutes: str) -> None:
    assert duration_parser(unit)("90").value == Decimal(minutes)


def test_a_plain_number_follows_the_decimal_style() -> None:
    assert duration_parser(style=DecimalStyle.COMMA)("1,5").value == Decimal("1.5")


@pytest.mark.parametrize("text", ["soon", "1:75", "-5", "h", "1h30", "5 apples"])
def test_no_durations(text: str) -> None:
    problem = duration_parser()(text).problem
    assert problem is not None
    message = str(problem.at(3, "handled", text, unit="minutes"))
    assert message == (
        f"Line 3, column handled: “{text}” is not a duration. Write 1:30, 90m, 1h 30m, or a plain number of minutes."
    )


@pytest.mark.parametrize(
    ("text", "truth"), [("true", True), (" YES ", True), ("1", True), ("False", False), ("0", False), ("?", None)]
)
def test_booleans(text: str, truth: bool | None) -> None:  # noqa: FBT001 - a case
    assert boolean_parser()(text) == (truth, None)


def test_no_boolean() -> None:
    problem = boolean_parser()("maybe").problem
    assert problem is not None
    assert str(problem.at(5, "checked", "maybe")).startswith("Line 5, column checked: “maybe” is neither yes nor no.")


def test_what_is_missing_can_be_chosen() -> None:
    missing = Missing(["unknown"])
    assert " Unknown " in missing
    assert "" in missing
    assert "?" not in missing
    assert missing.text(" x ") == "x"
    assert missing.text("UNKNOWN") is None
