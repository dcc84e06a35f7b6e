"""Instants, amounts of time and pauses from the cells of a table, in several spellings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engagements.opening_hours import from_us, localize, to_us, zone_of
from outsourcing.known.verdicts import UnreadableError
from workitems.clock import PauseReason

_INSTANT = (
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:\s?(?:Z\b|[+-]\d{2}:?\d{2}\b))?"
)
_WHOLE = re.compile(rf"({_INSTANT})(?:\s+([A-Za-z_]+(?:/[A-Za-z_]+)*))?")
_IN_PAUSES = re.compile(rf"({_INSTANT})|(\d{{1,2}}:\d{{2}}(?::\d{{2}})?)")
_PART = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([a-z ]*)")
_CLOCK = re.compile(r"([+-]?)(\d+):(\d{2})(?::(\d{2}))?")
_UNIT_SECONDS = {"s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hr": 3600, "hour": 3600}
_DAY_UNITS = frozenset({"d", "day"})
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?00)?")

# When a pause began, when it ended (None: it lasts), and why.
Wait = tuple[datetime, datetime | None, PauseReason]


@dataclass(frozen=True)
class Amount:
    """Seconds of open time, or a number of business days."""

    number: Decimal
    is_days: bool = False


def zone_name(text: str) -> str:
    """The IANA name of a zone cell: naive times and empty cells are UTC, "+02:00" is a fixed offset."""
    name = text.strip()
    if name.lower() in {"", "naive", "none", "local", "z", "gmt"}:
        return "UTC"
    if offset := _OFFSET.fullmatch(name):
        sign, hours = offset.groups()
        return f"Etc/GMT{'-' if sign == '+' else '+'}{int(hours)}"
    return name


def instant(text: str, zone: ZoneInfo) -> datetime:
    """The aware instant of a cell; without an offset or zone of its own it is read in `zone` (gaps, folds too)."""
    match = _WHOLE.fullmatch(text.strip())
    if match is None:
        raise UnreadableError(f"not an instant: {text!r}")
    at = _iso(match.group(1))
    if at.tzinfo is not None:
        return at
    own = zone if match.group(2) is None else zone_of(match.group(2))
    return from_us(localize(at, own)[0])


def wall_or_instant(text: str) -> datetime:
    """A cell as it stands: naive when it names no offset."""
    match = _WHOLE.fullmatch(text.strip())
    if match is None:
        raise UnreadableError(f"not an instant: {text!r}")
    at = _iso(match.group(1))
    return at.replace(tzinfo=zone_of(match.group(2))) if match.group(2) and at.tzinfo is None else at


def amount(text: str, unit_seconds: int = 60) -> Amount:
    """From "90", "1.5", "7 days", "2 h 30 min", "1:30:00", "PT1H30M"; a bare number counts `unit_seconds`."""
    cell = text.strip().lower()
    if clock := _CLOCK.fullmatch(cell):
        sign, hours, minutes, seconds = clock.groups()
        total = Decimal(int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0))
        return Amount(-total if sign == "-" else total)
    cell = re.sub(r"^p(?:t|(?=\d))", "", cell) if re.match(r"^p[t\d]", cell) else cell
    cell = re.sub(r"\b(?:business|working|work|open|opening|calendar)\b", " ", cell)
    parts = _PART.findall(cell)
    if not parts or _PART.sub("", cell).strip(" ,"):
        raise UnreadableError(f"not an amount of time: {text!r}")
    units = [unit.strip().removesuffix("s") if len(unit.strip()) > 1 else unit.strip() for _, unit in parts]
    if len(parts) == 1 and units[0] in _DAY_UNITS:
        return Amount(Decimal(parts[0][0]), is_days=True)
    total = Decimal(0)
    for (number, _), unit in zip(parts, units, strict=True):
        if unit and unit not in _UNIT_SECONDS:
            raise UnreadableError(f"not an amount of time: {text!r}")
        total += Decimal(number) * (_UNIT_SECONDS[unit] if unit else unit_seconds)
    return Amount(total)


def pauses(text: str, zone: ZoneInfo, start: datetime) -> list[Wait]:
    """Pauses as "2026-01-05 10:00 - 2026-01-05 11:00; ...", with times alone, "/", "to", "..", JSON, or a length.

    One without an end still lasts. A time alone is on the date of the instant before it, else on that of `start`.
    """
    found = []
    for chunk in re.split(r"[;|\n]", text):
        marks = list(_marks(chunk, zone, start))
        if not marks and chunk.strip(" []\"'"):
            raise UnreadableError(f"a pause without its instants: {chunk.strip()!r}")
        for begin, end in zip(marks[::2], [*marks[1::2], *[None] * (len(marks) % 2)], strict=True):
            found.append((begin, end or _by_length(chunk, begin), _reason(chunk)))
    return _united(found)


def _united(found: list[Wait]) -> list[Wait]:
    """Pauses of one reason that overlap made one, since events of one reason cannot be told apart."""
    united: list[Wait] = []
    for begin, end, reason in sorted(found, key=lambda wait: (wait[2], wait[0])):
        last = united[-1] if united else None
        if last is None or last[2] is not reason or (last[1] is not None and last[1] < begin):
            united.append((begin, end, reason))
        elif last[1] is not None:
            united[-1] = (last[0], None if end is None else max(last[1], end), reason)
    return united


def _marks(chunk: str, zone: ZoneInfo, start: datetime) -> Iterator[datetime]:
    last = start
    for whole, clock in _IN_PAUSES.findall(chunk):
        if whole:
            at = instant(whole, zone)
        else:
            day = last.astimezone(zone).date()
            at = instant(f"{day} {clock}", zone)
            if at < last and last is not start:
                at = instant(f"{day + timedelta(days=1)} {clock}", zone)
        yield at
        last = at


def _by_length(chunk: str, begin: datetime) -> datetime | None:
    rest = _IN_PAUSES.sub(" ", chunk)
    length = re.search(r"(?:\+|for)\s*(\d[\w. ]*)|P(T?\d\w*)", rest)
    if length is None:
        return None
    seconds = amount(next(group for group in length.groups() if group)).number
    return from_us(to_us(begin) + int(seconds * 1_000_000))


def _reason(chunk: str) -> PauseReason:
    words = chunk.lower()
    if re.search(r"subcontract|vendor|supplier", words) and not re.search(r"client|customer", words):
        return PauseReason.VENDOR_SUBCONTRACTOR
    return PauseReason.CLIENT


def _iso(text: str) -> datetime:
    date_part, _, rest = text.strip().replace("T", " ").replace("/", "-").partition(" ")
    year, month, day = (int(part) for part in date_part.split("-"))
    rest = re.sub(r"\s+", "", rest)
    clock = re.match(r"\d{1,2}:\d{2}", rest)
    if clock and rest.startswith("24:00"):
        return _iso(f"{date_part} 00:00{rest[5:]}") + timedelta(days=1)
    padded = f"{year:04d}-{month:02d}-{day:02d}" + (f"T{rest:0>{5 + len(rest) - clock.end()}}" if clock else "")
    try:
        return datetime.fromisoformat(padded)
    except ValueError:
        raise UnreadableError(f"not an instant: {text!r}") from None
