"""Anything else counts until it expires."""

from datetime import date

from vendors.rules import Fault, Paper, Terms
from vendors.rules.other import other


def test_other() -> None:
    assert other(Paper(), Terms()) == (None, Fault.NONE)
    assert other(Paper(expires_on=date(2027, 1, 1)), Terms()) == (date(2027, 1, 1), Fault.NONE)
