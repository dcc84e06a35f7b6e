"""A data processing agreement says all it must, and tells a breach in time."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from vendors.rules import Fault, Paper, Terms
from vendors.rules.dpa import dpa

SIGNED = Paper(purposes="night desk", breach_hours=72, retention="90 days", sub_processing="consent")


def test_dpa() -> None:
    assert dpa(SIGNED, Terms()) == (None, Fault.NONE)
    assert dpa(replace(SIGNED, expires_on=date(2027, 1, 1)), Terms()).until == date(2027, 1, 1)
    assert dpa(replace(SIGNED, breach_hours=73), Terms()).fault == Fault.DPA_SLOW


@pytest.mark.parametrize(
    "lacking", [{"purposes": " "}, {"breach_hours": None}, {"retention": ""}, {"sub_processing": ""}]
)
def test_an_agreement_that_leaves_something_out(lacking: dict[str, Any]) -> None:
    assert dpa(replace(SIGNED, **lacking), Terms()).fault == Fault.DPA_INCOMPLETE
