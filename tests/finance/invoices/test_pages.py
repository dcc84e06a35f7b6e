"""Invoices by hand: entered, changed, paid, disputed, cancelled; the list and its figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from finance.models import Invoice, InvoiceLine
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import House


def page(house: House, name: str, **kwargs: Any) -> str:
    return reverse(f"finance:invoice-{name}", kwargs={"org": house.slug, **kwargs})


def typed(house: House, number: str = "K-1", **more: str) -> dict[str, str]:
    return {
        "vendor": str(house.vendors["kestrel"].pk),
        "number": number,
        "currency": "EUR",
        "issue_date": "2026-10-31",
        "due_date": "2026-11-10",
        "lines-TOTAL_FORMS": "2",
        "lines-INITIAL_FORMS": "0",
        "lines-0-description": "October",
        "lines-0-engagement": str(house.engagements["kestrel"].pk),
        "lines-0-cost_line": "service",
        "lines-0-amount": "1000.50",
        "lines-0-tax": "190.10",
        "lines-1-cost_line": "service",
        **more,
    }


def test_a_life_by_hand(felix: Client, house: House) -> None:
    assert felix.post(page(house, "create"), typed(house)).status_code == 302
    with staff(house.pk):
        invoice = Invoice.objects.get()
        line = InvoiceLine.objects.get()
        assert (invoice.net, invoice.tax, invoice.state) == (Decimal("1000.500"), Decimal("190.100"), "open")
        assert (line.period_start, line.period_end) == (date(2026, 10, 1), date(2026, 11, 1))
    pk = invoice.pk
    assert "This exists already." in felix.post(page(house, "create"), typed(house, "k-1")).content.decode()
    edit = typed(house, **{"lines-0-pk": str(line.pk), "lines-0-amount": "900", "lines-1-amount": "50", "seen": "1"})
    assert felix.post(page(house, "edit", pk=pk), edit).status_code == 302
    stale = felix.post(page(house, "edit", pk=pk), edit)
    assert "Somebody else saved this in the meantime" in stale.content.decode()
    with staff(house.pk):
        invoice.refresh_from_db()
        assert (invoice.net, invoice.revision) == (Decimal(950), 2)
        assert sorted(InvoiceLine.objects.values_list("key", flat=True)) == ["typed 1", "typed 2"]
    early = felix.post(page(house, "pay", pk=pk), {"paid_date": "2199-01-01"}, follow=True)
    assert "This day is still ahead." in early.content.decode()
    for step, data, state in (
        ("dispute", {"note": "The hours are wrong"}, "disputed"),
        ("pay", {"paid_date": "2026-11-20"}, "paid"),
        ("cancel", {}, "paid"),
        ("reopen", {}, "open"),
        ("cancel", {}, "cancelled"),
    ):
        felix.post(page(house, step, pk=pk), data)
        with staff(house.pk):
            invoice.refresh_from_db()
        assert invoice.state == state, step
    assert "cancelled invoice does not change" in felix.post(page(house, "edit", pk=pk), edit).content.decode()


def test_what_is_wrong_stands_at_its_field(felix: Client, house: House) -> None:
    other = str(house.engagements["inkwell"].pk)
    for change, text in (
        ({"due_date": "2026-10-01"}, "It cannot be due before it was issued."),
        ({"lines-0-amount": ""}, "Give the net amount of this line."),
        ({"lines-0-description": "", "lines-0-amount": "", "lines-0-tax": ""}, "Give at least one line"),
        ({"lines-0-first_day": "2026-10-01"}, "Give both days"),
        ({"lines-0-first_day": "2026-10-02", "lines-0-last_day": "2026-10-01"}, "It ends before it begins."),
        ({"lines-0-amount": "1" + "0" * 14}, "Some lines have to be mended."),
        ({"paid_date": "2199-01-01"}, "This day is still ahead."),
        ({"number": ""}, "This field is required."),
        ({"lines-0-engagement": other}, "Choose one of this invoice"),
    ):
        answer = felix.post(page(house, "create"), typed(house, **change))
        assert answer.status_code == 422, change
        assert text in answer.content.decode(), change
    with staff(house.pk):
        assert not Invoice.objects.exists()


def test_the_list_in_as_many_queries_for_three_as_for_one(felix: Client, house: House) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            felix.get(page(house, "list"))
        return len(found)

    felix.post(page(house, "create"), typed(house, "A", paid_date="2026-11-10"))
    queries()
    one = queries()
    felix.post(page(house, "create"), typed(house, "B"))
    felix.post(page(house, "create"), typed(house, "C", currency="USD"))
    assert queries() == one
    shown = felix.get(page(house, "list") + "?state=late")
    assert [each.number for each in shown.context["rows"]] == ["C", "B"]
    whole = felix.get(page(house, "list"))
    assert whole.context["paid"].by_count.percent is not None
    assert set(whole.context["totals"]) == {"EUR", "USD"}
    csv = felix.get(page(house, "list") + "?csv=1").content.decode()
    assert csv.lstrip("\ufeff").startswith("vendor,number,issued")
    assert len(csv.splitlines()) == 4
