"""How much hangs on few: shares of the whole, and what depends on a country or a sub-processor. Pure.

``docs/metrics.md`` has the worked example.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

# Above 0.25 the authorities that watch mergers call a market highly concentrated.
HIGH: Final = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class Holding:
    """What one vendor has of the whole: monthly fees by currency, items handled, where from, and with whose help."""

    key: int
    name: str
    fees: Mapping[str, Decimal] = field(default_factory=dict)
    items: int = 0
    countries: tuple[str, ...] = ()
    sub_processors: tuple[str, ...] = ()


class Share(NamedTuple):
    """A part of a whole."""

    key: object
    name: str
    part: Decimal
    whole: Decimal

    @property
    def percent(self) -> Decimal | None:
        """Part of the whole in per cent, unrounded; None of nothing."""
        return self.part * 100 / self.whole if self.whole else None


class Exposure(NamedTuple):
    """What depends on one thing that several vendors may share: the parts overlap and exceed the whole."""

    name: str
    vendors: tuple[str, ...]
    shares: tuple[tuple[str, Share], ...]
    """By currency, then items under the empty name."""


def currencies(holdings: Iterable[Holding]) -> list[str]:
    """The currencies that fees are in."""
    return sorted({currency for holding in holdings for currency, fee in holding.fees.items() if fee})


def amount(holding: Holding, measure: str) -> Decimal:
    """A vendor's fees in a currency, or its items when ``measure`` is empty."""
    return holding.fees.get(measure, Decimal(0)) if measure else Decimal(holding.items)


def shares(holdings: Iterable[Holding], measure: str) -> list[Share]:
    """Each vendor's share, the largest first, those without any left out. Currencies are never added up.

    >>> found = shares([Holding(1, "A", {"EUR": Decimal(30)}), Holding(2, "B", {"EUR": Decimal(10)})], "EUR")
    >>> [(each.name, each.percent) for each in found]
    [('A', Decimal('75')), ('B', Decimal('25'))]
    """
    known = list(holdings)
    whole = sum((amount(each, measure) for each in known), Decimal(0))
    found = [Share(each.key, each.name, amount(each, measure), whole) for each in known if amount(each, measure)]
    return sorted(found, key=lambda share: (-share.part, share.name))


def index(found: Iterable[Share]) -> Decimal | None:
    """The Herfindahl index: the sum of squared shares, from 1/n (all alike) to 1 (one has all); None of nothing.

    >>> index(shares([Holding(1, "A", {"EUR": Decimal(30)}), Holding(2, "B", {"EUR": Decimal(10)})], "EUR"))
    Decimal('0.6250')
    """
    squares = [(share.part / share.whole) ** 2 for share in found if share.whole]
    return sum(squares, Decimal(0)) if squares else None


def exposures(holdings: Iterable[Holding], *, by: str) -> list[Exposure]:
    """What depends on each country or sub-processor (``by`` is the field's name), the most items first."""
    known = list(holdings)
    measures = [*currencies(known), ""]
    whole = {measure: sum((amount(each, measure) for each in known), Decimal(0)) for measure in measures}
    using: dict[str, list[Holding]] = {}
    for holding in known:
        for name in dict.fromkeys(getattr(holding, by)):
            using.setdefault(name, []).append(holding)
    found = [
        Exposure(
            name,
            tuple(each.name for each in users),
            tuple(
                (measure, Share(name, name, sum((amount(each, measure) for each in users), Decimal(0)), whole[measure]))
                for measure in measures
            ),
        )
        for name, users in using.items()
    ]
    return sorted(found, key=lambda each: (-len(each.vendors), -each.shares[-1][1].part, each.name))
