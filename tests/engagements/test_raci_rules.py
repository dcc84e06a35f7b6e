"""The rules of a RACI grid, each a table of cases. No database."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from engagements.raci import Column, Fault, Grid, Level, Row, faults_of, parse_letters, rules, write_letters
from engagements.raci.starter import STARTER

FOUR = ("intake", "delivery", "quality", "reporting")


def grid(*rows: str, people: str = "", kinds: tuple[str, ...] = ()) -> Grid:
    """A grid from lines such as "A R . C/I"; ``people`` such as "Ada Bob* - v:Cem" (* left, - vacant, v: vendor)."""
    width = len(rows[0].split()) if rows else 0
    named = people.split() or [f"P{number}" for number in range(width)]
    columns = []
    for key, text in enumerate(named):
        name = text.removeprefix("v:").removesuffix("*").replace("-", "")
        columns.append(
            Column(key, f"Role {key}", name, name.casefold(), at_vendor=text.startswith("v:"), has_left="*" in text)
        )
    found = []
    for number, line in enumerate(rows):
        cells = {key: parse_letters(cell.replace(".", "")) or frozenset() for key, cell in enumerate(line.split())}
        found.append(Row(f"Row {number}", kinds[number] if number < len(kinds) else "other", cells))
    return Grid(tuple(columns), tuple(found))


def told(rule: str, subject: Grid) -> list[tuple[Level, int | None, int | None]]:
    """Level, row and column of what one rule says."""
    check = import_module(f"engagements.raci.rules.{rule}").check
    faults: list[Fault] = list(check(subject))
    assert {fault.rule for fault in faults} <= {rule}
    return [(fault.level, fault.row, fault.column) for fault in faults]


REFUSED, ERROR, WARNING = Level.REFUSED, Level.ERROR, Level.WARNING


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (grid("A R"), []),
        (grid("A/R ."), []),
        (grid("R C"), [(REFUSED, 0, None)]),
        (grid(". ."), [(REFUSED, 0, None)]),
        (grid("A A/R"), [(REFUSED, 0, None)]),
        (grid("A R", "A A", "R R"), [(REFUSED, 1, None), (REFUSED, 2, None)]),
    ],
)
def test_one_accountable(subject: Grid, expected: object) -> None:
    assert told("one_accountable", subject) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (grid("A R"), []),
        (grid("A/R ."), []),
        (grid("A C", "A R", "A ."), [(ERROR, 0, None), (ERROR, 2, None)]),
    ],
)
def test_somebody_responsible(subject: Grid, expected: object) -> None:
    assert told("somebody_responsible", subject) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (grid("A/R C I"), []),
        (grid("A/R C/I ."), [(REFUSED, 0, 1)]),
        (grid("A/R C I", people="Ada Bob bob"), [(ERROR, 0, 2)]),
        (grid("A/R C I", people="Ada - -"), []),
        (grid("A/R C .", "A/R . I", people="Ada Bob Bob"), []),
    ],
)
def test_consulted_or_informed(subject: Grid, expected: object) -> None:
    assert told("consulted_or_informed", subject) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (grid("A R", people="Ada Bob"), []),
        (grid("A R", people="Ada -"), [(ERROR, None, 1)]),
        (grid("A/R .", people="Ada -"), []),
        (grid("A I", "R I", people="- -"), [(ERROR, None, 0), (ERROR, None, 1)]),
    ],
)
def test_vacant(subject: Grid, expected: object) -> None:
    assert told("vacant", subject) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (grid("A R", people="Ada Bob"), []),
        (grid("A R", people="Ada Bob*"), [(ERROR, None, 1)]),
        (grid("A/R .", people="Ada Bob*"), []),
    ],
)
def test_departed(subject: Grid, expected: object) -> None:
    assert told("departed", subject) == expected


@pytest.mark.parametrize(
    ("kinds", "missing"),
    [
        (FOUR, []),
        ((*FOUR, "payment"), []),
        (("intake", "intake", "quality", "reporting"), ["delivery"]),
        (("other",) * 4, list(FOUR)),
        ((), list(FOUR)),
    ],
)
def test_activities_present(kinds: tuple[str, ...], missing: list[str]) -> None:
    found = list(rules.activities_present.check(grid(*["A/R"] * len(kinds), kinds=kinds)))
    assert [fault.params["kind"] for fault in found] == missing
    assert {fault.level for fault in found} <= {ERROR}


@pytest.mark.parametrize(
    ("subject", "expected"), [(grid("A/R R R ."), []), (grid("A/R R R R", "A R . ."), [(WARNING, 0, None)])]
)
def test_few_responsible(subject: Grid, expected: object) -> None:
    assert told("few_responsible", subject) == expected


@pytest.mark.parametrize(
    ("subject", "expected"), [(grid("A/R C C C C"), []), (grid("A C C C C C", "A/R C . . . ."), [(WARNING, 0, None)])]
)
def test_few_consulted(subject: Grid, expected: object) -> None:
    assert told("few_consulted", subject) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (grid("A .", "A ."), []),
        (grid("A .", "A .", ". A"), [(WARNING, None, 0)]),
        (grid("A .", "A .", ". A", ". A"), []),
        (grid("A . .", ". A .", ". . A", people="Ada ada Bob"), [(WARNING, None, 0)]),
        (grid("A .", "A .", ". A", people="- -"), [(WARNING, None, 0)]),
        (grid("A . .", ". A .", ". . A", people="- - -"), []),
    ],
)
def test_shared_load(subject: Grid, expected: object) -> None:
    assert told("shared_load", subject) == expected


@pytest.mark.parametrize(
    ("kind", "row", "expected"),
    [
        ("acceptance", "R A", [(WARNING, 0, 1)]),
        ("payment", "R A", [(WARNING, 0, 1)]),
        ("quality", "R A", [(WARNING, 0, 1)]),
        ("quality", "A R", []),
        ("delivery", "R A", []),
        ("payment", "R .", []),
    ],
)
def test_own_approval(kind: str, row: str, expected: object) -> None:
    assert told("own_approval", grid(row, people="Ada v:Cem", kinds=(kind,))) == expected


def test_every_rule_has_a_file_and_a_test() -> None:
    assert rules.__file__
    files = {path.stem for path in Path(rules.__file__).parent.glob("[!_]*.py")}
    assert {rule.__module__.rpartition(".")[2] for rule in rules.RULES} == files
    assert {f"test_{name}" for name in files} <= set(globals())


def test_a_fault_names_its_place_and_says_what_to_do() -> None:
    subject = grid("R C/I", people="Ada Bob*", kinds=("delivery",))
    assert [fault.message for fault in faults_of(subject) if fault.rule != "activities_present"] == [
        "Row 0: nobody is accountable (A). Give exactly one role an A.",
        "Row 0: Role 1 (Bob) is both C and I. Keep C if they are asked before, I if they are only told after.",
        "Role 1: Bob has left. Say who took over the role, or clear its letters.",
    ]


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("", ""),
        (" - ", ""),
        ("\N{EN DASH}", ""),
        ("a", "A"),
        ("R/A", "A/R"),
        ("a, r", "A/R"),
        ("AR", "A/R"),
        ("C I", "C/I"),
        ("RR", "R"),
        ("X", None),
        ("Responsible", None),
        ("/", None),
        ("ARCIA", None),
    ],
)
def test_letters_as_people_write_them(text: str, letters: str | None) -> None:
    found = parse_letters(text)
    assert (None if found is None else write_letters(found)) == letters


def test_the_grid_to_begin_with_waits_for_people_alone() -> None:
    columns = tuple(
        Column(key, role["title"], at_vendor=role["side"] == "vendor") for key, role in enumerate(STARTER["roles"])
    )
    key_of = {column.title: column.key for column in columns}
    rows = tuple(
        Row(
            activity["name"],
            activity["kind"],
            {key_of[title]: parse_letters(text) or frozenset() for title, text in activity["cells"].items()},
        )
        for activity in STARTER["activities"]
    )
    assert {fault.rule for fault in faults_of(Grid(columns, rows))} == {"vacant"}
    assert {each[name] for each in STARTER["decisions"] for name in ("by", "beyond")} <= {*key_of, ""}
