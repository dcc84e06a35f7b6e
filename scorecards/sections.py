"""What higher rooms put on a scorecard: slots, filled in ``outsourcing.wiring``, whose answers are sealed with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from foundation.accounts.slots import Slot


@dataclass(frozen=True, slots=True)
class Paid:
    """Of the invoices that fell due in ``months`` months, how many were paid by their due date."""

    in_time: int
    due: int
    months: int


class PromptPayment(Protocol):
    """How promptly a vendor was paid up to ``today`` (the client's local date), today not included."""

    def __call__(self, vendor_id: int, *, today: date) -> Paid: ...


prompt_payment: Slot[PromptPayment] = Slot("scorecards.sections.prompt_payment")
