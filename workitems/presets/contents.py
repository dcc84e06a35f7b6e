"""Whether the values of a column are what its name promises. Pure."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from foundation.inbox.values.booleans import boolean_parser
from foundation.inbox.values.date_orders import find_date_order
from foundation.inbox.values.durations import DurationUnit, parse_minutes
from foundation.inbox.values.numbers import DecimalStyle, parse_decimal
from foundation.inbox.values.parsed import ANY_MISSING
from workitems.canonical import FieldKind

# Looked at: so many different values, the commonest first. A column of dates with some broken ones is one of dates.
LOOKED_AT: Final = 60
ENOUGH: Final = 0.5
# Words that stand for kinds of things come again and again.
MOST_STATES: Final = 40
MANY_ROWS: Final = 50
FEW_EACH: Final = 3
_yes_or_no = boolean_parser()


def values_of(place: int, sample: Sequence[Sequence[str]]) -> Counter[str]:
    """How often each value of a column comes, missing ones left out."""
    cells = (row[place].strip() for row in sample if len(row) > place)
    return Counter(cell for cell in cells if cell not in ANY_MISSING)


def fits(kind: FieldKind, values: Counter[str]) -> bool:
    """Whether values can be read as that kind of field; true without any value to judge by."""
    if not values:
        return True
    if kind == FieldKind.STATE:
        return _are_states(values)
    if kind == FieldKind.TEXT:
        return True
    looked_at = [value for value, _count in values.most_common(LOOKED_AT)]
    return sum(_READERS[kind](value) for value in looked_at) >= ENOUGH * len(looked_at)


def are_plain_numbers(values: Counter[str]) -> bool:
    """Whether any of the values is a number alone, which counts nobody knows what."""
    return any(_is_number(value) for value, _count in values.most_common(LOOKED_AT))


def _are_states(values: Counter[str]) -> bool:
    """Few different values, each of them often, and neither dates nor lengthy numbers."""
    rows = values.total()
    few = len(values) <= MOST_STATES and (rows < MANY_ROWS or len(values) * FEW_EACH <= rows)
    return few and not fits(FieldKind.INSTANT, values)


def _is_date(value: str) -> bool:
    finding = find_date_order("", [(1, value)])
    return finding.order is not None or finding.question is not None


def _is_number(value: str) -> bool:
    return any(parse_decimal(value, style) is not None for style in DecimalStyle)


def _is_whole(value: str) -> bool:
    number = parse_decimal(value, DecimalStyle.POINT)
    return number is not None and number == number.to_integral_value()


def _is_duration(value: str) -> bool:
    return any(parse_minutes(value, DurationUnit.MINUTES, style) is not None for style in DecimalStyle)


def _is_yes_or_no(value: str) -> bool:
    return _yes_or_no(value).value is not None


_READERS: Final = {
    FieldKind.INSTANT: _is_date,
    FieldKind.DECIMAL: _is_number,
    FieldKind.INTEGER: _is_whole,
    FieldKind.MINUTES: _is_duration,
    FieldKind.BOOLEAN: _is_yes_or_no,
}
