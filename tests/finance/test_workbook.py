"""The workbook: LibreOffice recalculates its formulas and finds the product's results to a cent."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from finance.case import Case, Document, Findings, Results, find
from finance.workbook import HIGH, LOW, RESULTS, workbook
from tests.finance.cases import desk, of_flows
from tests.finance.papers import document
from tests.finance.recalculating import recalculated
from tests.finance.test_document import document_of

pytestmark = pytest.mark.spreadsheet

CENT = Decimal("0.011")
RATE = Decimal("0.000002")
MONTH = Decimal("0.0002")
ROOM = {
    **dict.fromkeys(("npv", "peak_cash_out", "total_cost", "cost_per_unit", "units"), CENT),
    **dict.fromkeys(("mirr", "mirr_a_year", "irr", "irr_a_year", "roi"), RATE),
    **dict.fromkeys(("payback_month", "discounted_month"), MONTH),
    **dict.fromkeys(("sign_changes", "peak_month"), Decimal(0)),
}


def found_of(results: Results) -> dict[str, object]:
    own = {name: getattr(results, name) for name in RESULTS if hasattr(results, name)}
    return {
        **own,
        "payback": results.payback.status.value,
        "payback_month": results.payback.month,
        "discounted_payback": results.discounted_payback.status.value,
        "discounted_month": results.discounted_payback.month,
    }


def differences(rows: list[list[Any]], column: int, results: Results) -> dict[str, tuple[object, object]]:
    wrong: dict[str, tuple[object, object]] = {}
    for at, (name, ours) in enumerate((name, found_of(results)[name]) for name in RESULTS):
        theirs = rows[2 + at][column]
        if ours is None or isinstance(ours, str):
            is_same = theirs == (ours or "\N{EN DASH}")
        else:
            is_same = isinstance(theirs, float | int) and abs(Decimal(repr(theirs)) - Decimal(str(ours))) <= ROOM[name]
        if not is_same:
            wrong[name] = (ours, theirs)
    return wrong


def changed(content: bytes, **cells: str | Decimal) -> bytes:
    """The workbook after somebody typed into its inputs."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for place, value in cells.items():
        book["Inputs"][place] = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.fixture(scope="module")
def everything() -> tuple[Document, Findings]:
    """Ramp, growth, indexation, bands, steps, a reserve, and value that is only listed."""
    made = document_of(desk())
    return made, find(made)


def test_every_result_of_every_option_agrees_to_a_cent(everything: tuple[Document, Findings], tmp_path: Path) -> None:
    made, findings = everything
    sheets = recalculated(workbook(made, findings), tmp_path)
    for column, option in enumerate(made.case.options, 1):
        assert differences(sheets["Results"], column, findings.results[option.key]) == {}, option.key
    monthly = sheets["Option 2"]
    net = next(row for row in monthly if row and row[0] == "Net")
    flows = findings.results["desk"].flows
    assert max(abs(Decimal(repr(cell)) - flow) for cell, flow in zip(net[8:], flows, strict=True)) <= CENT


@pytest.mark.parametrize("scenario", [LOW, HIGH])
def test_the_combined_cases_agree_too(scenario: str, everything: tuple[Document, Findings], tmp_path: Path) -> None:
    made, findings = everything
    combined = findings.sensitivities["desk"]
    sheets = recalculated(changed(workbook(made, findings), B2=scenario), tmp_path)
    expected = combined.low_case if scenario == LOW else combined.high_case
    assert differences(sheets["Results"], 2, expected) == {}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(of_flows("60000", "6000", 24), id="the worked example"),
        pytest.param(of_flows("60000", "1000", 24), id="never back"),
        pytest.param(of_flows("0", "1000", 12), id="nothing out"),
        pytest.param(replace(desk(), counts_non_cash=True, baseline=""), id="alone, with value that is not cash"),
    ],
)
def test_what_is_never_at_once_or_undefined_agrees(case: Case, tmp_path: Path) -> None:
    made = document_of(case)
    findings = find(made)
    sheets = recalculated(workbook(made, findings), tmp_path)
    for column, option in enumerate(case.options, 1):
        assert differences(sheets["Results"], column, findings.results[option.key]) == {}


def test_a_typed_input_changes_the_results(everything: tuple[Document, Findings], tmp_path: Path) -> None:
    made, findings = everything
    dearer = replace(
        made.case,
        drivers=tuple(
            replace(each, base=each.base + 1000, high=each.high + 1000) if each.key == "fee" else each
            for each in made.case.drivers
        ),
    )
    row = 8 + [driver.key for driver in made.case.drivers].index("fee")
    typed = made.case.driver("fee").base + 1000
    sheets = recalculated(changed(workbook(made, findings), **{f"C{row}": typed}), tmp_path)
    assert differences(sheets["Results"], 2, find(document_of(dearer)).results["desk"]) == {}


def test_texts_are_never_formulas() -> None:
    made = document()
    nasty = tuple(replace(each, name=f"=1+1 {at}") for at, each in enumerate(made.case.drivers))
    risky = replace(made, case=replace(made.case, drivers=nasty))
    book = openpyxl.load_workbook(io.BytesIO(workbook(risky, find(risky))))
    assert (book["Inputs"]["A8"].value, book["Inputs"]["A8"].data_type) == ("=1+1 0", "s")
