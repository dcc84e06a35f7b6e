"""What this room asks of the rooms above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from foundation.accounts.slots import Slot

# How many engagements that have not ended on a day each vendor has, by vendor id; those without any are left out.
engagement_counts: Slot[Callable[[date], dict[int, int]]] = Slot("vendors.engagement_counts")
