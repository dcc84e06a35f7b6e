"""Control limits: charts of individuals through scorecards.control_chart; the other charts come with quality."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from outsourcing.known.series import column, numbers
from outsourcing.known.verdicts import RowResult, UnreadableError, compared, not_applicable
from scorecards.control_chart import limits_individuals

_INDIVIDUALS = re.compile(r"individual|\bx-?mr\b|\bi-?mr\b", re.IGNORECASE)
_STANDARD_DEVIATION = re.compile(r"\bsd\b|c4|standard dev", re.IGNORECASE)


def check_spc_limits(row_id: str, row: Mapping[str, str], table: Path) -> RowResult:
    """Centre and limits of one chart, to the digits that were published."""
    if not _INDIVIDUALS.search(row["chart"]):
        return not_applicable(row_id, "no public function yet: p, np, xbar, R and S charts come with quality")
    sigma = "sd" if _STANDARD_DEVIATION.search(row["chart"]) else "mr"
    limits = limits_individuals(_values(row, table), sigma="sd" if sigma == "sd" else "mr")
    ours = {"center": limits.center, "lcl": limits.lcl, "ucl": limits.ucl}
    wrong = [name for name, value in ours.items() if not _same(value, row[name])]
    found = ", ".join(f"{name} {ours[name]:.7g}" for name in wrong or ours)
    expected = ", ".join(f"{name} {row[name]}" for name in wrong or ours)
    return compared(row_id, ours=found, expected=expected, agrees=not wrong)


def _values(row: Mapping[str, str], table: Path) -> list[float | None]:
    for name in ("values", "series", "data"):
        if row.get(name):
            return numbers(row[name])
    named = row.get("data_file", "")
    file = (table.parent / named).resolve()
    if not named or table.parent.resolve() not in file.parents:
        raise UnreadableError(f"no data file beside the table: {named!r}")
    return column(file, row.get("rows_used", ""))


def _same(ours: float, published: str) -> bool:
    """Whether `ours` rounds to the figure as printed; an empty cell claims nothing."""
    if not published:
        return True
    exponent = Decimal(published).as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return abs(Decimal(repr(ours)) - Decimal(published)) <= Decimal(5).scaleb(-places - 1) + Decimal("1e-9")
