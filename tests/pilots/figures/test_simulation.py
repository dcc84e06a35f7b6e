"""Judged once, a pilot whose truth lies at the threshold is hardly ever decided wrongly; the document says so."""

from pathlib import Path

import pytest

from pilots.figures.verdicts import ALPHA
from tests.pilots.figures.simulating import (
    PILOTS,
    TRUTHS,
    Truth,
    answers,
    extended_rates,
    extended_table,
    generator,
    rates,
    table,
)

DOCUMENT = Path(__file__).parents[3] / "docs" / "metrics.md"
NOMINAL = 100 * ALPHA


@pytest.mark.parametrize("n", [20, 50, 150])
@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.name)
def test_wrong_verdicts_are_at_most_two_points_above_what_is_promised(truth: Truth, n: int) -> None:
    go, stop = rates(answers(truth, truth.draw(generator(1_000 + n), (PILOTS, n))))
    assert max(go, stop) <= NOMINAL + 2


@pytest.mark.parametrize("first", [50, 100])
@pytest.mark.parametrize("place", range(len(TRUTHS)), ids=lambda place: TRUTHS[place].name)
def test_an_extension_does_not_make_them_more_frequent_than_that(place: int, first: int) -> None:
    assert max(extended_rates(place, first)) <= NOMINAL + 2


def test_the_document_shows_what_the_simulation_finds_and_what_looking_daily_does() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    assert table() in document
    assert extended_table() in document
    once, _, peeked = table().partition("\n\n")
    assert max(_percents(once)) <= NOMINAL + 2 < min(_percents(peeked))


def _percents(lines: str) -> list[float]:
    cells = [cell for line in lines.splitlines()[2:] for cell in line.strip("| ").split(" | ")[1:]]
    return [float(cell.removesuffix(" %")) for cell in cells]
