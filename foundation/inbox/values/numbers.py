"""Numbers written by people: thousands, decimal signs, currencies."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from foundation.inbox.problems import ImportProblem
from foundation.inbox.values import kinds
from foundation.inbox.values.parsed import ANY_MISSING, Missing, Parsed


class DecimalStyle(StrEnum):
    """The sign before the fraction: 1,234.50 has a `POINT`, 1.234,50 a `COMMA`; spaces and apostrophes group."""

    POINT = "point"
    COMMA = "comma"


_SPACES = "\u00a0\u202f' \u2019"
_CURRENCY = re.compile(r"^(?:[A-Z]{3}|[€$£¥])\s*|\s*(?:[A-Z]{3}|[€$£¥])$")
_FORMS = {
    DecimalStyle.POINT: re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\.\d+"),
    DecimalStyle.COMMA: re.compile(r"\d+(?:,\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|,\d+"),
}
_EITHER = re.compile(r"\d{1,3}[.,]\d{3}")


def _bare(text: str) -> tuple[str, bool]:
    """The digits and signs without currency and grouping by spaces, and whether it is negative."""
    text = _CURRENCY.sub("", text.strip()).strip()
    negative = text.startswith(("-", "\u2212")) or (text.startswith("(") and text.endswith(")")) or text.endswith("-")
    text = text.strip("-\u2212+()").strip()
    text = _CURRENCY.sub("", text).strip()
    for space in _SPACES:
        text = text.replace(space, "")
    return text, negative


def parse_decimal(text: str, style: DecimalStyle) -> Decimal | None:
    """The number, or None when the text is not one in that style. No exponents, no infinities, no percent signs."""
    bare, negative = _bare(text)
    if not bare.isascii() or not _FORMS[style].fullmatch(bare):
        return None
    plain = bare.replace(",", "") if style == DecimalStyle.POINT else bare.replace(".", "").replace(",", ".")
    number = Decimal(plain)
    return -number if negative else number


def decimal_parser(style: DecimalStyle, missing: Missing = ANY_MISSING) -> Callable[[str], Parsed[Decimal]]:
    """A parser of one column of numbers."""

    def parse(cell: str) -> Parsed[Decimal]:
        if cell in missing:
            return Parsed(None)
        number = parse_decimal(cell, style)
        return Parsed(number, None if number is not None else kinds.NUMBER_UNREADABLE)

    return parse


def integer_parser(style: DecimalStyle, missing: Missing = ANY_MISSING) -> Callable[[str], Parsed[int]]:
    """A parser of one column of whole numbers; `3.0` is one, `3.5` is wrong."""

    def parse(cell: str) -> Parsed[int]:
        if cell.isdecimal() and cell.isascii():
            return Parsed(int(cell))
        if cell in missing:
            return Parsed(None)
        number = parse_decimal(cell, style)
        if number is None or number != int(number):
            return Parsed(None, kinds.WHOLE_NUMBER_EXPECTED)
        return Parsed(int(number))

    return parse


@dataclass(frozen=True, slots=True)
class DecimalFinding:
    """What a column's values say. `style` is None when a person must choose: then `question` is the problem."""

    style: DecimalStyle | None
    evidence: str | None = None
    evidence_line: int | None = None
    question: ImportProblem | None = None


def find_decimal_style(
    column: str, values: Iterable[tuple[int, str]], missing: Missing = ANY_MISSING
) -> DecimalFinding:
    """The style over (line, text) pairs of one column; `POINT` when no value has any sign at all."""
    first: dict[DecimalStyle | None, tuple[int, str]] = {}
    for line, cell in values:
        if cell in missing:
            continue
        bare, _ = _bare(cell)
        fits = [style for style, form in _FORMS.items() if form.fullmatch(bare)]
        if len(fits) == 1:
            first.setdefault(fits[0], (line, cell.strip()))
        elif len(fits) > 1 and _EITHER.fullmatch(bare):
            first.setdefault(None, (line, cell.strip()))
    decided = [style for style in first if style is not None]
    if len(decided) > 1:
        (line, text), (other_line, other) = first[decided[0]], first[decided[1]]
        question = kinds.NUMBERS_CONTRADICT.at(
            line, column, text, style=decided[0].value, other_line=other_line, other=other
        )
        return DecimalFinding(None, question=question)
    if decided:
        line, text = first[decided[0]]
        return DecimalFinding(decided[0], text, line)
    if first:
        line, text = first[None]
        return DecimalFinding(None, question=kinds.NUMBERS_AMBIGUOUS.at(line, column, text))
    return DecimalFinding(DecimalStyle.POINT)
