"""Rounding a column so that what is printed adds up: the parts to their total, to the last digit shown. Pure."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from finance.case.rounding import adding_up

_WIDEST: Final = Decimal(10) ** 8
_STEPS: Final = (Decimal(1), Decimal(10) ** 3, Decimal(10) ** 6, Decimal(10) ** 9)


def divisor(amounts: Sequence[Decimal]) -> Decimal:
    """1, a thousand, a million or a billion: the least with which every amount has at most eight digits."""
    largest = max((abs(amount) for amount in amounts), default=Decimal(0))
    return next((step for step in _STEPS if largest < step * _WIDEST), _STEPS[-1])


def shown(amount: Decimal, step: Decimal) -> int:
    """The amount in whole steps, half up (away from zero)."""
    return int((amount / step).quantize(Decimal(1), ROUND_HALF_UP))


def footed(parts: Sequence[Decimal], total: Decimal, step: Decimal) -> list[int]:
    """The parts in whole steps, so that they add up to the total as it is shown; the largest takes what rounding left.

    So equal parts of two columns look equal, and the total is right to its last digit.
    """
    found, whole = adding_up([part / step for part in parts])
    if not found:
        return []
    largest = max(range(len(parts)), key=lambda at: abs(parts[at]))
    return [each + (shown(total, step) - whole) * (at == largest) for at, each in enumerate(found)]
