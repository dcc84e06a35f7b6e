"""The letters of one cell, as people write them."""

from __future__ import annotations

import re

ACCOUNTABLE, RESPONSIBLE, CONSULTED, INFORMED = "A", "R", "C", "I"
ORDER = "ARCI"
NONE: frozenset[str] = frozenset()
_BETWEEN = re.compile(r"[\s/,;+&.|-]+")
_EMPTY = {"", "-", "\N{EN DASH}", "\N{EM DASH}"}


def parse_letters(text: str) -> frozenset[str] | None:
    """The letters of a cell: "A", "r", "A/R", "R, A"; empty or a dash is none. None when it is anything else."""
    bare = text.strip().upper()
    if bare in _EMPTY:
        return NONE
    found = _BETWEEN.sub("", bare)
    return frozenset(found) if found and set(found) <= set(ORDER) and len(found) <= len(ORDER) else None


def write_letters(letters: frozenset[str]) -> str:
    """How a cell shows its letters: "A/R"."""
    return "/".join(letter for letter in ORDER if letter in letters)
