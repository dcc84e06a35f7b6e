"""Which order a column writes its dates in: decided by its values, or asked; never guessed."""

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.inbox.problems import ImportProblem
from foundation.inbox.values import kinds
from foundation.inbox.values.dates import COMPACT_DATE, ISO_DATE, NAMED_DATE, NUMBER, NUMERIC_DATE, DateOrder
from foundation.inbox.values.parsed import ANY_MISSING, Missing

_MONTHS = 12
_EPOCH_SECONDS = (10**8, 10**10)
_EPOCH_MILLISECONDS = (10**11, 10**13)


@dataclass(frozen=True, slots=True)
class DateFinding:
    """What a column's values say. `order` is None when a person must choose: then `question` is the problem.

    `evidence` and `evidence_line` are the value that decided (“13/2/2016”); `seen` counts values that were not missing.
    """

    order: DateOrder | None
    seen: int
    evidence: str | None = None
    evidence_line: int | None = None
    question: ImportProblem | None = None


class DateColumn:
    """Feed it every value of a column, then ask for its `finding`. Cheap enough for the whole file."""

    def __init__(self, column: str, missing: Missing = ANY_MISSING) -> None:
        self.column = column
        self._missing = missing
        self._seen = 0
        self._first: dict[DateOrder | None, tuple[int, str]] = {}
        self._known: set[str] = set()

    def feed(self, line: int, cell: str) -> None:
        """One value with its physical line."""
        day = cell[:10]
        if day in self._known:
            self._seen += 1
            return
        if cell in self._missing:
            return
        self._seen += 1
        orders = _orders(cell.strip())
        if orders:
            self._first.setdefault(orders[0] if len(orders) == 1 else None, (line, cell.strip()))
            if "/" in day or "-" in day:
                self._known.add(day)

    def finding(self) -> DateFinding:
        """The order that the values decide on, or the question to ask."""
        decided = [order for order in self._first if order is not None]
        if not decided and None in self._first:
            line, text = self._first[None]
            return DateFinding(None, self._seen, question=kinds.DATES_AMBIGUOUS.at(line, self.column, text))
        if not decided:
            return DateFinding(None if self._seen else DateOrder.ISO, self._seen)
        clashing = [order for order in decided if order != DateOrder.ISO]
        if len(clashing) > 1:
            (line, text), (other_line, other) = self._first[clashing[0]], self._first[clashing[1]]
            order = clashing[0].replace("_", " ")
            question = kinds.DATES_CONTRADICT.at(
                line, self.column, text, order=order, other_line=other_line, other=other
            )
            return DateFinding(None, self._seen, question=question)
        if not clashing and None in self._first:
            line, text = self._first[None]
            return DateFinding(None, self._seen, question=kinds.DATES_AMBIGUOUS.at(line, self.column, text))
        order_found = (clashing or decided)[0]
        line, text = self._first[order_found]
        return DateFinding(order_found, self._seen, text, line)


def find_date_order(column: str, values: Iterable[tuple[int, str]], missing: Missing = ANY_MISSING) -> DateFinding:
    """The finding over (line, text) pairs of one column."""
    reader = DateColumn(column, missing)
    for line, cell in values:
        reader.feed(line, cell)
    return reader.finding()


def _orders(text: str) -> list[DateOrder]:
    """The orders that this text fits: one when it decides, two when day and month may be swapped, none when no date."""
    if ISO_DATE.fullmatch(text) or COMPACT_DATE.fullmatch(text) or NAMED_DATE.fullmatch(text):
        return [DateOrder.ISO]
    if match := NUMERIC_DATE.fullmatch(text):
        one, two = int(match["one"]), int(match["two"])
        orders = [DateOrder.DAY_FIRST] if two <= _MONTHS else []
        return [*orders, DateOrder.MONTH_FIRST] if one <= _MONTHS else orders
    if NUMBER.fullmatch(text):
        count = float(text)
        if _EPOCH_SECONDS[0] <= count < _EPOCH_SECONDS[1]:
            return [DateOrder.EPOCH_SECONDS]
        if _EPOCH_MILLISECONDS[0] <= count < _EPOCH_MILLISECONDS[1]:
            return [DateOrder.EPOCH_MILLISECONDS]
    return []
