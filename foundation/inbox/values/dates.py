"""Dates and times: in a chosen order, read in the source's zone."""

import datetime as dt
import re
from collections.abc import Callable
from enum import StrEnum
from zoneinfo import ZoneInfo

from foundation.inbox.values import kinds
from foundation.inbox.values.parsed import ANY_MISSING, Missing, Parsed
from foundation.inbox.values.zones import Instant, instant_in


class DateOrder(StrEnum):
    """How a column writes its dates. `ISO` also covers year/month/day; it is always understood, whatever the order."""

    ISO = "iso"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    EPOCH_SECONDS = "epoch_seconds"
    EPOCH_MILLISECONDS = "epoch_milliseconds"
    EXCEL_1900 = "excel_1900"
    EXCEL_1904 = "excel_1904"


_TIME = (
    r"(?:[T ,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?)?"
)
_ZONE = r"(?:\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}))?"
ISO_DATE = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _TIME + _ZONE)
COMPACT_DATE = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?" + _ZONE
)
NUMERIC_DATE = re.compile(r"(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + _TIME + _ZONE)
NAMED_DATE = re.compile(
    r"(?P<day>\d{1,2})[-/. ](?P<name>[A-Za-z]{3,9})\.?[-/., ]+(?P<year>\d{4}|\d{2})" + _TIME + _ZONE
)
NUMBER = re.compile(r"\d{1,13}(?:\.\d+)?")
_FAST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EXCEL_EPOCHS = {DateOrder.EXCEL_1900: dt.date(1899, 12, 30), DateOrder.EXCEL_1904: dt.date(1904, 1, 1)}
_CENTURY_TURN = 70
_NOON = 12


def date_parser(
    order: DateOrder, zone: ZoneInfo, missing: Missing = ANY_MISSING
) -> Callable[[str], Parsed[dt.datetime]]:
    """A parser of one column: instants in UTC.

    A written offset or `Z` wins over `zone`; a naive time is read in `zone` (gap and fold as `instant_in` says, with a
    warning); a date alone is its midnight there. ISO dates and dates with a month's name are understood in every order.
    Two-digit years: 70 to 99 are 19xx.
    """

    def parse(cell: str) -> Parsed[dt.datetime]:
        return Parsed(None) if cell in missing else _parse(cell.strip(), order, zone)

    return parse


def _parse(text: str, order: DateOrder, zone: ZoneInfo) -> Parsed[dt.datetime]:
    try:
        instant = _instant(text, order, zone)
    except (ValueError, OverflowError):
        return Parsed(None, kinds.DATE_IMPOSSIBLE)
    return Parsed(*instant) if instant else Parsed(None, kinds.DATE_UNREADABLE)


def _instant(text: str, order: DateOrder, zone: ZoneInfo) -> Instant | None:
    """The instant, or None when the text has another form. Raises ValueError when the form fits but no such time is."""
    day_first = order == DateOrder.DAY_FIRST
    if (day_first or order == DateOrder.MONTH_FIRST) and (match := _FAST.fullmatch(text)):
        one, two, year, hour, minute = map(int, match.groups())
        month, day = (two, one) if day_first else (one, two)
        return instant_in(zone, dt.datetime(year, month, day, hour, minute))  # noqa: DTZ001 - zone stands beside it
    if match := ISO_DATE.fullmatch(text) or COMPACT_DATE.fullmatch(text):
        return _assemble(match, int(match["month"]), int(match["day"]), zone)
    if match := NAMED_DATE.fullmatch(text):
        name = match["name"][:3].lower()
        return _assemble(match, _MONTHS.index(name) + 1, int(match["day"]), zone) if name in _MONTHS else None
    if order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST):
        match = NUMERIC_DATE.fullmatch(text)
        if not match:
            return None
        one, two = int(match["one"]), int(match["two"])
        return _assemble(match, *((two, one) if day_first else (one, two)), zone)
    return _from_number(text, order, zone) if NUMBER.fullmatch(text) else None


def _from_number(text: str, order: DateOrder, zone: ZoneInfo) -> Instant | None:
    """A count of seconds, milliseconds or days; whole microseconds."""
    if order in _EXCEL_EPOCHS:
        days, _, part = text.partition(".")
        seconds = round(float(f"0.{part or 0}") * 86_400)
        midnight = dt.datetime.combine(_EXCEL_EPOCHS[order], dt.time())
        return instant_in(zone, midnight + dt.timedelta(days=int(days), seconds=seconds))
    whole, _, part = text.partition(".")
    unit = {DateOrder.EPOCH_SECONDS: 1_000_000, DateOrder.EPOCH_MILLISECONDS: 1_000}.get(order)
    if unit is None:
        return None
    return Instant(_EPOCH + dt.timedelta(microseconds=int(whole) * unit + round(float(f"0.{part or 0}") * unit)))


def _assemble(match: re.Match[str], month: int, day: int, zone: ZoneInfo) -> Instant:
    """The instant of a match of one of the patterns. Raises ValueError when there is no such day or time."""
    parts = match.groupdict()
    year = int(parts["year"])
    if len(parts["year"]) == 2:  # noqa: PLR2004 - digits
        year += 1900 if year >= _CENTURY_TURN else 2000
    hour = int(parts["hour"] or 0)
    if parts.get("half"):
        if not 1 <= hour <= _NOON:
            raise ValueError("no such hour")
        hour = hour % _NOON + (_NOON if parts["half"].lower() == "p" else 0)
    fraction = int((parts.get("fraction") or "0")[:6].ljust(6, "0"))
    clock = dt.time(hour, int(parts["minute"] or 0), int(parts.get("second") or 0), fraction)
    naive = dt.datetime.combine(dt.date(year, month, day), clock)
    if parts["zone"]:
        return Instant(naive.replace(tzinfo=_offset(parts["zone"])).astimezone(dt.UTC))
    return instant_in(zone, naive)


def _offset(text: str) -> dt.tzinfo:
    """`Z`, `UTC`, `+02:00`, `+0200` or `+02`. Raises ValueError past 24 hours."""
    if text[0] not in "+-":
        return dt.UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return dt.timezone(dt.timedelta(minutes=-minutes if text[0] == "-" else minutes))
