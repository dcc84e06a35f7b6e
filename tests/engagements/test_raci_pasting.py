"""A block from a spreadsheet over a grid: a table of cases. No database."""

from __future__ import annotations

import pytest

from engagements.raci import write_letters
from engagements.raci.pasting import Target, paste

COLUMNS = (("Owner", "Ada", "Owner (Ada)"), ("Lead", "Bob", "Lead (Bob)"), ("Quality", "Ada", "Quality (Ada)"))
ROWS = (("Intake",), ("Delivery",), ("Quality assurance",))
Result = tuple[dict[tuple[int, int], str], list[str], list[str]]


def over(text: str, *, at: tuple[int, int] = (0, 0), add_rows: bool = False) -> Result:
    found = paste(text, Target(COLUMNS, ROWS, *at), add_rows=add_rows)
    cells = {place: write_letters(letters) for place, letters in found.cells.items()}
    return cells, found.new_rows, [problem.message for problem in found.problems]


@pytest.mark.parametrize(
    ("text", "at", "cells"),
    [
        ("A\tR", (0, 0), {(0, 0): "A", (0, 1): "R"}),
        ("A\tR\r\nI\tC\r\n", (1, 1), {(1, 1): "A", (1, 2): "R", (2, 1): "I", (2, 2): "C"}),
        ("R\n\nA", (0, 1), {(0, 1): "R", (1, 1): "", (2, 1): "A"}),
        ("r,a\t-", (2, 0), {(2, 0): "A/R", (2, 1): ""}),
        ("Owner\tLead\nA\tR", (1, 0), {(1, 0): "A", (1, 1): "R"}),
        ("Delivery\tA\tR\nIntake\tI\tC", (0, 0), {(1, 0): "A", (1, 1): "R", (0, 0): "I", (0, 1): "C"}),
        ("\tlead\tOWNER\n delivery \tR\tA", (0, 0), {(1, 1): "R", (1, 0): "A"}),
        ("Activity\tBob\tQuality (Ada)\nIntake\tR\t", (2, 2), {(0, 1): "R", (0, 2): ""}),
        ('\t"Lead"\n"Quality\nassurance"\tR', (0, 0), {(2, 1): "R"}),
        ("\tLead\nIntake\tR\n\nDelivery\tA", (0, 0), {(0, 1): "R", (1, 1): "A"}),
    ],
)
def test_a_block_is_laid_over(text: str, at: tuple[int, int], cells: dict[tuple[int, int], str]) -> None:
    assert over(text, at=at) == (cells, [], [])


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["The block is empty. Copy cells from a spreadsheet first."]),
        ("\t\t\n", ["The block is empty. Copy cells from a spreadsheet first."]),
        ("A\tX\tR\tC", ["The block is larger than what is right of and below the chosen cell (3 by 3 cells)."]),
        ("A\tX\tR", ["Row 1, column 2 (Lead): “X” is none of R, A, C, I."]),
        (
            "\tOwner\tLaed\nIntake\tA\tR",
            ["Row 1, column 3: no role or person here is called “Laed”. Add them first."],
        ),
        ("\tAda\tLead\nIntake\tA\tR", ["Row 1, column 2: “Ada” holds several roles. Write the role instead."]),
        ("\tLead\tBob\nIntake\tA\tR", ["Row 1, column 3: “Bob” stands there twice."]),
        ("\tLead\nIntake\tA\nintake\tR", ["Row 3, column 1: “intake” stands there twice."]),
        ("\tLead\nIntake\tA\n\tR", ["Row 3, column 1: the activity has no name."]),
        ("\tLead\nIntake\tA\nBilling\tR", ["Row 3, column 1: no activity here is called “Billing”."]),
        (
            "\tLead\tOwner\nIntake\tZ\tA\nDelivery\tR\tyes",
            [
                "Row 2, column 2 (Lead): “Z” is none of R, A, C, I.",
                "Row 3, column 3 (Owner): “yes” is none of R, A, C, I.",
            ],
        ),
        ("\n".join("A" * 61), ["The block is too large: at most 60 rows and 40 columns fit."]),
        ("A" * 200_000, ["The block is too large: at most 60 rows and 40 columns fit."]),
    ],
)
def test_a_refusal_names_its_cell(text: str, problems: list[str]) -> None:
    assert over(text)[2] == problems


def test_new_activities_come_along_when_asked() -> None:
    cells, new_rows, problems = over("\tLead\nBilling\tA\nIntake\tR\nArchive\tI", add_rows=True)
    assert (cells, new_rows, problems) == ({(3, 1): "A", (0, 1): "R", (4, 1): "I"}, ["Billing", "Archive"], [])
