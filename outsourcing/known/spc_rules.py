"""Signals of a control chart: the four rules of scorecards.control_chart."""

import re
from collections.abc import Mapping
from pathlib import Path

from outsourcing.known.series import numbers, whole_numbers
from outsourcing.known.verdicts import RowResult, UnreadableError, compared, not_applicable
from scorecards.control_chart import signals

# (points needed, points looked at, sigmas) of each rule; eight on one side look at no sigma.
_RULES = {(1, 1, 3): 1, (2, 3, 2): 2, (4, 5, 1): 3, (8, 8, 0): 4}
_BEYOND = re.compile(r"(\d+)(?:\s*(?:out\s*)?of\s*(\d+))?\D*beyond\s*(\d)\s*-?\s*(?:sigma|sd|\u03c3)", re.IGNORECASE)
_IN_A_ROW = re.compile(r"(\d+)\D*(?:in a row|consecutive|successive)?\D*(?:one|same) side", re.IGNORECASE)


def check_spc_rules(row_id: str, row: Mapping[str, str], _table: Path) -> RowResult:
    """The points (from 1) at which one rule is completed in a series."""
    rule = _rule(row.get("rule", ""), row.get("definition", ""))
    if rule is None:
        return not_applicable(row_id, "another rule than the product's four")
    found = signals(numbers(row["series"]), float(row["center"]), float(row["sigma"]))
    ours = sorted(signal.index + 1 for signal in found if signal.rule == rule)
    expected = whole_numbers(row.get("violating_points_1_based", ""))
    return compared(row_id, ours=ours, expected=expected, agrees=ours == sorted(expected))


def _rule(name: str, definition: str) -> int | None:
    """The number of the rule by its definition, else by its name; None for a rule the product does not have."""
    if beyond := _BEYOND.search(definition):
        needed, looked_at, sigmas = (int(part) if part else None for part in beyond.groups())
        return _RULES.get((needed or 0, looked_at or needed or 0, sigmas or 0))
    if row := _IN_A_ROW.search(definition):
        return _RULES.get((int(row.group(1)), int(row.group(1)), 0))
    if definition:
        return None
    if numbered := re.search(r"[1-4]$", name):
        return int(numbered.group())
    raise UnreadableError(f"no rule: {name!r}")
