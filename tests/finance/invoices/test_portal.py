"""A vendor's invoices in its portal: what it charged and when it was paid, and nothing of the client's own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from finance.models import Invoice, InvoiceLine
from finance.queries.portal_invoices import COLUMNS
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from tests.conftest import SignIn
from tests.factories.cast import House
from tests.isolation.rows import attempt


def charge(house: House, number: str, *, vendor: str = "kestrel", due: date | None, paid: date | None) -> Invoice:
    """An invoice of 1,000 and 190 tax."""
    with context.staff(house.pk):
        invoice: Invoice = Invoice.objects.create(
            vendor=house.vendors[vendor],
            number=number,
            issue_date=date(2026, 9, 1),
            due_date=due,
            paid_date=paid,
            currency="EUR",
            net=Decimal(1000),
            tax=Decimal(190),
            state="paid" if paid else "open",
            note="we wait on purpose",
            created_at=datetime(2026, 9, 1, tzinfo=UTC),
        )
        InvoiceLine.objects.create(
            invoice=invoice, key="1", cost_line="secret-line", period_start=date(2026, 8, 1),
            period_end=date(2026, 9, 1), amount=Decimal(1000),
        )  # fmt: skip
    return invoice


@pytest.fixture
def charged(house: House) -> House:
    charge(house, "K-1", due=date(2026, 10, 1), paid=date(2026, 10, 1))
    charge(house, "K-2", due=date(2026, 10, 1), paid=date(2026, 10, 9))
    charge(house, "K-3", due=date(2026, 11, 1), paid=None)
    charge(house, "I-1", vendor="inkwell", due=date(2026, 10, 1), paid=None)
    return house


def shelf(house: House, vendor: str = "kestrel") -> str:
    return reverse("finance:invoice-portal-list", args=[house.slug, house.vendors[vendor].pk])


@pytest.fixture
def robert(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])


def test_a_manager_sees_own_invoices_and_the_figure_that_the_client_sees(
    charged: House, robert: Client, felix: Client, now: datetime
) -> None:
    with time_machine.travel(now, tick=False):
        _compare(charged, robert, felix)


def _compare(charged: House, robert: Client, felix: Client) -> None:
    page = robert.get(shelf(charged))
    text = page.content.decode()
    assert [row.number for row in page.context["rows"]] == ["K-3", "K-2", "K-1"]
    theirs = felix.get(
        reverse("finance:invoice-list", args=[charged.slug]), {"vendor": charged.vendors["kestrel"].pk}
    ).context["paid"]
    assert page.context["paid"] == theirs
    assert (theirs.by_count.part, theirs.by_count.whole) == (1, 3)
    assert ("1 of 3 due in 12 months" in text, "Overdue" in text, "Paid late" in text) == (True, True, True)
    assert not [word for word in ("I-1", "on purpose", "secret-line") if word in text]
    late = robert.get(shelf(charged), {"state": "late", "vendor": str(charged.vendors["inkwell"].pk)})
    assert [row.number for row in late.context["rows"]] == ["K-3"]
    table = robert.get(shelf(charged), {"csv": "1"}).content.decode()
    assert (table.count("K-"), "I-1" in table, "on purpose" in table) == (3, False, False)


def test_an_agent_and_another_vendor_see_none(charged: House, sign_in: SignIn) -> None:
    agent = charged.vendor_people["kestrel", Role.VENDOR_AGENT]
    assert sign_in(agent).get(shelf(charged)).status_code == 403
    with context.portal(charged.pk, vendor=charged.vendors["kestrel"].pk, actor=agent.pk):
        assert attempt("SELECT number FROM finance_invoice") == []
    other = sign_in(charged.vendor_people["inkwell", Role.VENDOR_MANAGER])
    assert [row.number for row in other.get(shelf(charged, "inkwell")).context["rows"]] == ["I-1"]
    assert other.get(shelf(charged)).status_code == 404


def test_the_database_keeps_the_clients_columns(charged: House) -> None:
    manager = charged.vendor_people["kestrel", Role.VENDOR_MANAGER].pk
    with context.portal(charged.pk, vendor=charged.vendors["kestrel"].pk, actor=manager):
        for column in ("note", "created_by_id", "created_at", "revision"):
            assert attempt(f"SELECT {column} FROM finance_invoice") is None, column
        columns = ", ".join(getattr(Invoice._meta.get_field(name), "attname", name) for name in COLUMNS)
        rows = attempt(f"SELECT {columns} FROM finance_invoice")
        assert rows is not None
        assert len(rows) == 3
        assert attempt("SELECT id FROM finance_invoiceline") is None
        assert attempt("UPDATE finance_invoice SET state = 'paid'") is None


def test_the_list_asks_a_fixed_number_of_times(house: House, robert: Client) -> None:
    counts = []
    for numbers in (["K-1"], ["K-2", "K-3"]):
        for number in numbers:
            charge(house, number, due=date(2026, 11, 1), paid=None)
        robert.get(shelf(house))
        with CaptureQueriesContext(connection) as asked:
            assert robert.get(shelf(house)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
