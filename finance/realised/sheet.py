"""What the one page about an approved case says, put together from its realisation. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from finance.actuals.bring_back import BringBack
from finance.actuals.course import Course, Ends, course, ends, over, quarter_of
from finance.actuals.realisation import Realisation, Row
from finance.case import Document
from finance.footing import divisor, footed, shown


@dataclass(frozen=True, slots=True)
class RealisedFacts:
    """What stands around the figures. `period` names the quarter, or the day that "to date" is; `made_at` is when
    the data was read; `seal` is that of the approved version."""

    organization: str
    title: str
    about: str
    prepared_by: str
    period: str
    made_on: date
    number: int
    seal: str
    link: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of figures in steps of the table: the last three months and to date (plan, actual), the end (plan, at its
    pace). None where nothing is known or planned."""

    quarter: tuple[int | None, int | None]
    to_date: tuple[int | None, int | None]
    end: tuple[int | None, int | None]

    @property
    def difference(self) -> int | None:
        """Actual less plan to date, as shown."""
        planned, actual = self.to_date
        return None if planned is None or actual is None else actual - planned

    @property
    def size(self) -> int:
        """The largest figure."""
        return max(abs(each or 0) for each in (*self.quarter, *self.to_date, *self.end))


@dataclass(frozen=True, slots=True)
class RealisedRow:
    """A cost line with its figures."""

    row: Row
    cells: Cells


@dataclass(frozen=True, slots=True)
class RealisedSheet:
    """A realisation as it is printed. `step` is what 1 stands for in `rows` and `total`; every column adds up."""

    facts: RealisedFacts
    document: Document
    found: Realisation
    bring_back: BringBack | None
    other_currencies: tuple[str, ...]
    course: Course
    ends: Ends
    quarter: tuple[int, ...]
    step: Decimal
    rows: tuple[RealisedRow, ...]
    total: Cells

    @classmethod
    def of(
        cls,
        document: Document,
        found: Realisation,
        facts: RealisedFacts,
        *,
        bring_back: BringBack | None = None,
        other_currencies: tuple[str, ...] = (),
    ) -> RealisedSheet:
        """From what was found."""
        months, whole = quarter_of(found), ends(found)
        amounts = [*(row.forecast.at_pace for row in found.costs), *(_end(row) or Decimal(0) for row in found.costs)]
        step = divisor([*amounts, whole.cost, whole.planned_cost, whole.value, whole.planned_value])
        rows, total = _table(found, months, step)
        return cls(
            facts=facts,
            document=document,
            found=found,
            bring_back=bring_back,
            other_currencies=other_currencies,
            course=course(found),
            ends=whole,
            quarter=months,
            step=step,
            rows=rows,
            total=total,
        )

    @property
    def currency(self) -> str:
        """The case's."""
        return self.found.plan.currency

    @property
    def option_name(self) -> str:
        """What was asked for."""
        return self.document.case.option(self.document.preferred).name

    def most(self, count: int) -> tuple[tuple[RealisedRow, ...], tuple[RealisedRow, ...]]:
        """At most so many rows in their order, and those that have no room: the smallest."""
        if len(self.rows) <= count:
            return self.rows, ()
        kept = {id(row) for row in sorted(self.rows, key=lambda row: -row.cells.size)[: count - 1]}
        return tuple(r for r in self.rows if id(r) in kept), tuple(r for r in self.rows if id(r) not in kept)


def together(rows: Sequence[RealisedRow]) -> Cells:
    """Rows added up, as they are shown."""

    def pair(pairs: list[tuple[int | None, int | None]]) -> tuple[int | None, int | None]:
        first, second = ([each for each in column if each is not None] for column in zip(*pairs, strict=True))
        return sum(first) if first else None, sum(second) if second else None

    return Cells(
        pair([row.cells.quarter for row in rows]),
        pair([row.cells.to_date for row in rows]),
        pair([row.cells.end for row in rows]),
    )


def _end(row: Row) -> Decimal | None:
    return sum(row.plan.amounts, Decimal(0)) if row.plan else None


def _table(found: Realisation, months: tuple[int, ...], step: Decimal) -> tuple[tuple[RealisedRow, ...], Cells]:
    costs = found.costs
    quarters = [over(row, months) for row in costs]
    columns: list[list[Decimal | None]] = [
        [each[0] if each else None for each in quarters],
        [each[1] if each else None for each in quarters],
        [row.planned if row.actual else None for row in costs],
        [row.so_far if row.actual else None for row in costs],
        [_end(row) for row in costs],
        [row.forecast.at_pace for row in costs],
    ]
    cells = [_footed(column, step) for column in columns]
    rows = tuple(
        RealisedRow(row, Cells(*((cells[at][place], cells[at + 1][place]) for at in (0, 2, 4))))
        for place, row in enumerate(costs)
    )
    sums = [_sum(column, step) for column in columns]
    return rows, Cells((sums[0], sums[1]), (sums[2], sums[3]), (sums[4], sums[5]))


def _footed(column: Sequence[Decimal | None], step: Decimal) -> list[int | None]:
    known = [each for each in column if each is not None]
    whole = iter(footed(known, sum(known, Decimal(0)), step))
    return [None if each is None else next(whole) for each in column]


def _sum(column: Sequence[Decimal | None], step: Decimal) -> int | None:
    known = [each for each in column if each is not None]
    return shown(sum(known, Decimal(0)), step) if known else None
