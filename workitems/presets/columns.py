"""Which column holds which field: by the names a source is known to use, else by likeness; its values must agree."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from foundation.inbox.problems import ImportProblem
from foundation.inbox.values.durations import DurationUnit
from workitems import import_kinds as kinds
from workitems.canonical import FIELDS, FieldKind
from workitems.presets import contents
from workitems.presets.names import (
    may_be_duration,
    plain,
    unit_in,
    without_currency,
    without_date_words,
    without_row_words,
    without_units,
)
from workitems.presets.preset import Preset

LIKENESS: Final = 90.0
EXACT: Final = 100.0
SAMPLES: Final = 3
# A short word that differs is another word ("by", "at", "on"), not a slip of the pen.
SHORT: Final = 3
SHOWN: Final = 3
SHOWN_CHARS: Final = 24


class ColumnMatch(NamedTuple):
    """A proposal: the column, the alias that it matched, their likeness 90 to 100, values to judge by."""

    column: str
    alias: str
    score: float
    samples: tuple[str, ...] = ()


class Matching(NamedTuple):
    """Per canonical field its column, each column once; and why a field has none although something is called so.

    ``unit`` is what plain durations count, if the names of the columns say so.
    """

    found: dict[str, ColumnMatch]
    doubts: dict[str, ImportProblem]
    unit: DurationUnit | None = None


class _Likeness(IntEnum):
    """How a column's name is an alias: to the letter, but for words that add nothing, or nearly."""

    SAME = 0
    SAME_WORDS = 1
    NEARLY = 2


class _Candidate(NamedTuple):
    """Compared in this order: the smaller the better."""

    likeness: _Likeness
    distance: float
    rank: int
    field: str
    column: str
    alias: str

    @property
    def merit(self) -> tuple[float, ...]:
        return self.likeness, self.distance, self.rank


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    plain: str
    values: Counter[str]


def match_columns(header: Sequence[str], preset: Preset, sample: Sequence[Sequence[str]] = ()) -> Matching:
    """The columns of a header, judged by their names and by a sample of rows.

    The very name beats the name with words that add nothing ("Ticket created date" is "created"), and that beats one
    that is nearly so (rapidfuzz ratio of at least 90); among equals the preset's order decides. A field is left out,
    with the reason, when two columns are as good, or when the values are not what the name says: a wrong proposal is
    worse than none.
    """
    columns = [_Column(name, plain(name), contents.values_of(place, sample)) for place, name in enumerate(header)]
    doubts: dict[str, ImportProblem] = {}
    fitting: list[_Candidate] = []
    for column in columns:
        for candidate in _candidates(column, preset):
            if sample and not column.values and FIELDS[candidate.field].kind == FieldKind.BOOLEAN:
                continue  # what is yes and what is no must be seen
            values = _told(column.values, preset.value_maps.get(candidate.field, {}))
            if (doubt := _doubt(candidate, column, values, preset)) is None:
                fitting.append(candidate)
            elif candidate.likeness != _Likeness.NEARLY:
                doubts.setdefault(candidate.field, doubt)
    chosen = _chosen(_one_field_each(fitting, doubts), doubts)
    unit = _one_unit(chosen, {column.name: column for column in columns}, preset.duration_unit, doubts)
    samples = {column.name: tuple(column.values)[:SAMPLES] for column in columns}
    found = {
        field: ColumnMatch(each.column, each.alias, EXACT - each.distance, samples[each.column])
        for field, each in chosen.items()
    }
    used = {each.column for each in found.values()}
    left = {field: doubt for field, doubt in doubts.items() if field not in found and doubt.column not in used}
    return Matching(found, left, unit)


def _candidates(column: _Column, preset: Preset) -> Iterator[_Candidate]:
    """The fields that a column's name may mean, each once, by its best alias."""
    for field, aliases in preset.aliases.items():
        kind = FIELDS[field].kind
        scored = (
            _Candidate(*likeness, rank, field, column.name, alias)
            for rank, alias in enumerate(aliases)
            if (likeness := _likeness(column.plain, alias, kind)) is not None
        )
        if (best := min(scored, default=None)) is not None:
            yield best


def _likeness(name: str, alias: str, kind: FieldKind) -> tuple[_Likeness, float] | None:
    """How alike two plain names are, and by how much they are not; None for different ones."""
    if name == alias:
        return _Likeness.SAME, 0.0
    bare = without_row_words(name)
    reduced, target = _reduced(bare, kind), _reduced(alias, kind)
    if bare == alias or (reduced == target and reduced not in ("", bare) and not may_be_duration(bare, alias)):
        return _Likeness.SAME_WORDS, 0.0
    words, others = bare.split(), alias.split()
    if len(words) != len(others) or not all(map(_may_be_slip, words, others)):
        return None
    score = float(fuzz.ratio(bare, alias))
    return (_Likeness.NEARLY, EXACT - score) if score >= LIKENESS else None


