"""What can be wrong with opening hours, each with a code that a form can translate."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    """The kinds of problems; stable, so that pages can key their translated texts on them."""

    UNKNOWN_ZONE = "unknown_zone"
    BAD_WINDOW = "bad_window"
    BAD_DATE = "bad_date"
    BAD_WEEKDAY = "bad_weekday"
    BAD_SHAPE = "bad_shape"
    OVERLAP = "overlap"
    NO_OPEN_TIME = "no_open_time"
    CLASH = "clash"
    OUT_OF_RANGE = "out_of_range"


@dataclass(frozen=True)
class Problem:
    """One thing wrong: its code, the offending value as text, and a sentence in English."""

    code: ProblemCode
    value: str
    text: str

    def __str__(self) -> str:
        return self.text


class OpeningHoursError(ValueError):
    """Opening hours that cannot be used; `problems` lists every reason found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.text for problem in self.problems))
