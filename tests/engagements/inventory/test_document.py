"""The worked examples of docs/metrics.md about the work inventory, run word by word."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from engagements.inventory.candidate import candidate
from engagements.inventory.own_baseline import OwnRun, summed
from engagements.inventory.quick_wins import lacks
from engagements.inventory.workload import minutes_a_month, volume_a_month

DOCUMENT = Path(__file__).parents[3] / "docs" / "metrics.md"
EXAMPLES = re.findall(r"```example\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL)
PROCESSES = [each for each in EXAMPLES if each.startswith("process")]
RUNS = [each for each in EXAMPLES if each.startswith("runs")]


def words(line: str) -> dict[str, str]:
    return dict(word.split("=") for word in line.split()[1:])


@pytest.mark.parametrize("example", PROCESSES)
def test_a_process(example: str) -> None:
    given, expected = (words(line) for line in example.strip().splitlines())
    volume, frequency = int(given["volume"]), given["frequency"]
    month = minutes_a_month(volume, frequency, Decimal(given["minutes"]))
    repetition, strategic = int(given["repetition"]), int(given["strategic"]) if "strategic" in given else None
    score = candidate(repetition=repetition, strategic=strategic, minutes_a_month=month).score
    criteria = "All are there" if given["criteria"] == "yes" else ""
    lacking = lacks(
        volume_a_month=volume_a_month(volume, frequency), repetition=repetition, acceptance_criteria=criteria
    )
    assert month == Decimal(expected["minutes_a_month"])
    assert ("none" if score is None else f"{score:.1f}") == expected["score"]
    assert ("no" if lacking else "yes") == expected["quick_win"]


@pytest.mark.parametrize("example", RUNS)
def test_runs(example: str) -> None:
    head, tail = example.strip().splitlines()
    runs = []
    for each in head.split()[1:]:
        count, minutes, errors = each.split(":")
        runs.append(OwnRun(int(count), Decimal(minutes), None if errors == "unseen" else int(errors)))
    found, expected = summed(runs), words(tail)
    for name in ("minutes_each", "errors", "checked", "error_percent"):
        assert getattr(found, name) == Decimal(expected[name]), name
    assert found.interval is not None
    assert (f"{100 * found.interval.low:.1f}", f"{100 * found.interval.high:.1f}") == (
        expected["low"],
        expected["high"],
    )


def test_there_are_examples() -> None:
    assert (len(PROCESSES), len(RUNS)) == (3, 1)
