"""What the reader's process says to the one that started it: JSON, one message a line."""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from foundation.inbox.problems import ImportProblem, problem_from_json
from foundation.inbox.reading.rows import Row, TableInfo


def encode(message: dict[str, Any]) -> bytes:
    """One message with its line end."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def info_message(info: TableInfo) -> dict[str, Any]:
    """How the table is read."""
    data = asdict(replace(info, problems=()))
    return {"info": {**data, "problems": [each.as_json() for each in info.problems]}}


def info_from(data: dict[str, Any]) -> TableInfo:
    """The way back from `info_message`."""
    problems = tuple(problem_from_json(each) for each in data["problems"])
    return TableInfo(**{**data, "header": tuple(data["header"]), "sheets": tuple(data["sheets"]), "problems": problems})


def rows_message(rows: Iterable[Row]) -> dict[str, Any]:
    """A batch of rows in file order."""
    return {
        "rows": [
            [row.line, row.cells, [each.as_json() for each in row.problems]] if row.problems else [row.line, row.cells]
            for row in rows
        ]
    }


def rows_from(data: list[list[Any]]) -> list[Row]:
    """The way back from `rows_message`."""
    return [
        Row(each[0], each[1])
        if len(each) == 2  # noqa: PLR2004 - line and cells
        else Row(each[0], each[1], tuple(problem_from_json(one) for one in each[2]))
        for each in data
    ]


def failure_message(problem: ImportProblem) -> dict[str, Any]:
    """The file cannot be used, or no further."""
    return {"failure": problem.as_json()}