def _may_be_slip(word: str, other: str) -> bool:
    """Whether one word may be the other misspelt: inside it, for beginnings and endings make other words."""
    return word == other or (min(len(word), len(other)) > SHORT and (word[0], word[-1]) == (other[0], other[-1]))


def _reduced(name: str, kind: FieldKind) -> str:
    return _REDUCTIONS[kind](name) if kind in _REDUCTIONS else name


_REDUCTIONS: Final = {
    FieldKind.INSTANT: without_date_words,
    FieldKind.MINUTES: without_units,
    FieldKind.DECIMAL: without_currency,
}


def _told(values: Counter[str], value_map: Mapping[str, str]) -> Counter[str]:
    """The values as the preset's value map tells them, those that it makes missing left out."""
    known = {value.casefold(): text for value, text in value_map.items()}
    told: Counter[str] = Counter()
    for value, count in values.items():
        if text := known.get(value.casefold(), value):
            told[text] += count
    return told


def _doubt(candidate: _Candidate, column: _Column, values: Counter[str], preset: Preset) -> ImportProblem | None:
    """Why the values of a column speak against the field that its name means."""
    kind, label = FIELDS[candidate.field].kind, FIELDS[candidate.field].label
    if not contents.fits(kind, values):
        shown = ", ".join(value[:SHOWN_CHARS] for value, _count in values.most_common(SHOWN))
        return kinds.COLUMN_HOLDS_OTHER.at(None, column.name, column.name, field=label, values=shown)
    unknown = kind == FieldKind.MINUTES and preset.duration_unit is None and unit_in(column.plain) is None
    if unknown and contents.are_plain_numbers(values):
        return kinds.COLUMN_WITHOUT_UNIT.at(None, column.name, column.name, field=label)
    return None


def _one_field_each(candidates: Sequence[_Candidate], doubts: dict[str, ImportProblem]) -> list[_Candidate]:
    """Without the columns whose name means two fields equally well."""
    best: dict[str, list[_Candidate]] = {}
    for each in sorted(candidates):
        fields = best.setdefault(each.column, [each])
        if each is not fields[0] and each.merit[:2] == fields[0].merit[:2]:
            fields.append(each)
    torn = {column: fields for column, fields in best.items() if len(fields) > 1}
    for column, fields in torn.items():
        labels = ", ".join(f"“{FIELDS[each.field].label}”" for each in fields)
        for each in fields:
            doubts.setdefault(each.field, kinds.COLUMN_OF_TWO.at(None, column, column, fields=labels))
    return [each for each in candidates if each.column not in torn]


def _chosen(candidates: Sequence[_Candidate], doubts: dict[str, ImportProblem]) -> dict[str, _Candidate]:
    """Per field the best column, none where two are equally good; each column once."""
    chosen: dict[str, _Candidate] = {}
    used: set[str] = set()
    for each in sorted(candidates):
        if each.field in chosen or each.column in used or (each.field in doubts and each.likeness == _Likeness.NEARLY):
            continue
        rivals = [other for other in candidates if other.field == each.field and other.merit == each.merit]
        if len(rivals) > 1:
            names = ", ".join(f"“{other.column}”" for other in rivals)
            doubts[each.field] = kinds.COLUMNS_ALIKE.at(None, None, names, field=FIELDS[each.field].label)
            used.update(other.column for other in rivals)
            continue
        chosen[each.field] = each
        used.add(each.column)
    return chosen


def _one_unit(
    chosen: dict[str, _Candidate],
    columns: Mapping[str, _Column],
    usual: DurationUnit | None,
    doubts: dict[str, ImportProblem],
) -> DurationUnit | None:
    """What plain durations count. A mapping has one unit: columns that count another are taken out of ``chosen``."""
    unit = usual
    for field, each in list(chosen.items()):
        if FIELDS[field].kind != FieldKind.MINUTES:
            continue
        column = columns[each.column]
        own = unit_in(column.plain) or usual
        unit = unit or own
        if own != unit and contents.are_plain_numbers(column.values):
            doubts[field] = kinds.COLUMN_OF_OTHER_UNIT.at(None, column.name, column.name)
            del chosen[field]
    return unit
