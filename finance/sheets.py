"""What the one page of a case says, put together from its document and what follows from it. Pure.

The figures are those of `finance.case`; here it is only decided which of them stand side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from finance.case import (
    BreakEven,
    Category,
    Chance,
    Document,
    Driver,
    Findings,
    Grade,
    Line,
    LineTotal,
    Option,
    Results,
    Sensitivity,
)
from finance.footing import divisor, footed, shown

COLUMNS: Final = 3
"""Most options beside each other on paper: today's, the one asked for, and the best of the rest."""

Kind = tuple[Category, str]
_OTHERS: Final = (Category.OTHER_COST, Category.OTHER_VALUE)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What stands around the figures: whose case, which version, what was decided. `seal` is empty in a draft.

    `state` is a value of `CaseState`; `decided_on` a local day; `link` leads to the case's page.
    """

    organization: str
    title: str
    about: str
    prepared_by: str
    asked: str
    day: date
    number: int
    state: str = "draft"
    decided_by: str = ""
    decided_on: date | None = None
    conditions: str = ""
    seal: str = ""
    link: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what each shown option pays (or, a value, gets) over the horizon, in steps of the table.

    None where an option has no such line. `difference` is the preferred option less today's, as shown. `lines` are the
    lines that it adds up, those of the preferred option first.
    """

    category: Category
    name: str
    cells: tuple[int | None, ...]
    difference: int | None
    lines: tuple[Line, ...]
    grade: Grade
    is_cost: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Total cost by line. `step` is what 1 stands for; every column adds up: costs to `costs`, values to `values`,
    and values less costs to `nets`. `differences` are preferred less today of these three; None without today."""

    options: tuple[Option, ...]
    more_options: int
    step: Decimal
    rows: tuple[Row, ...]
    costs: tuple[int, ...]
    values: tuple[int, ...]
    nets: tuple[int, ...]
    npvs: tuple[int | None, ...]
    differences: tuple[int, int, int] | None

    @property
    def has_values(self) -> bool:
        """Whether an option shown has value that counts."""
        return any(not row.is_cost for row in self.rows)

    def most(self, count: int) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """At most so many rows, in their order, and those that have no room: the smallest."""
        if len(self.rows) <= count:
            return self.rows, ()
        by_size = sorted(self.rows, key=lambda row: -max(abs(cell or 0) for cell in row.cells))
        kept = {id(row) for row in by_size[: count - 1]}
        return tuple(r for r in self.rows if id(r) in kept), tuple(r for r in self.rows if id(r) not in kept)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case as it is printed: the option asked for, its combined cases, today, and the others."""

    facts: CaseFacts
    document: Document
    option: Option
    base: Results
    sensitivity: Sensitivity
    break_evens: Mapping[str, BreakEven]
    chance: Chance
    today: Results | None
    table: Table
    drivers: tuple[Driver, ...]
    not_counted: tuple[LineTotal, ...]
    twice: tuple[Line, ...]

    @classmethod
    def of(cls, document: Document, findings: Findings, facts: CaseFacts) -> Sheet:
        """From a document and its findings; `drivers` are those that move the option, the strongest first."""
        case, key = document.case, document.preferred
        option, base = case.option(key), findings.results[key]
        moved = [bar.driver for bar in findings.sensitivities[key].bars]
        others = [each.driver for each in findings.break_evens[key] if each.driver not in moved]
        return cls(
            facts=facts,
            document=document,
            option=option,
            base=base,
            sensitivity=findings.sensitivities[key],
            break_evens={each.driver: each for each in findings.break_evens[key]},
            chance=findings.chances[key],
            today=findings.results[case.baseline] if case.baseline else None,
            table=_table(document, findings),
            drivers=tuple(case.driver(each) for each in [*moved, *others]),
            not_counted=tuple(line for line in base.lines if not line.is_counted),
            twice=case.twice_counted(option),
        )

    @property
    def low(self) -> Results:
        """Every driver at its worst."""
        return self.sensitivity.low_case

    @property
    def high(self) -> Results:
        """Every driver at its best."""
        return self.sensitivity.high_case

    @property
    def months(self) -> int:
        """The horizon."""
        return self.document.case.months


