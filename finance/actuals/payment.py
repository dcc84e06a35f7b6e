"""Paying promptly: which invoices fell due, which were paid by then, and how old the open ones are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from finance.actuals.months import Span

BANDS: Final = (0, 30, 60, 90)
"""Days overdue: not yet due, 1 to 30, 31 to 60, 61 to 90, over 90."""


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice as far as paying it goes. `amount` is with tax; one that is `left_out` (cancelled, disputed) is not
    counted."""

    amount: Decimal
    currency: str
    due_date: date | None
    paid_date: date | None
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """So much of so much; `percent` is None without a whole."""

    part: Decimal
    whole: Decimal

    @property
    def percent(self) -> Decimal | None:
        """The share in percent, unrounded."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class PromptPayment:
    """Invoices paid by their due date, of those that fell due: by count, and by amount in each currency.

    `without_due_date` and `left_out` are how many were not counted for those reasons.
    """

    by_count: Share
    by_amount: dict[str, Share]
    without_due_date: int
    left_out: int


def prompt_payment(bills: Iterable[Bill], *, period: Span, today: date) -> PromptPayment:
    """Of the invoices whose due date lies in a period and has passed. Paid on the due date is in time; credit notes
    (nothing or less than nothing) are not due."""
    due: list[Bill] = []
    without = left_out = 0
    for bill in bills:
        if bill.amount <= 0:
            continue
        if bill.due_date is None:
            without += not bill.left_out
        elif period.start <= bill.due_date < min(period.end, today):
            if bill.left_out:
                left_out += 1
            else:
                due.append(bill)
    amounts = {
        currency: Share(_sum(b for b in due if b.currency == currency and _in_time(b)),
                        _sum(b for b in due if b.currency == currency))
        for currency in sorted({bill.currency for bill in due})
    }  # fmt: skip
    count = Share(Decimal(sum(_in_time(bill) for bill in due)), Decimal(len(due)))
    return PromptPayment(count, amounts, without, left_out)


@dataclass(frozen=True, slots=True)
class Age:
    """Open invoices of one currency: number and amount by band of days overdue, and those without a due date."""

    currency: str
    counts: tuple[int, ...]
    amounts: tuple[Decimal, ...]
    undated: int
    undated_amount: Decimal

    @property
    def total(self) -> Decimal:
        """Everything open."""
        return sum(self.amounts, self.undated_amount)


def ages(bills: Iterable[Bill], *, today: date) -> list[Age]:
    """Unpaid invoices by how long they are overdue, currency by currency; credit notes count as what they take off."""
    open_bills = [bill for bill in bills if bill.paid_date is None and not bill.left_out]
    return [
        _age(currency, [bill for bill in open_bills if bill.currency == currency], today)
        for currency in sorted({bill.currency for bill in open_bills})
    ]


def _age(currency: str, bills: Sequence[Bill], today: date) -> Age:
    banded: list[list[Bill]] = [[] for _ in range(len(BANDS) + 1)]
    for bill in bills:
        if bill.due_date is not None:
            banded[band_of(bill.due_date, today)].append(bill)
    undated = [bill for bill in bills if bill.due_date is None]
    counts = tuple(len(each) for each in banded)
    return Age(currency, counts, tuple(_sum(each) for each in banded), len(undated), _sum(undated))


def band_of(due_date: date, today: date) -> int:
    """The band of an open invoice: 0 until the due date has passed, then by days overdue; the bounds belong below."""
    late = (today - due_date).days
    return sum(late > bound for bound in BANDS)


def _in_time(bill: Bill) -> bool:
    return bill.paid_date is not None and bill.due_date is not None and bill.paid_date <= bill.due_date


def _sum(bills: Iterable[Bill]) -> Decimal:
    return sum((bill.amount for bill in bills), Decimal(0))
