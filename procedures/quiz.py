"""Marking a quiz. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from procedures.content import Content


@dataclass(frozen=True, slots=True)
class Marking:
    """``score`` in percent, unrounded; ``wrong`` holds the places (from 0) of what was not right."""

    score: Fraction
    wrong: tuple[int, ...]
    passed: bool


def mark(content: Content, answers: Sequence[str]) -> Marking:
    """Compare answers with the right ones; an answer that is missing is wrong. Passed from ``pass_share`` on.

    Worked example: 3 of 4 right are 75 %; with a pass share of 80 that is not passed, with 75 it is.
    """
    wrong = tuple(
        place
        for place, question in enumerate(content.quiz)
        if place >= len(answers) or answers[place] != question.right
    )
    asked = len(content.quiz)
    score = Fraction(100 * (asked - len(wrong)), asked) if asked else Fraction(100)
    return Marking(score, wrong, score >= content.pass_share)
