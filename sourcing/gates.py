"""What a higher room says about a choice; ``outsourcing.wiring`` fills it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from foundation.accounts.slots import Slot

pilot_first: Slot[Callable[[int, Decimal, str], str]] = Slot("sourcing.pilot_first")
"""Why a contract over so many months, for so much money of a currency, needs a pilot first, in words; "" for none."""
