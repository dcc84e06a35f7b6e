"""Which type of work goes where: routes that were agreed, against what came. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple


class Standing(StrEnum):
    """How a type of work stands."""

    ROUTED = "routed"
    UNROUTED = "unrouted"
    DOUBLE = "double"


class Lane(NamedTuple):
    """A type of work: where it should go (keys of engagements), and how many of it each got."""

    item_type: str
    routes: tuple[int, ...]
    got: Mapping[int, int]

    @property
    def standing(self) -> Standing:
        """Unrouted, routed, or routed to more than one."""
        if not self.routes:
            return Standing.UNROUTED
        return Standing.ROUTED if len(self.routes) == 1 else Standing.DOUBLE

    @property
    def came(self) -> int:
        """How many came."""
        return sum(self.got.values())

    @property
    def astray(self) -> int:
        """How many went where no route leads; none while there is no route."""
        return sum(n for key, n in self.got.items() if key not in self.routes) if self.routes else 0


def lanes(routes: Iterable[tuple[str, int]], came: Mapping[tuple[str, int], int]) -> list[Lane]:
    """Every type that has a route or came, by name; types are the same whatever their capitals.

    >>> [(lane.item_type, lane.standing.value, lane.astray) for lane in lanes(
    ...     [("Network", 1), ("Hardware", 1), ("hardware", 2)], {("network", 2): 3, ("Network", 1): 9, ("", 1): 4})]
    [('', 'unrouted', 0), ('Hardware', 'double', 0), ('Network', 'routed', 3)]
    """
    names: dict[str, str] = {}
    leads: dict[str, list[int]] = {}
    got: dict[str, dict[int, int]] = {}
    for name, key in routes:
        names.setdefault(name.casefold(), name)
        leads.setdefault(name.casefold(), []).append(key)
    for (name, key), count in came.items():
        names.setdefault(name.casefold(), name)
        of_type = got.setdefault(name.casefold(), {})
        of_type[key] = of_type.get(key, 0) + count
    return [Lane(names[each], tuple(dict.fromkeys(leads.get(each, ()))), got.get(each, {})) for each in sorted(names)]


def proposed(routes: Sequence[int], is_there: Callable[[int], bool]) -> int | None:
    """To whom work of a type is proposed: the one its route leads to; of several the only one that is there now; None
    when that does not tell.

    >>> proposed([1], lambda key: False), proposed([1, 2], lambda key: key == 2), proposed([1, 2], lambda key: True)
    (1, 2, None)
    """
    there = routes if len(routes) == 1 else [key for key in routes if is_there(key)]
    return there[0] if len(there) == 1 else None
