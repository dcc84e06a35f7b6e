"""Results as lines for a person and as the table of docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

START: Final = "<!-- written by `python3 dev.py bench` -->"
END: Final = "<!-- end -->"


def lines(results: Sequence[dict[str, Any]]) -> list[str]:
    """One line a result: number, what, ratio, target, verdict."""
    return [f"{each['number']:>3}  {each['name']:<58} {_value(each)}" for each in results]


def write_table(path: Path, runs: Sequence[dict[str, Any]]) -> None:
    """Puts the machine and one row a result between the two marks of the document, and leaves all else as it is.

    Raises:
        ValueError: when the document has no marks.
    """
    before, start, rest = path.read_text().partition(START)
    _old, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"{path.name} has no place for the table")
    path.write_text("\n".join([before + start, "", *_table(runs), "", end + after]))


def meets(value: float, target: str) -> bool:
    """Whether a value meets a target such as ``<= 2.5`` or ``>= 2000``."""
    sign, _space, bound = target.partition(" ")
    return value <= float(bound) if sign == "<=" else value >= float(bound)


def _value(result: dict[str, Any]) -> str:
    if "error" in result:
        return f"FAILED: {result['error']}"
    verdict = "met" if meets(result["value"], result["target"]) else "NOT MET"
    return f"{result['value']:>10,}  target {result['target']:<8} {verdict}"


def _table(runs: Sequence[dict[str, Any]]) -> list[str]:
    machine = runs[-1]["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    return [
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory_gb']} GB; {versions}.",
        "Load is the load average of the minute in which the module began: other work on the same machine.",
        "",
        "| # | measure / baseline in the same run | n | found | target | | when | load |",
        "|---|---|---|---|---|---|---|---|",
        *(_row(each, run["machine"]) for run in runs for each in run["results"]),
    ]


def _row(result: dict[str, Any], machine: dict[str, Any]) -> str:
    place = f"{machine['at']} | {machine['load'][0]} |"
    if "error" in result:
        return f"| {result['number']} | {result['name']} | | {result['error']} | | not measured | {place}"
    verdict = "met" if meets(result["value"], result["target"]) else "**not met**"
    return (
        f"| {result['number']} | {result['name']} | {result['n']:,} | {result['value']:,} | {result['target']} |"
        f" {verdict} | {place}"
    )
