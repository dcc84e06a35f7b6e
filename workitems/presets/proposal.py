"""A mapping to confirm, made from a file's header and rows, with the questions that only a person can answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from foundation.inbox.problems import ImportProblem
from foundation.inbox.reading.rows import Row
from foundation.inbox.values.date_orders import DateFinding, find_date_order
from foundation.inbox.values.dates import DateOrder
from foundation.inbox.values.durations import DurationUnit
from foundation.inbox.values.numbers import DecimalStyle, find_decimal_style
from foundation.inbox.values.parsed import Missing
from workitems.canonical import FIELDS, FieldKind
from workitems.mapping import Mapping
from workitems.presets.columns import ColumnMatch, match_columns
from workitems.presets.detection import detect
from workitems.presets.preset import Preset


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping that can be used as it is when `questions` is empty.

    `matches` has per field the column with sample values, `doubts` why a field has none although a column is called
    so, `dates` per column of instants what its values say, `questions` what must be answered first (ambiguous dates and
    numbers), `preset` the source that was recognised.
    """

    preset: Preset
    mapping: Mapping
    matches: dict[str, ColumnMatch]
    dates: dict[str, DateFinding]
    questions: tuple[ImportProblem, ...]
    doubts: dict[str, ImportProblem] = field(default_factory=dict)


def propose(header: Sequence[str], rows: Sequence[Row], *, zone: str, preset: Preset | None = None) -> Proposal:
    """The mapping for a file with this header, judged by these rows (the more of the file, the fewer questions).

    A column of dates that decides its order also decides for the columns that do not: one system writes all its dates
    in one order. Raises MappingInvalid on an unknown zone.
    """
    sample = [row.cells for row in rows if not row.problems]
    chosen = preset or detect(header, sample)[0].preset
    matching = match_columns(header, chosen, sample)
    matches = matching.found
    places = {name: index for index, name in enumerate(header)}
    mapping = Mapping(
        source=chosen.source,
        shape=chosen.shape,
        columns={field: match.column for field, match in matches.items()},
        zone=zone,
        duration_unit=matching.unit or DurationUnit.MINUTES,
        states=dict(chosen.states),
        value_maps={field: dict(values) for field, values in chosen.value_maps.items() if field in matches},
        preset=chosen.key,
    )
    cells = {
        field: [(row.line, row.cells[places[match.column]]) for row in rows if not row.problems]
        for field, match in matches.items()
    }
    mapping, dates, date_questions = _decide_dates(mapping, cells)
    mapping, number_questions = _decide_numbers(mapping, cells)
    return Proposal(chosen, mapping, matches, dates, (*date_questions, *number_questions), matching.doubts)


Cells = dict[str, list[tuple[int, str]]]


def _decide_dates(mapping: Mapping, cells: Cells) -> tuple[Mapping, dict[str, DateFinding], list[ImportProblem]]:
    """The mapping with the orders that the columns decide, what each says, and what is left to ask."""
    missing = Missing(mapping.missing)
    findings = {
        mapping.columns[field]: find_date_order(mapping.columns[field], values, missing)
        for field, values in cells.items()
        if FIELDS[field].kind == FieldKind.INSTANT
    }
    orders = {finding.order for finding in findings.values() if finding.order not in (None, DateOrder.ISO)}
    common = next(iter(orders)) if len(orders) == 1 else None
    mixed: dict[str, DateOrder] = {
        column: finding.order
        for column, finding in findings.items()
        if common is None and finding.order is not None and finding.order != DateOrder.ISO
    }
    decided = replace(mapping, date_order=common or DateOrder.ISO, date_orders=mixed)
    open_questions = [
        finding.question
        for finding in findings.values()
        if finding.question is not None
        and not (finding.question.code == "dates_ambiguous" and common in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST))
    ]
    return decided, findings, open_questions


def _decide_numbers(mapping: Mapping, cells: Cells) -> tuple[Mapping, list[ImportProblem]]:
    """The mapping with the decimal sign that its columns decide, and what is left to ask."""
    missing = Missing(mapping.missing)
    found = [
        find_decimal_style(mapping.columns[field], values, missing)
        for field, values in cells.items()
        if FIELDS[field].kind == FieldKind.DECIMAL and field not in mapping.value_maps
    ]
    commas = any(each.style == DecimalStyle.COMMA for each in found)
    points = any(each.style == DecimalStyle.POINT and each.evidence for each in found)
    questions = [each.question for each in found if each.question is not None]
    if (commas or points) and not (commas and points):
        questions = [each for each in questions if each.code != "numbers_ambiguous"]
    return (replace(mapping, decimal_style=DecimalStyle.COMMA) if commas and not points else mapping), questions
