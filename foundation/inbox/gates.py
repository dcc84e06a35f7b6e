"""What lower rooms do not know: what to make of a mail."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from foundation.accounts.slots import Slot
from foundation.inbox.models import InboundMessage


class Taker(Protocol):
    """Makes something of a mail and says so in its state; ``message`` is locked, its body at hand."""

    def __call__(self, message: InboundMessage, *, now: datetime) -> None: ...


taker: Slot[Taker] = Slot("inbox.taker")
