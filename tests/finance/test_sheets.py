"""The table of the page: it foots, its figures are the model's, and every part agrees with every other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given, settings

from finance.case import Case, Category, find
from finance.footing import shown
from finance.sheets import Sheet
from tests.finance.by_hand import ByHand
from tests.finance.papers import FACTS, document
from tests.finance.strategies import cases
from tests.finance.test_document import document_of


def sheet_of(case: Case) -> Sheet:
    made = document_of(case, start_date=date(2027, 1, 1))
    return Sheet.of(made, find(made), FACTS)


def test_each_cell_is_what_the_second_arithmetic_finds() -> None:
    made = document()
    table = Sheet.of(made, find(made), FACTS).table
    by_hand = ByHand(made.case)
    assert [option.key for option in table.options] == ["today", "desk", "seats"]
    for row in table.rows:
        for option, cell in zip(table.options, row.cells, strict=True):
            lines = [line for line in option.lines if line.category is row.category and line.is_cash]
            months = range(made.case.months + 1)
            amount = sum((by_hand.amount(line, month) for line in lines for month in months), Fraction(0))
            assert (cell is None) == (not lines)
            room = Fraction(2) if row.category is Category.SERVICE else Fraction(51, 100)
            assert abs((cell or 0) - amount) <= room, (row.category, option.key)


def test_the_page_agrees_with_itself() -> None:
    made = document()
    sheet = Sheet.of(made, find(made), FACTS)
    table = sheet.table
    assert table.differences is not None
    assert table.differences[0] == sum(row.difference or 0 for row in table.rows if row.is_cost)
    assert abs(table.differences[2] - sheet.base.cumulative[-1]) <= 1
    assert (table.npvs[0], table.npvs[1]) == (None, shown(sheet.base.npv, table.step))
    assert sheet.drivers[0].key == sheet.sensitivity.bars[0].driver
    assert [line.name for line in sheet.not_counted] == ["Leaders"]


@settings(max_examples=80, deadline=None)
@given(cases())
def test_any_table_foots(case: Case) -> None:
    assume(any(option.key != case.baseline for option in case.options))
    sheet = sheet_of(case)
    table = sheet.table
    for at, option in enumerate(table.options):
        cells = [(row.is_cost, row.cells[at] or 0) for row in table.rows]
        assert sum(cell for is_cost, cell in cells if is_cost) == table.costs[at]
        assert sum(cell for is_cost, cell in cells if not is_cost) == table.values[at]
        assert table.nets[at] == table.values[at] - table.costs[at]
        total = find(sheet.document).results[option.key].total_cost
        assert abs(table.costs[at] - total / table.step) <= Decimal("0.51")
    kept, rest = table.most(3)
    assert len(kept) + bool(rest) <= max(3, len(table.rows) if not rest else 3)
    assert {id(row) for row in (*kept, *rest)} == {id(row) for row in table.rows}
