"""How a metric's values are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from engagements.models.metrics import Unit
from engagements.templatetags.agreements import amount


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (Decimal("61.617"), Unit.MONEY, "61.62"),
        (Decimal("61.6"), Unit.MONEY, "61.60"),
        (Decimal(1250), Unit.MONEY, "1,250.00"),
        (Decimal("97.500"), Unit.PERCENT, "97.5\N{NO-BREAK SPACE}%"),
        (Decimal("0.125"), Unit.HOURS, "0.125\N{NO-BREAK SPACE}h"),
        (Decimal(1200), Unit.COUNT, "1,200"),
        (None, Unit.MONEY, "\N{EN DASH}"),
    ],
)
def test_money_has_two_decimals_and_the_rest_as_many_as_it_needs(
    value: Decimal | None, unit: str, written: str
) -> None:
    with translation.override("en"):
        assert amount(value, unit) == written
