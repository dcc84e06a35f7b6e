"""ISO 27001: through its last day, with a scope."""

from datetime import date

from vendors.rules import Fault, Paper, Terms
from vendors.rules.iso27001 import iso27001


def test_iso27001() -> None:
    assert iso27001(Paper(expires_on=date(2027, 2, 28), scope="Warsaw"), Terms()) == (date(2027, 2, 28), Fault.NONE)
    assert iso27001(Paper(scope="Warsaw"), Terms()).fault == Fault.NO_EXPIRY
    assert iso27001(Paper(expires_on=date(2027, 2, 28), scope=" "), Terms()).fault == Fault.NO_SCOPE
