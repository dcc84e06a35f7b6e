"""Insurance: through its last day, with a sum."""

from datetime import date

from vendors.rules import Fault, Paper, Terms
from vendors.rules.insurance import insurance


def test_insurance() -> None:
    assert insurance(Paper(expires_on=date(2027, 1, 1), has_cover=True), Terms()) == (date(2027, 1, 1), Fault.NONE)
    assert insurance(Paper(has_cover=True), Terms()).fault == Fault.NO_EXPIRY
    assert insurance(Paper(expires_on=date(2027, 1, 1)), Terms()).fault == Fault.NO_COVER
