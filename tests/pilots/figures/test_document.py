"""The worked examples of docs/metrics.md about pilots, run word by word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pilots.figures.planner import Assumed, plan
from pilots.figures.verdicts import Finding, Kind, Rule, judge_mean, judge_share, moments, within

DOCUMENT = Path(__file__).parents[3] / "docs" / "metrics.md"
EXAMPLES = re.findall(r"```example\n((?:pilot|plan) .*?)```", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL)


def rule(words: list[str]) -> Rule:
    name, way, threshold = words[:3]
    kind, _, part = name.partition("-")
    scale = 100 if kind == "share" else 1
    return Rule(Kind(kind), float(threshold) / scale, higher=way == "higher", part=int(part) / 100 if part else None)


def read(words: list[str]) -> list[float]:
    return [float(value) for word in words for value, _, times in [word.partition("x")] for _ in range(int(times or 1))]


def judged(about: Rule, verb: str, words: list[str]) -> Finding:
    if verb == "counted":
        return judge_share(about, int(words[0]), int(words[2]))
    values = read(words)
    return judge_mean(about, moments(values)) if about.kind is Kind.MEAN else judge_share(about, *within(values, about))


def said(found: Finding, about: Rule) -> dict[str, object]:
    scale = 1 if about.kind is Kind.MEAN else 100
    bounds = {
        name: None if value is None else value * scale for name, value in (("low", found.low), ("high", found.high))
    }
    return {"answer": found.answer.value, "why": found.why.value if found.why else None, **bounds}


def planned(words: list[str]) -> dict[str, object]:
    about = rule(words)
    named = dict(zip(words[3::2], words[4::2], strict=False))
    options = dict(word.split("=") for word in words if "=" in word)
    scale = 1 if about.kind is Kind.MEAN else 100
    assumed = Assumed(float(named["truth"]) / scale, float(named["deviation"]) if "deviation" in named else None)
    found = plan(
        about, planned_n=int(options["n"]), assumed=assumed, daily=float(options["daily"]), days=int(options["days"])
    )
    warns = ",".join(each.kind.value for each in found.warnings) or None
    return {
        "power": 100 * found.planned.power,
        "right": found.planned.right,
        "needed": found.needed,
        "day": found.day,
        "warns": warns,
    }


def shown(found: object, like: str) -> str:
    if isinstance(found, float):
        return f"{found:.{len(like.partition('.')[2])}f}"
    return "none" if found is None else str(found)


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_pilot_comes_to_what_the_example_says(example: str) -> None:
    about, found = None, {}
    for row in example.strip().splitlines():
        verb, *words = row.split()
        if verb == "pilot":
            about = rule(words)
        elif verb == "plan":
            found = planned(words)
        elif verb != "expect":
            assert about is not None
            found = said(judged(about, verb, words), about)
        else:
            expected = dict(word.split("=") for word in words)
            assert {name: shown(found[name], like) for name, like in expected.items()} == expected, row


def test_the_document_has_them() -> None:
    assert len(EXAMPLES) == 4
