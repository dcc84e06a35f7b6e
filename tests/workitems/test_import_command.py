"""manage.py import_items."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import system
from foundation.inbox.models import ImportBatch
from tests.factories.cast import Cast
from tests.workitems.importing import ITEM, rules, table
from workitems.models import WorkItem

ROWS = [
    {"external_id": "A1", "opened_at": "2026-11-02 09:00", "queue": "Night"},
    {"external_id": "A2", "opened_at": "", "queue": "Night"},
    {"external_id": "A3", "opened_at": "2026-11-02 09:00", "queue": "Elsewhere"},
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    week, mapping = tmp_path / "week.csv", tmp_path / "mapping.json"
    week.write_bytes(table(ITEM, ROWS))
    mapping.write_text(json.dumps(rules().to_json()))
    return week, mapping


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_items", *arguments, stdout=out)
    return out.getvalue()


ACCOUNT = """\
Imported: 3 rows
             2 created
             0 updated
             0 unchanged
             0 duplicate
             1 quarantined
Items: 2 created, 0 updated, 0 unchanged
Unassigned: 1
Values sent nowhere: Elsewhere (1)
Quarantined 1: Line 3, column Opened: The row does not say when the item was opened. Add the date.
"""


def test_it_prints_the_account_of_every_row(cast: Cast, files: tuple[Path, Path]) -> None:
    week, mapping = files
    person = cast.northwind.people[Role.ANALYST]
    assert run("northwind", str(week), "--mapping", str(mapping), "--as", person.email) == ACCOUNT
    with system([cast.northwind.pk]):
        assert ImportBatch.objects.get().created_by == person


def test_the_second_time_it_compares_and_writes_nothing(cast: Cast, files: tuple[Path, Path]) -> None:
    week, mapping = files
    run("northwind", str(week), "--mapping", str(mapping))
    with system([cast.northwind.pk]):
        number = ImportBatch.objects.get().pk
    again = run("northwind", str(week), "--mapping", str(mapping)).splitlines()
    assert again[0] == f"This file was imported by the same mapping before (import {number})."
    assert again[1] == "Compared, nothing written: 3 rows"
    assert again[2:5] == ["             0 created", "             0 updated", "             2 unchanged"]
    with system([cast.northwind.pk]):
        assert (ImportBatch.objects.count(), WorkItem.objects.count()) == (1, 2)


def test_it_proposes_a_mapping_to_start_from(cast: Cast, files: tuple[Path, Path]) -> None:
    proposed = json.loads(run("northwind", str(files[0]), "--propose"))
    assert proposed["columns"]["external_id"] == "Number"


OTHER_HEADER = (
    "Line 1, column Number: The mapping reads “Number or key” from column “Number”, which the file does not have. "
    "Map it anew."
)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere", "WEEK", "--mapping", "MAPPING"], "There is no workspace nowhere."),
        (["northwind", "WEEK"], "Give the mapping with --mapping; --propose prints one to start from."),
        (["northwind", "WEEK", "--mapping", "WEEK"], "WEEK is no JSON: Expecting value: line 1 column 1 (char 0)."),
        (["northwind", "GONE", "--mapping", "MAPPING"], "GONE cannot be read: No such file or directory."),
        (["northwind", "WEEK", "--mapping", "MAPPING", "--as", "x@y.z"], "x@y.z is no member of northwind."),
        (
            ["northwind", "OTHER", "--mapping", "MAPPING"],
            OTHER_HEADER,
        ),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, files: tuple[Path, Path], arguments: list[str], message: str) -> None:
    week, mapping = files
    other = week.with_name("other.csv")
    other.write_text("Key,Opened,Resolved,Priority,Group,Cost\n1,2026-11-02,,,,\n")
    places = {"WEEK": week, "MAPPING": mapping, "GONE": week.with_name("gone.csv"), "OTHER": other}
    for name, path in places.items():
        message = message.replace(name, str(path))
    with pytest.raises(CommandError) as refusal:
        run(*(str(places.get(each, each)) for each in arguments))
    assert str(refusal.value) == message
