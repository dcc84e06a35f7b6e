"""A calendar from the cells of a table: weekly hours, holidays, special days and breaks, in several spellings."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from engagements.opening_hours import OpeningHours, Window
from outsourcing.known.calendar_words import DAY, Days, Mark, Time, Word, dates_between, words
from outsourcing.known.verdicts import UnreadableError

Span = tuple[int, int]
Subject = int | date
_YEARLY = re.compile(r"(?<![\d-])(?:-{1,2}|\*-|\?{4}-|yyyy-|every\s+)?(\d{2})-(\d{2})(?![\d:-])", re.IGNORECASE)


@dataclass
class Entry:
    """Subjects (weekday numbers or dates) and the spans, in seconds of the day, that a cell gives them."""

    subjects: list[Subject] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    is_closed: bool = False
    is_always: bool = False


def entries(text: str) -> list[Entry]:
    """The entries of a cell: "mon-fri 09:00-12:00, 13:00-17:00; sat 10:00-14:00", "2006-01-01 09:00-12:00", JSON."""
    found = [Entry()]
    items = list(words(text))
    place = 0
    while place < len(items):
        place += _take(found, items[place:])
    return [entry for entry in found if entry.subjects or entry.spans or entry.is_always or entry.is_closed]


def calendar(zone: str, weekly: str, *, holidays: str, special: str, breaks: str, years: range) -> OpeningHours:
    """The opening hours a row describes; raises UnreadableError, or OpeningHoursError where they make no sense.

    A special day replaces the windows of its date; a break is taken out of its date (or weekday). A holiday wins over
    a special day on its date, since it closes the date from 00:00 to 24:00.
    """
    draft = _Draft()
    weekly_entries = entries(weekly)
    if any(entry.is_always for entry in weekly_entries) and not (holidays or special or breaks):
        return OpeningHours(zone, always_open=True)
    for entry in weekly_entries:
        draft.open_weekly(entry)
    for entry in entries(special):
        draft.open_dates(entry)
    for entry in entries(breaks):
        draft.take_out(entry)
    closed = frozenset(_holidays(holidays, years))
    return draft.hours(zone, closed)


class _Draft:
    def __init__(self) -> None:
        self.week: list[list[Span]] = [[] for _ in range(7)]
        self.dates: dict[date, list[Span]] = {}

    def open_weekly(self, entry: Entry) -> None:
        spans = [(0, DAY)] if entry.is_always else entry.spans
        for subject in entry.subjects or range(7):
            if not isinstance(subject, int):
                raise UnreadableError(f"a date among the weekly hours: {subject}")
            self.week[subject].extend(spans)

    def open_dates(self, entry: Entry) -> None:
        for subject in entry.subjects:
            if not isinstance(subject, date):
                raise UnreadableError("a special day needs a date")
            self.dates.setdefault(subject, []).extend([(0, DAY)] if entry.is_always else entry.spans)

    def take_out(self, entry: Entry) -> None:
        for subject in entry.subjects or range(7):
            for start, stop in entry.spans:
                if isinstance(subject, int):
                    self.week[subject] = list(_without(self.week[subject], start, stop))
                    before = (subject - 1) % 7
                    self.week[before] = list(_without(self.week[before], start + DAY, stop + DAY))
                else:
                    self._take_out_of_date(subject, start, stop)

    def hours(self, zone: str, holidays: frozenset[date]) -> OpeningHours:
        self._settle_nights()
        return OpeningHours(
            zone,
            tuple(_windows(spans) for spans in self.week),
            tuple(holidays),
            tuple((day, _windows(spans)) for day, spans in self.dates.items() if day not in holidays),
        )

    def _take_out_of_date(self, day: date, start: int, stop: int) -> None:
        before = day - timedelta(days=1)
        self.dates[day] = list(_without(self._on(day), start, stop))
        night = self._on(before)
        if any(closes > DAY for _, closes in night):
            self.dates[before] = list(_without(night, start + DAY, stop + DAY))

    def _settle_nights(self) -> None:
        """Move what is left after midnight, once a break cut it off its evening, to the date it lies on."""
        for day in sorted(self.dates):
            for start, stop in [span for span in self.dates[day] if span[0] >= DAY]:
                self.dates[day].remove((start, stop))
                after = day + timedelta(days=1)
                self.dates[after] = [*self._on(after), (start - DAY, stop - DAY)]
        for number, spans in enumerate(self.week):
            for start, stop in [span for span in spans if span[0] >= DAY]:
                spans.remove((start, stop))
                self.week[(number + 1) % 7].append((start - DAY, stop - DAY))

    def _on(self, day: date) -> list[Span]:
        return self.dates.get(day, self.week[day.weekday()])


def _take(found: list[Entry], rest: list[Word]) -> int:
    """Take the next words into the last entry, or begin a new one; how many were taken."""
    if isinstance(rest[0], Time):
        span, taken = _take_span(rest)
        found[-1].spans.append(span)
        return taken
    match rest:
        case [Days() as first, Mark.TO, Days() as last, *_]:
            _subjects(found, _weekdays(first, last))
            return 3
        case [date() as first, Mark.TO, date() as last, *_]:
            _subjects(found, dates_between(first, last))
            return 3
        case [Days() as days, *_]:
            _subjects(found, days.numbers)
        case [date() as day, *_]:
            _subjects(found, [day])
        case _:
            _take_mark(found, rest[0])
    return 1


def _take_span(rest: list[Word]) -> tuple[Span, int]:
    """The window that begins with a time of day, and how many words it took."""
    match rest:
        case [Time() as opens, Mark.TO, Days() | date(), Time() as closes, *_]:
            return (opens.seconds, closes.seconds + DAY), 4
        case [Time() as opens, Mark.TO, Time() as closes, *_]:
            return _span(opens, closes), 3
        case [Time() as opens, Time() as closes, *_]:
            return _span(opens, closes), 2
    raise UnreadableError("a time of day without its partner")


def _take_mark(found: list[Entry], mark: Word) -> None:
    if mark is Mark.END:
        found.append(Entry())
    elif mark is Mark.CLOSED:
        found[-1].is_closed = True
    elif mark is Mark.ALWAYS:
        found[-1].is_always = True


def _weekdays(first: Days, last: Days) -> list[Subject]:
    start = first.numbers[0]
    return [(start + step) % 7 for step in range((last.numbers[-1] - start) % 7 + 1)]


def _subjects(found: list[Entry], subjects: Iterable[Subject]) -> None:
    entry = found[-1]
    if entry.spans or entry.is_closed or entry.is_always:
        found.append(entry := Entry())
    entry.subjects.extend(subjects)


def _span(opens: Time, closes: Time) -> Span:
    if opens.seconds == closes.seconds:
        raise UnreadableError("a window that opens and closes at the same time")
    return opens.seconds, closes.seconds + (DAY if closes.seconds < opens.seconds else 0)


def _without(spans: Iterable[Span], start: int, stop: int) -> Iterator[Span]:
    for opens, closes in spans:
        for low, high in ((opens, min(closes, start)), (max(opens, stop), closes)):
            if low < high:
                yield low, high


def _windows(spans: Iterable[Span]) -> tuple[Window, ...]:
    return tuple(Window(opens, closes) for opens, closes in spans)


def _holidays(text: str, years: range) -> Iterator[date]:
    """Dates, ranges of dates and yearly MM-DD; names beside them say nothing."""
    dated = re.sub(r"(\d{4}-\d{2}-\d{2})\s*/\s*(?=\d{4}-)", r"\1..", text)
    for month, day in _YEARLY.findall(re.sub(r"\d{4}-\d{1,2}-\d{1,2}", " ", dated)):
        yield from (date(year, int(month), int(day)) for year in years if _exists(year, int(month), int(day)))
    kept = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\.\.+|\u2013|\bto\b|\s-\s|[;,|\n]"
    only = " ".join(re.findall(kept, dated))
    if text.strip() and not re.search(r"\d", text):
        raise UnreadableError(f"holidays without dates: {text!r}")
    for entry in entries(only):
        yield from (subject for subject in entry.subjects if isinstance(subject, date))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