def _table(document: Document, findings: Findings) -> Table:
    case = document.case
    options = _columns(document, findings)
    totals = [_totals(findings.results[option.key]) for option in options]
    found = list(dict.fromkeys(kind for each in totals for kind in each))
    kinds = sorted(found, key=lambda kind: list(Category).index(kind[0]))
    step = divisor([amount for each in totals for amount in each.values()])
    columns = [_column(each, kinds, step) for each in totals]
    rows = [_row(document, options, kind, [column[at] for column in columns]) for at, kind in enumerate(kinds)]
    costs = tuple(sum(row.cells[at] or 0 for row in rows if row.is_cost) for at in range(len(options)))
    values = tuple(sum(row.cells[at] or 0 for row in rows if not row.is_cost) for at in range(len(options)))
    nets = tuple(value - cost for value, cost in zip(values, costs, strict=True))
    npvs = [findings.results[option.key].npv for option in options]
    return Table(
        options=options,
        more_options=len(case.options) - len(options),
        step=step,
        rows=tuple(rows),
        costs=costs,
        values=values,
        nets=nets,
        npvs=tuple(None if o.key == case.baseline else shown(npv, step) for o, npv in zip(options, npvs, strict=True)),
        differences=(costs[1] - costs[0], values[1] - values[0], nets[1] - nets[0]) if case.baseline else None,
    )


def _columns(document: Document, findings: Findings) -> tuple[Option, ...]:
    """Today's first, then the one asked for, then the rest with the greatest NPV, as many as there is room for."""
    case = document.case
    first = [key for key in (case.baseline, document.preferred) if key]
    rest = sorted((o.key for o in case.options if o.key not in first), key=lambda key: -findings.results[key].npv)
    return tuple(case.option(key) for key in [*first, *rest][:COLUMNS])


def _kind(line: Line | LineTotal) -> Kind:
    """The row that a line belongs to: its category; a line that has none keeps its own name."""
    return line.category, line.name if line.category in _OTHERS else ""


def _totals(results: Results) -> dict[Kind, Decimal]:
    found: dict[Kind, Decimal] = {}
    for line in results.lines:
        if line.is_counted:
            found[_kind(line)] = found.get(_kind(line), Decimal(0)) + line.total
    return found


def _column(totals: Mapping[Kind, Decimal], kinds: Sequence[Kind], step: Decimal) -> list[int | None]:
    """An option's cells: its costs foot to its total cost, and with its values to its net."""
    costs = [kind for kind in kinds if kind in totals and kind[0].is_cost]
    values = [kind for kind in kinds if kind in totals and not kind[0].is_cost]
    cost, value = sum((totals[kind] for kind in costs), Decimal(0)), sum((totals[k] for k in values), Decimal(0))
    shown_cost = shown(cost, step)
    cells = dict(zip(costs, footed([totals[kind] for kind in costs], cost, step), strict=True))
    wanted = (shown(value - cost, step) + shown_cost) * step
    cells |= dict(zip(values, footed([totals[kind] for kind in values], wanted, step), strict=True))
    return [cells.get(kind) for kind in kinds]


def _row(document: Document, options: Sequence[Option], kind: Kind, cells: list[int | None]) -> Row:
    case = document.case
    ordered = sorted(options, key=lambda option: option.key != document.preferred)
    by_option = [[line for line in o.lines if _kind(line) == kind and case.counts(line)] for o in ordered]
    graded = [case.grade_of(line) for line in next(lines for lines in by_option if lines)]
    return Row(
        category=kind[0],
        name=kind[1],
        cells=tuple(cells),
        difference=(cells[1] or 0) - (cells[0] or 0) if case.baseline else None,
        lines=tuple(line for lines in by_option for line in lines),
        grade=max(graded, key=lambda grade: grade.value),
        is_cost=kind[0].is_cost,
    )
