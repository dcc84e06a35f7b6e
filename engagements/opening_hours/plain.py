"""Reading opening hours from their plain JSON form, collecting every problem on the way."""

from collections.abc import Mapping, Sequence
from datetime import date

from engagements.opening_hours.problems import OpeningHoursError, Problem, ProblemCode
from engagements.opening_hours.windows import Window, bad_window

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_Windows = tuple[Window, ...]
_Parts = tuple[str, tuple[_Windows, ...], tuple[date, ...], tuple[tuple[date, _Windows], ...], bool]


def read_plain(plain: Mapping[str, object]) -> tuple[_Parts, list[Problem]]:
    """The constructor's arguments from the plain form, and a problem for each value that cannot be read."""
    reader = _Reader()
    parts = (
        str(plain.get("zone", "")),
        reader.week(plain.get("week") or {}),
        tuple(day for text in reader.items(plain.get("holidays")) if (day := reader.day(text)) is not None),
        reader.overrides(plain.get("overrides") or {}),
        plain.get("always_open") is True,
    )
    return parts, reader.problems


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def week(self, value: object) -> tuple[_Windows, ...]:
        days = self.mapping(value, "week")
        for name in days:
            if name not in WEEKDAYS:
                self.report(ProblemCode.BAD_WEEKDAY, name, f"unknown weekday {name!r}: use {', '.join(WEEKDAYS)}")
        return tuple(self.windows(days.get(name)) for name in WEEKDAYS)

    def overrides(self, value: object) -> tuple[tuple[date, _Windows], ...]:
        pairs = ((self.day(text), self.windows(windows)) for text, windows in self.mapping(value, "overrides").items())
        return tuple((day, windows) for day, windows in pairs if day is not None)

    def windows(self, value: object) -> _Windows:
        windows = []
        for text in self.items(value):
            try:
                windows.append(Window.parse(str(text)))
            except OpeningHoursError as error:
                self.problems.extend(error.problems or [bad_window(str(text))])
        return tuple(windows)

    def day(self, value: object) -> date | None:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.report(ProblemCode.BAD_DATE, str(value), f"bad date {str(value)!r}: write YYYY-MM-DD")
            return None

    def items(self, value: object) -> Sequence[object]:
        if value is None:
            return ()
        if isinstance(value, Sequence) and not isinstance(value, str):
            return value
        self.report(ProblemCode.BAD_SHAPE, str(value), f"expected a list, found {value!r}")
        return ()

    def mapping(self, value: object, name: str) -> dict[str, object]:
        if isinstance(value, Mapping):
            return {str(key): item for key, item in value.items()}
        self.report(ProblemCode.BAD_SHAPE, name, f"{name} must be a mapping, found {value!r}")
        return {}

    def report(self, code: ProblemCode, value: str, text: str) -> None:
        self.problems.append(Problem(code, value, text))
