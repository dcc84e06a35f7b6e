"""The countries of ISO 3166-1 that places are named by. Pure: a table of the ``holidays`` library, no I/O."""

from __future__ import annotations

import re
from functools import cache

from holidays.registry import COUNTRIES

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """(ISO code, English name) of every country known, by name."""
    named = ((codes[1], _CAPITAL.sub(" ", codes[0])) for codes in COUNTRIES.values())
    return tuple(sorted(named, key=lambda pair: pair[1]))


def country_name(code: str) -> str:
    """The English name of a country, the code itself when it is not known.

    >>> country_name("PL")
    'Poland'
    """
    return dict(countries()).get(code, code)
