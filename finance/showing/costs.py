"""The tables of cost and value by category, whole amounts that add up."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from finance import words
from finance.case import Case, Category, Findings, Results
from finance.case.rounding import adding_up
from finance.showing.parts import TotalRow


def cost_rows(case: Case, findings: Findings, preferred: str) -> tuple[tuple[TotalRow, ...], TotalRow]:
    """Counted cost by category, whole amounts that add up in every column."""
    kinds = [each for each in Category if each.is_cost]
    sums = {key: _by_category(found) for key, found in findings.results.items()}
    used = [kind for kind in kinds if any(kind in found for found in sums.values())]
    columns = {key: adding_up([found.get(kind, Decimal(0)) for kind in used]) for key, found in sums.items()}
    cells = {key: (*column, total) for key, (column, total) in columns.items()}
    made = []
    for place, kind in enumerate([*used, None]):
        amounts = {key: column[place] for key, column in cells.items()}
        there = {key: kind is None or kind in sums[key] for key in cells}
        difference = amounts[preferred] - amounts[case.baseline] if case.baseline else None
        made.append(
            TotalRow(
                _("Total") if kind is None else str(words.CATEGORIES[kind]),
                tuple(words.number(Decimal(amounts[o.key])) if there[o.key] else words.DASH for o in case.options),
                "" if difference is None else _signed(difference),
                "" if not difference else ("bad" if difference > 0 else "ok"),
            )
        )
    return tuple(made[:-1]), made[-1]


def _by_category(found: Results) -> dict[Category, Decimal]:
    sums: dict[Category, Decimal] = {}
    for line in found.lines:
        if line.is_counted:
            sums[line.category] = sums.get(line.category, Decimal(0)) + line.total
    return sums


def value_rows(case: Case, findings: Findings) -> tuple[TotalRow, ...]:
    """Counted value by category."""
    sums = {key: _by_category(found) for key, found in findings.results.items()}
    used = [each for each in Category if not each.is_cost and any(each in found for found in sums.values())]
    return tuple(
        TotalRow(
            str(words.CATEGORIES[kind]),
            tuple(words.number(sums[o.key][kind], 0) if kind in sums[o.key] else words.DASH for o in case.options),
        )
        for kind in used
    )


def _signed(value: int) -> str:
    return ("+" if value > 0 else "") + words.number(Decimal(value))
