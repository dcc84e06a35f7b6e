"""A night desk whose case was approved ten months ago, with what happened since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from engagements.models import Engagement, EngagementTerms
from finance.actions.invoices import add_invoice, enter_actual
from finance.models import ActualEntry, CaseVersion, Invoice, InvoiceLine
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.factories.realisation import approve_case
from workitems.models import WorkItem


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def felix(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.people[Role.FINANCE])


Billing = Callable[..., Invoice]


@pytest.fixture
def bill(house: House, now: datetime) -> Billing:
    """Keeps an invoice of Kestrel with one line of the night desk, for one month."""

    def make(number: str, month: date, amount: str, line: str = "service", **more: object) -> Invoice:
        given: dict[str, object] = {"currency": "EUR", "issue_date": month, **more}
        invoice = Invoice(number=number, vendor=house.vendors["kestrel"], **given)
        end = (month + timedelta(days=31)).replace(day=1)
        part = InvoiceLine(
            engagement=house.engagements["kestrel"],
            cost_line=line,
            period_start=month,
            period_end=end,
            amount=Decimal(amount),
        )
        return add_invoice(invoice=invoice, lines=[part], by=house.people[Role.FINANCE], now=now)

    return make


@pytest.fixture
def approved(house: House, now: datetime) -> CaseVersion:
    """The case of the night desk, approved."""
    return approve_case(house, house.engagements["kestrel"], now)


@pytest.fixture
def three_months(house: House, approved: CaseVersion, bill: Billing, now: datetime) -> CaseVersion:
    """August and September whole, October without an invoice; a dollar invoice that cannot be counted."""
    by = house.people[Role.FINANCE]
    with staff(house.pk, actor=by.pk):
        bill("K-0", date(2026, 7, 1), "5600", "transition")
        bill("K-8", date(2026, 8, 1), "8800")
        bill("K-9", date(2026, 9, 1), "9000")
        bill("K-$", date(2026, 9, 1), "777", currency="USD")
        desk = house.engagements["kestrel"]
        entry = ActualEntry(
            engagement=desk,
            line="oversight",
            period_start=date(2026, 8, 1),
            period_end=date(2026, 9, 1),
            quantity=Decimal(14),
            rate=Decimal(60),
            currency="EUR",
            basis="Time sheets",
        )
        enter_actual(entry=entry, by=by, now=now)
        EngagementTerms.objects.filter(engagement=desk).delete()
        EngagementTerms.objects.create(
            engagement=desk, valid_from=date(2026, 1, 1), currency="EUR", oversight_hours=10, oversight_rate=60
        )
        desk.started_on = date(2026, 1, 1)
        desk.save()
        for month, count in ((8, 11), (9, 12), (10, 13)):
            items(desk, count, datetime(2026, month, 10, 12, tzinfo=now.tzinfo), now)
    return approved


def items(desk: Engagement, count: int, at: datetime, now: datetime) -> None:
    """Accepted items, and one that was defective."""
    WorkItem.objects.bulk_create(
        WorkItem(
            source="desk",
            external_id=f"{at:%Y%m}-{number}",
            status_class="closed",
            engagement=desk,
            opened_at=at - timedelta(days=1),
            resolved_at=at,
            checked=number == 0,
            defective=number == 0,
            row_hash="0" * 64,
            created_at=now,
            updated_at=now,
        )
        for number in range(count + 1)
    )
