"""From points to a ranking: the worked examples of docs/metrics.md, and what must hold for any points."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sourcing.price import Charge, price_points, total_cost
from sourcing.scoring import Candidate, Rule, Standing, State, ranking, weights_of
from sourcing.stability import STEP, stability, varied

TEXT = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text()
COSTS = re.findall(r"```example\noffer (.*)\nexpect cost=(.*)\n```", TEXT)
CHOICES = re.findall(r"```example\n(choose .*?)```", TEXT, flags=re.DOTALL)


def two_places(value: Fraction | None) -> str:
    return "-" if value is None else f"{float(value):.2f}"


def charge(text: str) -> Charge:
    basis, _, rest = text.partition(":")
    amount, _, quantity = rest.partition("x")
    return Charge(Decimal(amount), basis, Decimal(quantity or 1))


def read(example: str) -> tuple[list[Rule], dict[str, Candidate], list[list[str]]]:
    first, *lines = [line.split() for line in example.strip().splitlines()]
    rules = []
    for number, part in enumerate(first[1:]):
        key, _, terms = part.partition("=")
        weight, _, minimum = terms.partition(":")
        criteria = () if key == "price" else (number,)
        rules.append(Rule(key, Decimal(weight), Decimal(minimum) if minimum else None, criteria))
    offers: dict[str, Candidate] = {}
    for name, *parts in (line for line in lines if line[0] not in ("expect", "stable", "turn")):
        said = dict(part.split("=") for part in parts if "=" in part)
        ratings = {
            rule.criteria[0]: [int(points) for points in said[rule.key].split(",")] for rule in rules if rule.criteria
        }
        offers[name] = Candidate(len(offers), Decimal(said["cost"]), ratings, "out" in parts)
    return rules, offers, [line for line in lines if line[0] in ("expect", "stable", "turn")]


def test_there_are_examples() -> None:
    assert (len(COSTS), len(CHOICES)) == (2, 2)


@pytest.mark.parametrize(("given_", "cost"), COSTS)
def test_a_total_cost_comes_to_what_the_example_says(given_: str, cost: str) -> None:
    months, *charges = given_.split()
    assert total_cost(map(charge, charges), months=int(months.partition("=")[2])) == Decimal(cost)


@pytest.mark.parametrize("example", CHOICES)
def test_a_ranking_comes_to_what_the_example_says(example: str) -> None:
    rules, offers, expected = read(example)
    standings = {each.candidate.key: each for each in ranking(rules, list(offers.values()))}
    names = {offer.key: name for name, offer in offers.items()}
    sure = stability(rules, list(standings.values()))
    assert sure is not None
    found = []
    for kind, name, *rest in expected:
        if kind == "expect":
            each = standings[offers[name].key]
            words = [f"state={each.state}", f"rank={each.rank or '-'}", f"total={two_places(each.total)}"]
            found.append(["expect", name, *words, *(f"{part.key}={two_places(part.points)}" for part in each.parts)])
        elif kind == "stable" and rest:
            words = [f"stays={sure.stays}", f"of={len(sure.cases)}", f"lead={two_places(sure.lead)}"]
            found.append(["stable", names[sure.winner], *words])
    found += [["turn", f"{case.group}={float(case.weight):g}", names[case.ahead or 0]] for case in sure.turning]
    assert found == expected


RULES = [
    Rule("capability", Decimal(35), Decimal(3), (1, 2)),
    Rule("culture", Decimal(25), Decimal("2.5"), (3,)),
    Rule("scope", Decimal(15), None, (4,)),
    Rule("price", Decimal(25)),
]
POINTS = st.one_of(st.none(), st.integers(0, 5))
RATINGS = st.fixed_dictionaries({key: st.lists(POINTS, min_size=3, max_size=3) for key in (1, 2, 3, 4)})
OFFERS = st.lists(
    st.builds(Candidate, st.just(0), st.integers(1, 10**6).map(Decimal), RATINGS, st.booleans()), min_size=1, max_size=5
).map(lambda found: [replace(each, key=key) for key, each in enumerate(found)])


few = settings(max_examples=40, deadline=None)


def by_key(standings: list[Standing]) -> dict[int, Standing]:
    return {each.candidate.key: each for each in standings}


@few
@given(OFFERS)
def test_who_is_knocked_out_or_under_a_minimum_never_has_a_rank(offers: list[Candidate]) -> None:
    for each in ranking(RULES, offers):
        assert (each.rank is None) == (each.state is not State.IN)
        if each.candidate.is_knocked_out:
            assert each.state is State.KNOCKED_OUT
        assert not (each.state is State.IN and each.failing)


@few
@given(OFFERS)
def test_totals_lie_between_0_and_100_and_ranks_follow_them(offers: list[Candidate]) -> None:
    inside = [each for each in ranking(RULES, offers) if each.state is State.IN]
    totals: list[Any] = [each.total for each in inside]
    assert all(0 <= total <= 100 for total in totals)
    assert totals == sorted(totals, reverse=True)
    assert [each.rank for each in inside] == [1 + sum(other > total for other in totals) for total in totals]


@few
@given(OFFERS, st.integers(1, 4), st.integers(0, 2))
def test_a_better_point_never_makes_an_offer_worse(offers: list[Candidate], criterion: int, rater: int) -> None:
    before = by_key(ranking(RULES, offers))[0]
    given_ = list(offers[0].ratings[criterion])
    if given_[rater] in (None, 5):
        return
    given_[rater] += 1  # type: ignore[operator]  # it is a number here
    better = replace(offers[0], ratings={**offers[0].ratings, criterion: given_})
    after = by_key(ranking(RULES, [better, *offers[1:]]))[0]
    if before.state is State.IN:
        assert after.state is State.IN
        assert (after.total or 0) >= (before.total or 0)
        assert (after.rank or 99) <= (before.rank or 0)


@few
@given(OFFERS, st.integers(2, 10**6))
def test_a_lower_price_never_makes_an_offer_worse(offers: list[Candidate], cost: int) -> None:
    dear, cheap = replace(offers[0], cost=Decimal(cost)), replace(offers[0], cost=Decimal(cost // 2))
    before = by_key(ranking(RULES, [dear, *offers[1:]]))[0]
    after = by_key(ranking(RULES, [cheap, *offers[1:]]))[0]
    assert after.state is before.state
    assert (after.rank or 99) <= (before.rank or 99)


@few
@given(OFFERS, st.permutations(range(3)))
def test_who_rated_first_does_not_matter(offers: list[Candidate], order: list[int]) -> None:
    mixed = [
        replace(each, ratings={key: [values[at] for at in order] for key, values in each.ratings.items()})
        for each in offers
    ]
    assert [(each.candidate.key, each.total) for each in ranking(RULES, mixed)] == [
        (each.candidate.key, each.total) for each in ranking(RULES, offers)
    ]


@few
@given(st.lists(st.integers(1, 60), min_size=2, max_size=7), st.sampled_from([STEP, -STEP]), st.integers(0, 6))
def test_varied_weights_come_to_100(parts: list[int], step: Decimal, at: int) -> None:
    weights = {str(number): Fraction(100 * part, sum(parts)) for number, part in enumerate(parts)}
    group = str(at % len(parts))
    moved = varied(weights, group, step)
    assert sum(moved.values()) == 100
    assert min(moved.values()) >= 0
    assert moved[group] == min(weights[group] * (1 + Fraction(step)), Fraction(100))


def test_weights_that_do_not_come_to_100_are_refused() -> None:
    with pytest.raises(ValueError, match="come to 100"):
        weights_of([Rule("capability", Decimal(60)), Rule("price", Decimal(30))])
    with pytest.raises(ValueError, match="come to 100"):
        weights_of([Rule("capability", Decimal(-10)), Rule("price", Decimal(110))])


def test_without_points_there_is_no_data_and_no_rank() -> None:
    [only] = ranking(RULES, [Candidate(0, Decimal(5), {1: [3, None], 2: [], 3: [None, None], 4: [5]})])
    assert (only.state, only.total, only.rank) == (State.NO_DATA, None, None)
    assert [part.points for part in only.parts[:2]] == [Fraction(3), None]
    assert stability(RULES, [only]) is None


def test_level_offers_share_their_rank_and_nothing_is_said_about_a_first() -> None:
    same = {1: [4], 2: [4], 3: [4], 4: [4]}
    worse = {**same, 4: [3]}
    offers = [Candidate(key, Decimal(10), ratings) for key, ratings in enumerate((same, same, worse))]
    standings = ranking(RULES, offers)
    assert [each.rank for each in standings] == [1, 1, 3]
    assert stability(RULES, standings) is None


def test_a_free_offer_and_a_charge_that_is_none() -> None:
    assert price_points(Decimal(0), Decimal(0)) == 5
    assert price_points(Decimal(10), Decimal(0)) == 0
    for bad in ("-1", "NaN", "Infinity"):
        with pytest.raises(ValueError, match="from 0 up"):
            Charge(Decimal(bad))
    with pytest.raises(ValueError, match="one month"):
        total_cost([], months=0)
