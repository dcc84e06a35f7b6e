"""A row of a file read as a line of an invoice. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from engagements.versions import EARLIEST_DAY, LATEST_DAY
from finance.actuals.months import month_of
from finance.case import Category
from finance.invoicing import import_kinds as kinds
from finance.invoicing.columns import DATES, NUMBERS, plain
from foundation.accounts.currencies import CODES
from foundation.inbox.problems import ImportProblem, ProblemKind
from foundation.inbox.values.dates import DateOrder, date_parser
from foundation.inbox.values.kinds import DATE_IMPOSSIBLE, NUMBER_UNREADABLE
from foundation.inbox.values.numbers import DecimalStyle, parse_decimal
from foundation.inbox.values.parsed import ANY_MISSING
from workitems.import_kinds import CURRENCY_UNKNOWN, NUMBER_TOO_LARGE, TEXT_TOO_LONG

LIMITS: Final = {"supplier": 120, "number": 60, "line": 40, "description": 300, "engagement": 120}
LARGEST: Final = Decimal(10) ** 12
COSTS: Final = tuple(category for category in Category if category.is_cost)
_MISSING: Final = {
    "supplier": kinds.SUPPLIER_MISSING,
    "number": kinds.NUMBER_MISSING,
    "issue_date": kinds.DATE_MISSING,
    "amount": kinds.AMOUNT_MISSING,
}
_UTC: Final = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells are written, and what holds where the file says nothing."""

    style: DecimalStyle
    order: DateOrder
    currency: str
    terms_days: int | None = None


@dataclass(frozen=True, slots=True)
class ReadLine:
    """``values`` by field, empty cells left out; a row with ``problems`` is set aside."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: tuple[ImportProblem, ...] = ()

    def get(self, name: str) -> Any:
        """A value, None when the row does not say it."""
        return self.values.get(name)


@dataclass(frozen=True, slots=True)
class _Wrong:
    kind: ProblemKind
    params: dict[str, object] = field(default_factory=dict)


def read(cells: Mapping[str, tuple[str, str]], *, line: int, how: Reading) -> ReadLine:
    """Read the cells of a row: field -> (column, text). Empty cells say nothing."""
    values: dict[str, Any] = {}
    problems: list[ImportProblem] = []
    for name, (column, cell) in cells.items():
        text = ANY_MISSING.text(cell)
        if text is None:
            continue
        found = _value(name, text, how)
        if isinstance(found, _Wrong):
            problems.append(found.kind.at(line, column, text, **found.params))
        else:
            values[name] = found
    unread = {each.column for each in problems}
    for name, kind in _MISSING.items():
        place = cells[name][0] if name in cells else None
        if name not in values and (place is None or place not in unread):
            problems.append(kind.at(line, place))
    if not problems:
        problems += _contradictions(values, cells, line)
    if not problems:
        _fill_in(values, how)
    return ReadLine(values, tuple(problems))


def _value(name: str, text: str, how: Reading) -> Any:
    if name in DATES:
        return _day(text, how.order)
    if name in NUMBERS:
        number = parse_decimal(text, how.style)
        if number is None:
            return _Wrong(NUMBER_UNREADABLE, {"style": how.style.value})
        return number if abs(number) < LARGEST else _Wrong(NUMBER_TOO_LARGE, {"limit": f"{LARGEST:,}"})
    if name == "currency":
        code = text.upper()
        return code if code in CODES else _Wrong(CURRENCY_UNKNOWN)
    if name == "cost_line":
        known = {plain(each.value): each.value for each in COSTS}
        found = known.get(plain(text))
        return found or _Wrong(kinds.COST_LINE_UNKNOWN, {"choices": ", ".join(known)})
    return text if len(text) <= LIMITS[name] else _Wrong(TEXT_TOO_LONG, {"limit": LIMITS[name]})


def _day(text: str, order: DateOrder) -> date | _Wrong:
    parsed = date_parser(order, _UTC)(text)
    if parsed.value is None:
        problem = parsed.problem
        return _Wrong(problem, {"order": order.value}) if problem else _Wrong(kinds.DATE_MISSING)
    day = parsed.value.date()
    return day if EARLIEST_DAY <= day <= LATEST_DAY else _Wrong(DATE_IMPOSSIBLE, {"order": order.value})


def _contradictions(values: dict[str, Any], cells: Mapping[str, tuple[str, str]], line: int) -> list[ImportProblem]:
    """Dates that cannot both be right."""
    found = []
    issued, due = values["issue_date"], values.get("due_date")
    if due is not None and due < issued:
        found.append(kinds.DUE_BEFORE_ISSUE.at(line, cells["due_date"][0], due.isoformat(), issued=issued.isoformat()))
    start, last = values.get("period_start"), values.get("period_last")
    if (start is None) != (last is None):
        name = "period_start" if start is None else "period_last"
        found.append(kinds.PERIOD_HALF.at(line, cells[name][0] if name in cells else None))
    elif start is not None and last is not None and last < start:
        found.append(
            kinds.PERIOD_BACKWARDS.at(line, cells["period_last"][0], last.isoformat(), start=start.isoformat())
        )
    return found


def _fill_in(values: dict[str, Any], how: Reading) -> None:
    """What holds where the file says nothing: its currency, when it is due, and the month that it is for."""
    issued = values["issue_date"]
    values.setdefault("currency", how.currency)
    values.setdefault("cost_line", Category.SERVICE.value)
    if "due_date" not in values and how.terms_days is not None:
        values["due_date"] = issued + timedelta(days=how.terms_days)
    if "period_start" in values:
        values["period_end"] = values.pop("period_last") + timedelta(days=1)
    else:
        month = month_of(issued)
        values["period_start"], values["period_end"] = month.start, month.end
