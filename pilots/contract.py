"""How long and for how much a contract binds, held against the workspace's limits. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Bond:
    """What a contract binds to: ``months`` begun (None: no end is known), ``amount`` over them (None: not known)."""

    months: int | None
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Over which a pilot comes first; ``amount`` None is no such limit."""

    months: int
    amount: Decimal | None = None
    currency: str = ""


def months_begun(first: date, last: date) -> int:
    """The months that a span touches, counted from its first day; the last day still runs.

    >>> months_begun(date(2026, 1, 15), date(2026, 7, 14)), months_begun(date(2026, 1, 15), date(2026, 7, 15))
    (6, 7)
    """
    whole = (last.year - first.year) * 12 + last.month - first.month
    return whole + (1 if last.day >= first.day else 0)


def needs_pilot(bond: Bond, limits: Limits) -> bool:
    """Whether a pilot comes first: the term or the commitment is over its limit, or the term has no end.

    Amounts of two currencies are never compared: then the term alone decides.

    >>> needs_pilot(Bond(6), Limits(6)), needs_pilot(Bond(7), Limits(6)), needs_pilot(Bond(None), Limits(6))
    (False, True, True)
    """
    if bond.months is None or bond.months > limits.months:
        return True
    if bond.amount is None or limits.amount is None or bond.currency != limits.currency:
        return False
    return bond.amount > limits.amount
