"""Which column holds which field: by the names a source is known to use, else by likeness."""

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from workitems.presets.preset import Preset, plain

LIKENESS = 90.0
EXACT = 100.0
SAMPLES = 3


class ColumnMatch(NamedTuple):
    """A proposal: the column, the alias that it matched, their likeness 90 to 100, values to judge by."""

    column: str
    alias: str
    score: float
    samples: tuple[str, ...] = ()


def match_columns(
    header: Sequence[str], preset: Preset, sample: Sequence[Sequence[str]] = ()
) -> dict[str, ColumnMatch]:
    """Per canonical field the best column, each column once.

    An alias that is the column's name beats any likeness; among exact names the preset's order decides. Below a
    likeness of 90 (rapidfuzz ratio) nothing is proposed.
    """
    names = {column: plain(column) for column in header}
    candidates = sorted(
        (-score, rank, order, field, column, alias)
        for order, (field, aliases) in enumerate(preset.aliases.items())
        for rank, alias in enumerate(aliases)
        for column, name in names.items()
        if (score := _likeness(name, alias)) >= LIKENESS
    )
    found: dict[str, ColumnMatch] = {}
    used: set[str] = set()
    for negative, _, _, field, column, alias in candidates:
        if field not in found and column not in used:
            used.add(column)
            found[field] = ColumnMatch(column, alias, -negative, _samples(header.index(column), sample))
    return found


def _likeness(name: str, alias: str) -> float:
    return EXACT if name == alias else min(float(fuzz.ratio(name, alias)), EXACT - 0.1)


def _samples(place: int, sample: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The first few different values of a column that are not empty."""
    values = dict.fromkeys(row[place] for row in sample if len(row) > place and row[place].strip())
    return tuple(values)[:SAMPLES]
