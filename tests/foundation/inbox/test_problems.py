"""Every problem is a sentence that says what to do, translatable, and survives the way between processes."""

import re

import pytest

import engagements.inventory.import_kinds
import finance.invoicing.import_kinds
import foundation.inbox.reading.kinds
import foundation.inbox.values.kinds
import vendors.access_rows
import workitems.import_kinds
from foundation.inbox.problems import KINDS, Level, ProblemKind, declare, problem_from_json

MODULES = (
    foundation.inbox.reading.kinds,
    foundation.inbox.values.kinds,
    engagements.inventory.import_kinds,
    finance.invoicing.import_kinds,
    vendors.access_rows,
    workitems.import_kinds,
)


def test_every_declared_kind_is_a_constant() -> None:
    constants = {each.code for module in MODULES for each in vars(module).values() if isinstance(each, ProblemKind)}
    assert constants == set(KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_a_sentence(kind: ProblemKind) -> None:
    names = re.findall(r"%\((\w+)\)s", kind.text)
    problem = kind.at(3, "cost", "x", **{name: "…" for name in names if name != "value"})
    assert "%(" not in problem.message
    assert problem.message.endswith(".")
    assert str(problem) == f"Line 3, column cost: {problem.message}"
    assert problem_from_json(problem.as_json()) == problem


def test_a_long_value_is_cut() -> None:
    assert KINDS["id_missing"].at(1, value="x" * 1000).value == "x" * 200


def test_a_code_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare("id_missing", Level.ROW, "again")
