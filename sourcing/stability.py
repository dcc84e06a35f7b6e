"""How sure the first place is: each weight alone a fifth up and down, the others brought back to 100. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from sourcing.scoring import WHOLE, Rule, Standing, State, total_of, weights_of

STEP: Final = Decimal("0.2")


@dataclass(frozen=True, slots=True)
class Varied:
    """One case: the weight of ``group`` times 1 + ``step``. ``lead`` is by how many points the winner is then ahead of
    the best of the others, ``ahead`` the key of that other when it passes the winner (a level one does not)."""

    group: str
    step: Decimal
    weight: Fraction
    lead: Fraction
    ahead: int | None


@dataclass(frozen=True, slots=True)
class Stability:
    """The winner, its lead over the best of the others with the weights as they are, and every case."""

    winner: int
    lead: Fraction
    cases: tuple[Varied, ...]

    @property
    def stays(self) -> int:
        """In how many cases nobody passes the winner."""
        return sum(case.ahead is None for case in self.cases)

    @property
    def turning(self) -> list[Varied]:
        """The cases in which somebody does."""
        return [case for case in self.cases if case.ahead is not None]


def stability(rules: Sequence[Rule], standings: Sequence[Standing], *, step: Decimal = STEP) -> Stability | None:
    """Whether the winner stays when any one weight is off; None without a single winner or without a second offer.

    Points and minimums do not depend on weights, so only totals move.
    """
    inside = [each for each in standings if each.state is State.IN and each.total is not None]
    first = [each for each in inside if each.rank == 1]
    if len(first) != 1 or len(inside) == 1:
        return None
    winner, others = first[0], [each for each in inside if each is not first[0]]
    weights = weights_of(rules)
    cases = []
    for group, weight in weights.items():
        if not 0 < weight < WHOLE:
            continue
        for signed in (-step, step):
            moved = varied(weights, group, signed)
            lead, best = _lead(winner, others, moved)
            cases.append(Varied(group, signed, moved[group], lead, best if lead < 0 else None))
    return Stability(winner.candidate.key, _lead(winner, others, weights)[0], tuple(cases))


def varied(weights: dict[str, Fraction], group: str, step: Decimal) -> dict[str, Fraction]:
    """The weights with one of them times 1 + ``step`` (at most 100) and the others in proportion, 100 in all."""
    moved = min(weights[group] * (1 + Fraction(step)), Fraction(WHOLE))
    rest = (WHOLE - moved) / (WHOLE - weights[group])
    return {key: moved if key == group else weight * rest for key, weight in weights.items()}


def _lead(winner: Standing, others: Sequence[Standing], weights: dict[str, Fraction]) -> tuple[Fraction, int]:
    own = total_of(winner.parts, weights) or Fraction(0)
    best = max(others, key=lambda each: total_of(each.parts, weights) or Fraction(0))
    return own - (total_of(best.parts, weights) or Fraction(0)), best.candidate.key
