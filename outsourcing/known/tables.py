"""Reading the tables of a folder and finding who answers each."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

from outsourcing.known.business_hours import check_business_hours
from outsourcing.known.cash_flows import check_cash_flows
from outsourcing.known.spc_limits import check_spc_limits
from outsourcing.known.spc_rules import check_spc_rules
from outsourcing.known.verdicts import RowResult, TableResult, UnreadableError, Verdict, not_applicable

Row = Mapping[str, str]
Check = Callable[[str, Row, Path], RowResult]

# A table is known by the columns it cannot do without, so that its file may have any name.
CHECKS: tuple[tuple[frozenset[str], Check], ...] = (
    (frozenset({"kind", "weekly_hours", "expected"}), check_business_hours),
    (frozenset({"chart", "center", "lcl", "ucl"}), check_spc_limits),
    (frozenset({"series", "center", "sigma"}), check_spc_rules),
    (frozenset({"metric", "cash_flows", "published"}), check_cash_flows),
)


def check_folder(folder: Path) -> list[TableResult]:
    """Every CSV table directly in `folder`, by name; NotADirectoryError when there is no such folder."""
    if not folder.is_dir():
        raise NotADirectoryError(f"no such folder: {folder}")
    return [check_table(path) for path in sorted(folder.glob("*.csv"))]


def check_table(path: Path) -> TableResult:
    """One table; a row that cannot be read is an error of its own and stops nothing."""
    try:
        header, rows = _read(path)
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        return TableResult(path.name, (RowResult("file", Verdict.ERROR, str(error)),))
    check = next((found for columns, found in CHECKS if columns <= header), None)
    results = []
    for number, row in enumerate(rows, start=1):
        row_id = row.get("id") or f"row {number}"
        if check is None:
            results.append(not_applicable(row_id, "no public function yet"))
        else:
            results.append(_checked(check, row_id, row, path))
    return TableResult(path.name, tuple(results))


def _checked(check: Check, row_id: str, row: Row, path: Path) -> RowResult:
    try:
        return check(row_id, row, path)
    except UnreadableError as error:
        return RowResult(row_id, Verdict.ERROR, f"cannot be read: {error}")
    except KeyError as error:
        return RowResult(row_id, Verdict.ERROR, f"cannot be read: no column {error}")
    except (ValueError, ArithmeticError) as error:
        return RowResult(row_id, Verdict.ERROR, f"{type(error).__name__}: {error}")


def _read(path: Path) -> tuple[frozenset[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey="", restval="")
        header = [str(name).strip() for name in reader.fieldnames or []]
        reader.fieldnames = header
        rows = [{name: value.strip() for name, value in row.items() if isinstance(value, str)} for row in reader]
    return frozenset(header), [row for row in rows if any(row.values())]
