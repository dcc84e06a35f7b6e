"""What the sample's partners charged, what was paid when, and what the work earned."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from engagements.models import Engagement
from finance.models import ActualEntry, Invoice, InvoiceLine, InvoiceState
from foundation.accounts.models import User
from foundation.months import months_later
from outsourcing.sample.realised import Charged, LivedCase
from outsourcing.sample.story import Plan

MONTHS: Final = 6
TERMS: Final = timedelta(days=30)
TAX: Final = Decimal("0.19")
CENT: Final = Decimal("0.01")
LATE: Final = 0.14
"""The share of invoices that were paid after their due date."""
MARK_UP: Final = Decimal("1.34")


def charge(engagements: dict[str, Engagement], *, plans: tuple[Plan, ...], seed: int, by: User, now: datetime) -> None:
    """Six months of invoices of every partner, the newest not yet paid; revenue of the work done for clients. An
    engagement whose case is approved is billed beside its plan: the takeover first, then month by month."""
    random = Random(seed)  # noqa: S311  # a sample is no secret
    engaged = [(plan, engagements[plan.name]) for plan in plans if plan.vendor and plan.name in engagements]
    invoices: list[Invoice] = []
    lines: list[InvoiceLine] = []
    entries: list[ActualEntry] = []
    for number, (plan, engagement) in enumerate(engaged, start=1):
        zone = ZoneInfo(engagement.organization.time_zone)
        today = now.astimezone(zone).date()
        first = months_later(today.replace(day=1), -MONTHS)
        case = LivedCase.of(engagement) if number == 1 else None
        for back in range(MONTHS):
            month = months_later(first, back)
            invoice = _invoice(engagement, month, f"{plan.vendor[:2].upper()}-{number:02}-{month:%y%m}", by, now)
            charged = case.charged(back) if case else _charged(plan, random)
            own = _lines(invoice, engagement, month, charged)
            invoice.net = sum((line.amount for line in own), Decimal(0))
            invoice.tax = sum((line.tax for line in own), Decimal(0))
            _pay(invoice, today, random)
            invoices.append(invoice)
            lines += own
            if plan.client:
                entries.append(_earned(engagement, plan, month, invoice.currency, random, by, now))
        entries += case.entries(engagement, by=by, now=now) if case else ()
    Invoice.objects.bulk_create(invoices)
    for line in lines:
        line.invoice_id = line.invoice.pk
    InvoiceLine.objects.bulk_create(lines)
    ActualEntry.objects.bulk_create(entries)


def _invoice(engagement: Engagement, month: date, number: str, by: User, now: datetime) -> Invoice:
    issued = months_later(month, 1)
    return Invoice(
        vendor=engagement.vendor,
        number=number,
        issue_date=issued,
        received_date=issued + timedelta(days=3),
        due_date=issued + TERMS,
        currency=engagement.organization.currency,
        created_by=by,
        created_at=now,
    )


def _charged(plan: Plan, random: Random) -> list[Charged]:
    """The fee as agreed or a little beside it; tools here and there."""
    fee = (plan.fee * Decimal(random.choice(("1", "1", "1.02", "1.035")))).quantize(CENT)
    tools = Charged("tools", "Seats and remote access", (plan.fee * Decimal("0.035")).quantize(CENT))
    return [Charged("service", "", fee), *[tools] * (random.random() < 0.5)]  # noqa: PLR2004 - every other month


def _lines(invoice: Invoice, engagement: Engagement, month: date, charged: list[Charged]) -> list[InvoiceLine]:
    return [
        InvoiceLine(
            invoice=invoice,
            key=f"typed {number}",
            engagement=engagement,
            cost_line=line,
            description=text,
            period_start=month,
            period_end=months_later(month, 1),
            amount=amount,
            tax=(amount * TAX).quantize(CENT),
        )
        for number, (line, text, amount) in enumerate(charged, start=1)
    ]


def _pay(invoice: Invoice, today: date, random: Random) -> None:
    """Most are paid a few days before they are due, some after; what would be paid later than today is open."""
    late = random.random() < LATE
    days = random.randint(2, 16) if late else -random.randint(0, 9)
    if invoice.due_date is not None and (paid := invoice.due_date + timedelta(days=days)) <= today:
        invoice.paid_date, invoice.state = paid, InvoiceState.PAID


def _earned(
    engagement: Engagement, plan: Plan, month: date, currency: str, random: Random, by: User, now: datetime
) -> ActualEntry:
    return ActualEntry(
        engagement=engagement,
        line="revenue",
        period_start=month,
        period_end=months_later(month, 1),
        amount=(plan.fee * MARK_UP * Decimal(random.randint(95, 106)) / 100).quantize(CENT),
        currency=currency,
        basis=f"Billed to {plan.client}",
        entered_by=by,
        entered_at=now,
    )
