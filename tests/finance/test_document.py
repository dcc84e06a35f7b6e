"""The document of a case: nothing is lost on the way there and back, and a bad one is refused with its place."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from finance.case import (
    Case,
    CaseError,
    Document,
    OptionNote,
    ProblemCode,
    Source,
    SourceKind,
    Way,
    canonical,
    fingerprint,
    from_json,
    loads,
    to_json,
)
from tests.finance.cases import DRIVERS, desk
from tests.finance.strategies import cases

DAY = date(2026, 11, 30)


def document_of(case: Case, **more: Any) -> Document:
    given: dict[str, Any] = {
        "start_date": date(2026, 12, 1),
        "preferred": next(option.key for option in case.options if option.key != case.baseline),
        "seed": 7,
        "sources": {driver.key: Source(SourceKind.TYPED, "Mara Lind", DAY) for driver in case.drivers},
        "notes": {option.key: OptionNote(Way.SHARED_DESK, "nights", "") for option in case.options},
        **more,
    }
    return Document(case, **given)


def problem_of(data: object) -> tuple[str, str]:
    with pytest.raises(CaseError) as caught:
        from_json(data)
    return caught.value.problems[0].code.value, caught.value.problems[0].about


def test_nothing_is_lost_there_and_back() -> None:
    document = document_of(desk(), ask="Approve.", risks=("Slips",), guardrails=("Stop",))
    assert loads(canonical(to_json(document))) == document


@settings(max_examples=60, deadline=None)
@given(cases())
def test_any_case_comes_back(case: Case) -> None:
    if all(option.key == case.baseline for option in case.options):
        return
    assert from_json(json.loads(canonical(to_json(document_of(case))))).case == case


def test_equal_cases_have_one_fingerprint() -> None:
    ours, same = desk(discount_rate=Decimal("0.09")), desk(discount_rate=Decimal("0.0900"))
    assert fingerprint(to_json(document_of(ours))) == fingerprint(to_json(document_of(same)))
    assert fingerprint(to_json(document_of(ours))) != fingerprint(to_json(document_of(ours, seed=8)))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: data.update(version=2), ("bad_document", "version")),
        (lambda data: data.pop("ramp"), ("bad_document", "ramp")),
        (lambda data: data.update(months="36"), ("bad_document", "months")),
        (lambda data: data.update(months=True), ("bad_document", "months")),
        (lambda data: data.update(start_date="soon"), ("bad_document", "start_date")),
        (lambda data: data.update(drivers={}), ("bad_document", "drivers")),
        (lambda data: data["drivers"].append(1), ("bad_document", "drivers.15")),
        (lambda data: data["drivers"][0].update(base="NaN"), ("not_a_number", "drivers.1.base")),
        (lambda data: data["drivers"][0].update(base="9" * 50), ("not_a_number", "drivers.1.base")),
        (lambda data: data["drivers"][0].update(base=1180), ("bad_document", "drivers.1.base")),
        (lambda data: data["drivers"][0].update(grade="D"), ("bad_document", "drivers.1.grade")),
        (lambda data: data["drivers"][0].update(source=None), ("bad_document", "drivers.1.source")),
        (
            lambda data: data["options"][1]["lines"][0].update(drivers=[1]),
            ("bad_document", "options.2.lines.1.drivers"),
        ),
        (lambda data: data.update(preferred="today"), ("unknown_option", "preferred")),
        (lambda data: data.update(seed=-1), ("out_of_range", "seed")),
        (lambda data: data["options"][0].update(name=" "), ("bad_text", "today")),
        (lambda data: data.update(ask="x" * 501), ("bad_text", "ask")),
        (lambda data: data.update(risks=["x"] * 13), ("too_large", "risks")),
    ],
)
def test_a_bad_document_is_refused_with_its_place(change: Callable[[dict[str, Any]], Any], problem: Any) -> None:
    data = copy.deepcopy(to_json(document_of(desk())))
    change(data)
    assert problem_of(data) == problem


def test_what_is_no_json_is_refused() -> None:
    for text in ("", "[", "null", "[]", '{"a":' * 100_000):
        with pytest.raises(CaseError) as caught:
            loads(text)
        assert caught.value.problems[0].code is ProblemCode.BAD_DOCUMENT


def test_every_number_has_a_source() -> None:
    sources = {driver.key: Source(SourceKind.TYPED, "Mara Lind", DAY) for driver in DRIVERS[1:]}
    with pytest.raises(CaseError) as caught:
        document_of(desk(), sources=sources)
    assert [problem.about for problem in caught.value.problems] == ["volume"]
    assert replace(document_of(desk()), seed=9).source("volume").label == "Mara Lind"
