"""What a reader is told: both halves of the verdict, figures that agree with each other, never a NaN."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from finance.case import Document, Driver, Timing, find
from finance.case.rounding import adding_up
from finance.difference import difference
from finance.showing import Showing, shown
from tests.factories.cases import small_document


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def with_numbers(document: Document, **bases: str) -> Document:
    """The case with some drivers fixed at other numbers."""

    def moved(driver: Driver) -> Driver:
        if driver.key not in bases:
            return driver
        number = Decimal(bases[driver.key])
        return replace(driver, low=number, base=number, high=number)

    drivers = tuple(moved(driver) for driver in document.case.drivers)
    return replace(document, case=replace(document.case, drivers=drivers))


def showing(document: Document) -> Showing:
    return shown(document, find(document), gone=set())


def test_the_verdict_says_both_halves() -> None:
    found = showing(small_document())
    assert plain(found.headline) == "Shared desk gains 70,587 EUR of present value over 24 months."
    low = plain(found.figures[0].low)
    assert low.startswith("\N{MINUS SIGN}")
    single = "The NPV stays positive in 6 of 6 single tests"
    assert plain(found.verdict) == f"{single}; if all go wrong together it is {low}."
    figures = {figure.label: plain(figure.base) for figure in found.figures}
    assert figures == {
        "NPV, 24 months": "70,587 EUR",
        "Payback": "10.0 months",
        "Discounted payback": "10.5 months",
        "MIRR a year": "62.3 %",
        "Return on cost": figures["Return on cost"],
        "Peak cash out": "60,000 EUR",
        "Cost per unit": "22.50 EUR",
        "IRR a year": figures["IRR a year"],
        "Cost in all": "540,000 EUR",
    }
    assert found.status == "warn"


@pytest.mark.parametrize(
    ("bases", "payback", "irr"),
    [
        ({"fee": "30000"}, "never", "not shown: 0 sign changes"),
        ({"fee": "26000"}, "never", "not shown: 0 sign changes"),
        ({"transition": "0"}, "at once", "not shown: 0 sign changes"),
        ({"wages": "0", "fee": "0", "transition": "0"}, "at once", "not shown: 0 sign changes"),
    ],
)
def test_what_never_pays_back_or_costs_nothing_is_said(bases: dict[str, str], payback: str, irr: str) -> None:
    found = showing(with_numbers(small_document(), **bases))
    figures = {figure.label: plain(figure.base) for figure in found.figures}
    assert (figures["Payback"], figures["IRR a year"]) == (payback, irr)
    assert not re.search(r"\b(nan|inf|infinity)\b", repr(found), re.IGNORECASE)


def test_an_exit_reserve_hides_the_irr_and_says_why() -> None:
    document = small_document()
    desk = document.case.option("desk")
    reserve = replace(desk.lines[1], key="exit", name="Exit", timing=Timing.ONCE, month=24)
    options = (document.case.options[0], replace(desk, lines=(*desk.lines, reserve)))
    found = showing(replace(document, case=replace(document.case, options=options)))
    assert [figure.base for figure in found.figures if figure.label == "IRR a year"] == ["not shown: 2 sign changes"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["0.4", "0.4", "0.4"], ((1, 0, 0), 1)),
        (["1.5", "1.5"], ((1, 2), 3)),
        (["10", "20"], ((10, 20), 30)),
        (["99.6", "0.2", "0.2"], ((100, 0, 0), 100)),
        ([], ((), 0)),
    ],
)
def test_whole_amounts_add_up(values: list[str], expected: Any) -> None:
    assert adding_up([Decimal(value) for value in values]) == expected


def test_the_cost_table_foots_and_agrees_with_the_difference() -> None:
    found = showing(with_numbers(small_document(), fee="19999.49", wages="26000.51"))
    number = re.compile(r"[^\d]")
    for place in range(2):
        column = [int(number.sub("", row.cells[place]) or 0) for row in found.cost_rows]
        assert sum(column) == int(number.sub("", found.cost_total.cells[place]))
    today, desk = (int(number.sub("", cell)) for cell in found.cost_total.cells)
    assert plain(found.cost_total.difference) == f"\N{MINUS SIGN}{today - desk:,}"


def test_changes_between_versions_are_read_like_sentences() -> None:
    was = small_document()
    now = with_numbers(small_document("Pooled desk"), fee="18000")
    now = replace(now, case=replace(now.case, months=36), ask="Approve it.")
    found = {change.what: (plain(change.was), plain(change.now)) for change in difference(was, now)}
    assert found == {
        "Months": ("24", "36"),
        "The ask": ("Approve Shared desk.", "Approve it."),
        "What is asked for": ("Shared desk", "Pooled desk"),
        "Fee": ("20,000 EUR (17,000 \N{EN DASH} 23,000)", "18,000 EUR"),
        "Name of an option": ("Shared desk", "Pooled desk"),
    }
    assert difference(was, was) == []


def test_names_of_120_letters_and_twelve_digits_are_shown() -> None:
    document = with_numbers(small_document("x" * 120), fee="100000000000", wages="200000000000")
    found = showing(document)
    assert plain(found.options[1].total) == "2,400,000,060,000 EUR"
