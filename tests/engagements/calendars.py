"""Random calendars around changes of the clock, each as opening hours and as the oracle's door."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from engagements.opening_hours import OpeningHours, Window
from tests.engagements.door import FIRST_MINUTES, Door, utc

# Zone and an instant some days before its clock changes (or nothing happens at all).
CHANGES = (
    ("UTC", utc(2024, 2, 26)),
    ("America/New_York", utc(2026, 3, 4)),
    ("America/New_York", utc(2026, 10, 28, 13)),
    ("Europe/Berlin", utc(2026, 3, 25)),
    ("Europe/Berlin", utc(2026, 10, 21, 5)),
    ("Australia/Lord_Howe", utc(2026, 4, 1)),
    ("Australia/Lord_Howe", utc(2026, 9, 30)),
    ("Asia/Kolkata", utc(2026, 6, 1)),
    ("Asia/Kathmandu", utc(2026, 6, 1)),
    ("Asia/Kathmandu", utc(1985, 12, 28)),
    ("America/Sao_Paulo", utc(2018, 2, 14)),
    ("America/Sao_Paulo", utc(2018, 10, 31)),
    ("Pacific/Apia", utc(2011, 12, 26)),
    ("Pacific/Apia", utc(2012, 3, 28)),
    ("America/Scoresbysund", utc(2024, 3, 27)),
)
DAY = 1440

Spans = tuple[tuple[int, int], ...]
Calendar = tuple[OpeningHours, Door]


@st.composite
def windows(draw: DrawFn, step: int) -> Spans:
    """Windows of one date that do not overlap; the last may run over midnight."""
    count = draw(st.sampled_from((0, 1, 1, 1, 2, 3)))
    marks = st.lists(st.integers(0, DAY // step), min_size=2 * count, max_size=2 * count, unique=True)
    edges = sorted(mark * step for mark in draw(marks))
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@st.composite
def calendars(draw: DrawFn) -> Calendar:
    """(opening hours, door): the same calendar twice."""
    zone, begin = draw(st.sampled_from(CHANGES))
    step = draw(st.sampled_from((15, 15, 30, 10, 1)))
    week: list[Spans] = [draw(windows(step)) for _ in range(7)]
    if draw(st.booleans()):
        night = (22 * 60, DAY + 6 * 60)
        week = [(night,) if draw(st.booleans()) else () for _ in range(7)]
    if not any(week):
        week[0] = ((540, 1020),)
    today = begin.date()
    days = st.integers(0, 12).map(lambda number: today + timedelta(days=number))
    holidays = draw(st.frozensets(days, max_size=2))
    special = draw(st.dictionaries(days.filter(lambda day: day not in holidays), windows(step), max_size=2))
    door = Door(zone, begin, tuple(week), holidays, tuple(special.items()))
    return _hours(door), door


def instants() -> st.SearchStrategy[int]:
    """A minute of the first two days that the door is watched."""
    return st.integers(0, FIRST_MINUTES)


def _hours(door: Door) -> OpeningHours:
    def made(spans: Spans) -> tuple[Window, ...]:
        return tuple(Window(opens * 60, closes * 60) for opens, closes in spans)

    return OpeningHours(
        door.zone,
        tuple(made(spans) for spans in door.week),
        tuple(door.holidays),
        tuple((day, made(spans)) for day, spans in door.overrides),
    )
