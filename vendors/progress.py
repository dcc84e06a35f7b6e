"""Which questions are asked, given the answers so far, and how many are answered. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Asked(NamedTuple):
    """A question: its id, and the question and answer that it depends on."""

    key: int
    condition: int | None = None
    condition_value: str = ""


class Progress(NamedTuple):
    """How many of the questions that are asked have an answer."""

    answered: int
    asked: int

    @property
    def is_complete(self) -> bool:
        """Nothing is left."""
        return self.answered == self.asked


def asked(questions: Iterable[Asked], answers: Mapping[int, str]) -> list[int]:
    """The ids of the questions that are asked: those without a condition, and those whose condition holds and is itself
    asked.

    >>> asked([Asked(1), Asked(2, 1, "Yes"), Asked(3, 2, "Yes")], {1: "no", 2: "Yes"})
    [1]
    """
    found: list[int] = []
    for each in questions:
        if each.condition is None:
            found.append(each.key)
        elif each.condition in found:
            said = answers.get(each.condition, "")
            if said.casefold() == each.condition_value.casefold():
                found.append(each.key)
    return found


def progress(questions: Iterable[Asked], answers: Mapping[int, str]) -> Progress:
    """How far the answering is."""
    keys = asked(questions, answers)
    return Progress(sum(key in answers for key in keys), len(keys))
