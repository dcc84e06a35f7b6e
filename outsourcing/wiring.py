"""What higher rooms give to lower ones: every slot is filled here, and nowhere else."""

from __future__ import annotations

from foundation.accounts.actions.organizations import furnish
from foundation.accounts.queries import vendor_choices
from vendors import queries as vendors
from vendors.actions import make_own_team


def fill_slots() -> None:
    """Fill every slot that a lower room declares."""
    furnish.fill(make_own_team)
    vendor_choices.fill(vendors.vendor_choices)
