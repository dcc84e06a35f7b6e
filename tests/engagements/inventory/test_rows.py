"""Rows of a file read as processes: columns by their names, cells by their words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engagements.inventory.columns import FIELDS, propose
from engagements.inventory.rows import read
from engagements.models import Process
from foundation.inbox.values.numbers import DecimalStyle


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["Task", "How often", "Count"], {"name": "Task", "frequency": "How often", "volume": "Count"}),
        (
            ["PROCESS_NAME", "Minutes each", "Who"],
            {"name": "PROCESS_NAME", "minutes": "Minutes each", "done_by": "Who"},
        ),
        (["Aufgabe", "Häufigkeit", "Anzahl"], {"name": "Aufgabe", "frequency": "Häufigkeit", "volume": "Anzahl"}),
        (["How repetitive (0 to 3)", "Colour"], {"repetition": "How repetitive (0 to 3)"}),
        (["Name", "Process"], {"name": "Name"}),
    ],
)
def test_columns_are_known_by_their_names(header: list[str], expected: dict[str, str]) -> None:
    assert propose(header) == expected


def test_the_fields_are_those_of_a_process() -> None:
    assert set(FIELDS) <= {field.name for field in Process._meta.get_fields()}
    assert propose(list(FIELDS.values())) == FIELDS


@pytest.mark.parametrize(
    ("cells", "values", "codes"),
    [
        (
            {"name": "Invoices", "frequency": "per day", "volume": "30", "minutes": "7,5"},
            {"name": "Invoices", "frequency": "daily", "volume": 30, "minutes": Decimal("7.50")},
            [],
        ),
        (
            {"name": "Invoices", "service": "IT support", "area": "n/a"},
            {"name": "Invoices", "service": "it_support"},
            [],
        ),
        ({"name": ""}, {}, ["process_name_missing"]),
        ({"name": "x" * 121}, {}, ["process_text_too_long"]),
        ({"name": "A", "volume": "4"}, {"name": "A", "volume": 4}, ["process_frequency_missing"]),
        (
            {"name": "A", "frequency": "seldom", "volume": "4"},
            {"name": "A", "volume": 4},
            ["process_choice_unknown"],
        ),
        ({"name": "A", "repetition": "4"}, {"name": "A"}, ["process_out_of_range"]),
        ({"name": "A", "volume": "2,5"}, {"name": "A"}, ["whole_number_expected"]),
        ({"name": "A", "minutes": "a while"}, {"name": "A"}, ["number_unreadable"]),
        ({"name": "A", "minutes": "-3"}, {"name": "A"}, ["process_out_of_range"]),
    ],
)
def test_a_row(cells: dict[str, str], values: dict[str, Any], codes: list[str]) -> None:
    found = read({name: (name, text) for name, text in cells.items()}, line=2, style=DecimalStyle.COMMA)
    assert ([each.code for each in found.problems], found.values) == (codes, values)
