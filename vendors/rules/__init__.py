"""The rules about evidence: each kind's in a file of its own."""

from collections.abc import Callable
from typing import Final

from vendors.rules.dpa import dpa
from vendors.rules.insurance import insurance
from vendors.rules.iso27001 import iso27001
from vendors.rules.other import other
from vendors.rules.paper import Basis, Fault, Paper, Terms, Validity
from vendors.rules.soc2 import soc2
from vendors.rules.standing import REMIND_BEFORE, Held, Standing, State, reminder_due, standing

RULES: Final[dict[str, Callable[[Paper, Terms], Validity]]] = {
    "soc2": soc2,
    "iso27001": iso27001,
    "dpa": dpa,
    "insurance": insurance,
    "other": other,
}
"""The rule of each ``EvidenceKind``."""

__all__ = [
    "REMIND_BEFORE",
    "RULES",
    "Basis",
    "Fault",
    "Held",
    "Paper",
    "Standing",
    "State",
    "Terms",
    "Validity",
    "reminder_due",
    "standing",
]
