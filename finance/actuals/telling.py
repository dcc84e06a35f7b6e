"""A realisation as JSON: what was told, so that it can be worked out again, and what was found."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from finance.actuals.course import Ends, ends
from finance.actuals.realisation import Realisation, Row, Told
from finance.actuals.variance import Variance


def told_json(told: Iterable[tuple[Told, str]]) -> list[dict[str, Any]]:
    """What was told, each with who or what told it; fractions as "a/b"."""
    return [
        {
            "month": each.month,
            "line": each.line,
            "amount": str(each.amount),
            "quantity": None if each.quantity is None else str(each.quantity),
            "from": source,
        }
        for each, source in told
    ]


def told_from_json(rows: Iterable[Mapping[str, Any]]) -> list[Told]:
    """The same read back."""
    return [
        Told(
            row["month"],
            row["line"],
            Fraction(row["amount"]),
            None if row["quantity"] is None else Fraction(row["quantity"]),
        )
        for row in rows
    ]


def realisation_json(found: Realisation) -> dict[str, Any]:
    """Everything that was found; money and rates as text, what is not known as null."""
    whole: Ends = ends(found)
    return {
        "closed": found.closed,
        "currency": found.plan.currency,
        "planned_cost": str(found.planned_cost),
        "actual_cost": str(found.actual_cost),
        "early": str(found.early),
        "explained": _parts(found.explained),
        "benefit": {
            "months": list(found.benefit.months),
            "planned": str(found.benefit.planned),
            "actual": str(found.benefit.actual),
            "realised": _text(found.benefit.realised),
        },
        "cost_per_unit": _text(found.cost_per_unit),
        "planned_cost_per_unit": _text(found.planned_cost_per_unit),
        "ends": {
            "planned_cost": str(whole.planned_cost),
            "planned_value": str(whole.planned_value),
            "cost": str(whole.cost),
            "value": str(whole.value),
        },
        "rows": [_row(row) for row in found.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "name": row.name,
        "category": row.category.value,
        "plan": [str(each) for each in row.plan.amounts] if row.plan else None,
        "actual": {str(month): str(amount) for month, amount in row.actual.items()},
        "planned_to_date": str(row.planned),
        "actual_to_date": str(row.so_far),
        "missing": list(row.missing),
        "explained": _parts(row.explained),
        "to_plan": str(row.forecast.to_plan),
        "at_pace": str(row.forecast.at_pace),
        "run_rate": _text(row.forecast.run_rate),
    }


def _parts(explained: Variance) -> dict[str, str]:
    return {
        "volume": str(explained.volume),
        "price": str(explained.price),
        "mix": str(explained.mix),
        "unplanned": str(explained.unplanned),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
