"""SOC 2: Type II, eighteen months from the end of its period, inclusive."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from vendors.rules import Fault, Paper, Terms
from vendors.rules.soc2 import soc2

REPORT = Paper(soc2_type="2", opinion="unqualified", period_end=date(2025, 5, 31), issued_on=date(2025, 8, 15))


@pytest.mark.parametrize(
    ("terms", "until"),
    [
        (Terms(), date(2026, 11, 30)),
        (Terms(soc2_basis="issued_on"), date(2027, 2, 15)),
        (Terms(soc2_months=12), date(2026, 5, 31)),
        (Terms(soc2_months=9), date(2026, 2, 28)),
    ],
)
def test_counts_through_the_last_day(terms: Terms, until: date) -> None:
    assert soc2(REPORT, terms) == (until, Fault.NONE)


def test_a_bridge_letter_carries_it_further_and_never_back() -> None:
    assert soc2(replace(REPORT, bridge_until=date(2026, 12, 31)), Terms()).until == date(2026, 12, 31)
    assert soc2(replace(REPORT, bridge_until=date(2026, 1, 31)), Terms()).until == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"soc2_type": "1"}, Fault.TYPE_ONE),
        ({"opinion": "adverse"}, Fault.OPINION),
        ({"opinion": ""}, Fault.OPINION),
        ({"period_end": None}, Fault.NO_PERIOD),
    ],
)
def test_what_never_counts(change: dict[str, Any], fault: Fault) -> None:
    assert soc2(replace(REPORT, **change), Terms()) == (None, fault)
