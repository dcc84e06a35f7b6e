"""What can be wrong with a business case, each with a code that a form can translate."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    """The kinds of problems; stable, so that pages can key their translated texts on them."""

    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    OUT_OF_ORDER = "out_of_order"
    NEGATIVE_VOLUME = "negative_volume"
    MIXED_CURRENCIES = "mixed_currencies"
    NO_MONEY = "no_money"
    BAD_CURRENCY = "bad_currency"
    BAD_HORIZON = "bad_horizon"
    BAD_DISCOUNT_RATE = "bad_discount_rate"
    RAMP_TOO_LONG = "ramp_too_long"
    UNKNOWN_DRIVER = "unknown_driver"
    UNKNOWN_OPTION = "unknown_option"
    NO_OPTION = "no_option"
    TWICE = "twice"
    BAD_TIMING = "bad_timing"
    TOO_LARGE = "too_large"
    NO_SOURCE = "no_source"
    BAD_TEXT = "bad_text"
    BAD_DOCUMENT = "bad_document"


@dataclass(frozen=True)
class Problem:
    """One thing wrong: its code, the key of what it is about, and a sentence in English."""

    code: ProblemCode
    about: str
    text: str

    def __str__(self) -> str:
        return self.text


class CaseError(ValueError):
    """A business case that cannot be computed; `problems` lists every reason found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.text for problem in self.problems))


def refuse(problems: Iterable[Problem]) -> None:
    """Raises CaseError if there is any problem."""
    if found := tuple(problems):
        raise CaseError(found)
