"""The worked examples of docs/metrics.md about several partners, run word by word; and what they stand on."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from engagements.opening_hours.plain import WEEKDAYS
from sourcing.coverage import DAY, HOUR, WEEK, Coverage, Named, Span, cover
from sourcing.like_for_like import Comparison, Figure, Kind, Standing, Tally, compare, is_noise
from sourcing.redundancy import Doer, Work, failures
from sourcing.switching import Beyond, Condition, state_of

TEXT = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
SECTION = TEXT.partition("\n## Several partners\n")[2].partition("\n## ")[0]
EXAMPLES = re.findall(r"```example\n(\w+) (.*)\nexpect (.*)\n```", SECTION)


def words(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split() if "=" in part)


def examples(verb: str) -> list[tuple[str, dict[str, str]]]:
    return [(given, words(expected)) for found, given, expected in EXAMPLES if found == verb]


def test_every_example_is_run() -> None:
    assert sorted(verb for verb, *_ in EXAMPLES) == ["compare", "compare", "covers", "switch", "switch", "works"]


@pytest.mark.parametrize(("given", "expected"), examples("switch"))
def test_a_rule_to_switch(given: str, expected: dict[str, str]) -> None:
    beyond, threshold, *_ = given.split()
    told = words(given)
    values = [None if each == "none" else Decimal(each) for each in told["values"].split(",")]
    state = state_of(Condition(Beyond(beyond), Decimal(threshold), int(told["weeks"])), values)
    found = {"run": str(state.run), "unknown": str(state.unknown), "met": "yes" if state.is_met else "no"}
    assert found == expected


def spans(text: str) -> list[Span]:
    found = []
    for part in text.split(","):
        days, _, hours = part.partition(":")
        first, last = (WEEKDAYS.index(day) for day in days.split("-"))
        opens, closes = (int(hour) for hour in hours.split("-"))
        found += [(day * DAY + opens * HOUR, day * DAY + closes * HOUR) for day in range(first, last + 1)]
    return found


@pytest.mark.parametrize(("given", "expected"), examples("covers"))
def test_hours_of_the_week(given: str, expected: dict[str, str]) -> None:
    told = words(given)
    week = cover([spans(text) for text in told.values()])
    found = {"covered": week.covered_hours, "gap": week.gap_hours, "overlap": week.overlap_hours}
    found |= {f"without_{name}": week.without(place) for place, name in enumerate(told)}
    assert found == {name: float(value) for name, value in expected.items()}
    assert week.gaps == [
        Named((0, 1, 2, 3), 22 * HOUR, 10 * HOUR),
        Named((4,), 22 * HOUR, 11 * HOUR),
        Named((5,), 17 * HOUR, 39 * HOUR),
    ]
    assert week.overlaps == [Named((0, 1, 2, 3, 4), 16 * HOUR, 2 * HOUR)]


def test_a_week_of_nobody_and_of_everybody() -> None:
    assert (cover([]).gaps, cover([[(0, WEEK)], [(0, WEEK)]])) == (
        [Named((0,), 0, WEEK)],
        Coverage(cover([[(0, WEEK)], [(0, WEEK)]]).stretches, [], [Named((0,), 0, WEEK)]),
    )


def tallies(text: str) -> dict[Kind, Tally]:
    found: dict[Kind, Tally] = {}
    for part in text.split(","):
        kind, _, counts = part.partition(":")
        k, n = (int(each) for each in counts.split("/"))
        found[kind, ""] = Tally(n, Fraction(k))
    return found


@pytest.mark.parametrize(("given", "expected"), examples("compare"))
def test_like_for_like(given: str, expected: dict[str, str]) -> None:
    told = words(given)
    names = list(told)
    found = compare({names.index(n): tallies(t) for n, t in told.items()}, Figure.SHARE, higher_is_better=True)
    said = {
        "mix": ",".join(f"{weight.kind[0]}:{shown(weight.part)}" for weight in found.mix),
        "left_out": ",".join(each.kind[0] for each in found.left_out),
        **{names[each.key]: told_of(each) for each in found.standings},
    }
    assert said == expected


def shown(share: Fraction | None) -> str:
    if share is None:
        return "none"
    percent = share * 100
    return str(percent) if percent.denominator == 1 else f"{float(percent):.1f}"


def told_of(each: Standing) -> str:
    place = "" if each.best is None else str(each.best) if each.best == each.worst else f"{each.best}-{each.worst}"
    return f"{shown(each.adjusted)}:raw={shown(each.raw.value)}:place={place}"


def test_a_mean_takes_its_own_spread_and_the_lower_one_is_better() -> None:
    hours = {1: [1.0, 2.0, 3.0] * 10, 2: [2.0, 3.0, 4.0] * 10}
    given: dict[int, dict[Kind, Tally]] = {
        key: {("P1", ""): Tally(30, Fraction(sum(found)), sum(each * each for each in found))}
        for key, found in hours.items()
    }
    found = compare(given, Figure.MEAN, higher_is_better=False)
    places = [(each.key, float(each.adjusted or 0), each.best, each.worst) for each in found.standings]
    assert places == [(1, 2.0, 1, 1), (2, 3.0, 2, 2)]
    assert found.standings[0].error == pytest.approx((20 / 29 / 30) ** 0.5)
    assert is_noise(found.standings[0], found.standings[1]) is False


def test_nothing_in_common_is_not_compared() -> None:
    given = {1: tallies("P1:30/40,P3:4/5"), 2: tallies("P2:30/40,P3:4/5")}
    found = compare(given, Figure.SHARE, higher_is_better=True)
    assert (found.compared, found.in_common) == ([], Fraction(1, 9))
    assert compare({}, Figure.SHARE, higher_is_better=True) == Comparison([], [], [], None)


@pytest.mark.parametrize(("given", "expected"), examples("works"))
def test_the_gravest_failure(given: str, expected: dict[str, str]) -> None:
    told = words(given)
    vendors = ["A", "B"]
    works = [
        Work(n, name, tuple(Doer(vendors.index(v), v, int(i)) for v, i in (p.split(":") for p in doers.split(","))))
        for n, (name, doers) in enumerate(told.items())
    ]
    first = failures(works)[0]
    found = {"first": first.name, "stopped": ",".join(first.stopped), "items": str(first.items)}
    assert found | {"percent": str(first.percent)} == expected
