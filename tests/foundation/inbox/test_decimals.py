"""Decimal points and commas."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.inbox.values.numbers import (
    DecimalStyle,
    decimal_parser,
    find_decimal_style,
    integer_parser,
    parse_decimal,
)

POINT, COMMA = DecimalStyle.POINT, DecimalStyle.COMMA


@pytest.mark.parametrize(
    ("style", "text", "number"),
    [
        (POINT, "1,234.50", "1234.50"),
        (POINT, "1,234", "1234"),
        (COMMA, "1,234", "1.234"),
        (COMMA, "1.234,50", "1234.50"),
        (COMMA, "1 234,50", "1234.50"),
        (COMMA, "1\u202f234,50 €", "1234.50"),
        (POINT, "1'234.50", "1234.50"),
        (POINT, "$1,234.50", "1234.50"),
        (POINT, "EUR 12.5", "12.5"),
        (POINT, "(12.50)", "-12.50"),
        (POINT, "-12.50", "-12.50"),
        (POINT, "12.50-", "-12.50"),
        (POINT, "+7", "7"),
        (POINT, ".5", "0.5"),
        (POINT, "007", "7"),
    ],
)
def test_read(style: DecimalStyle, text: str, number: str) -> None:
    assert parse_decimal(text, style) == Decimal(number)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (POINT, "1.234,50"),
        (COMMA, "1,234.50"),
        (POINT, "12,34"),
        (POINT, "1e5"),
        (POINT, "NaN"),
        (POINT, "5 %"),
        (POINT, "٣"),
    ],
)
def test_refused(style: DecimalStyle, text: str) -> None:
    parsed = decimal_parser(style, missing=frozenset())(text)  # type: ignore[arg-type]  # nothing is missing here
    assert parsed.value is None
    assert parsed.problem is not None
    problem = parsed.problem.at(4, "cost", text, style=style)
    assert str(problem).startswith(f"Line 4, column cost: “{text}” is not a number written with a decimal {style}.")


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        (["1,234", "1,5"], COMMA),
        (["1,234", "2.50"], POINT),
        (["1", "2"], POINT),
        (["1.234.567"], COMMA),
        (["?"], POINT),
    ],
)
def test_one_value_decides(texts: list[str], style: DecimalStyle) -> None:
    assert find_decimal_style("cost", enumerate(texts, 2)).style == style


def test_ambiguous_numbers_are_asked() -> None:
    finding = find_decimal_style("cost", [(2, "5"), (3, "1,234")])
    assert finding.style is None
    assert finding.question is not None
    assert (finding.question.code, finding.question.line, finding.question.column) == ("numbers_ambiguous", 3, "cost")


def test_contradicting_numbers_show_both_places() -> None:
    question = find_decimal_style("cost", [(2, "1,5"), (9, "1.5")]).question
    assert question is not None
    assert question.message.startswith("“1,5” has a decimal comma, but line 9 has “1.5”.")


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("3.0", 3), ("1,000", 1000), ("?", None)])
def test_whole_numbers(text: str, number: int | None) -> None:
    assert integer_parser(POINT)(text) == (number, None)


def test_a_fraction_is_no_whole_number() -> None:
    problem = integer_parser(POINT)("3.5").problem
    assert problem is not None
    assert problem.code == "whole_number_expected"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_what_is_written_in_a_style_reads_back(number: Decimal) -> None:
    written = f"{number:,f}"
    assert parse_decimal(written, POINT) == number
    assert parse_decimal(written.translate(str.maketrans(",.", ".,")), COMMA) == number
