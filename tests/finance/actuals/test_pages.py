"""What became of a case, as Northwind's finance person sees it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagements.models import EngagementTerms
from finance.models import ActualEntry, CaseVersion, Invoice
from finance.queries.realisation import approved_versions, lived
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import House

TODAY = date(2026, 11, 23)


def page(house: House, name: str, **kwargs: Any) -> str:
    return reverse(f"finance:{name}", kwargs={"org": house.slug, **kwargs})


def test_plan_against_actual_down_to_the_invoices(felix: Client, house: House, three_months: CaseVersion) -> None:
    with staff(house.pk):
        (found,) = lived(approved_versions(), house.organization, today=TODAY)
        rows = {row.key: row for row in found.found.rows}
        assert found.found.closed == 3
        assert rows["tickets"].actual == {1: Decimal(8800), 2: Decimal(9000)}
        assert rows["tickets"].missing == (3,)
        assert rows["oversight"].actual == {1: Decimal(840), 2: Decimal(600), 3: Decimal(600)}
        assert rows["oversight"].explained.volume == Decimal(240)
        assert rows["move"].so_far == Decimal(5600)
        assert found.found.units == {1: Decimal(11), 2: Decimal(12), 3: Decimal(13)}
        assert found.other_currencies == ("USD",)
        assert found.found.benefit.months == (0, 1, 2)
        assert [source.amount for source in found.sources("tickets", 2)] == [Decimal(9000)]
        assert [source.hours for source in found.sources("oversight", 2)] == [Decimal(10)]
    shown = felix.get(page(house, "case-realisation", pk=three_months.case_id))
    text = shown.content.decode()
    assert "no data: 3" in text
    assert "Left out: invoices and entries in USD" in text
    line = felix.get(page(house, "case-realised-line", pk=three_months.case_id) + "?line=tickets").content.decode()
    assert "K-8" in line
    assert "No data for months 3" in line
    oversight = felix.get(page(house, "case-realised-line", pk=three_months.case_id) + "?line=oversight")
    assert "10 h of oversight by the terms" in oversight.content.decode()
    assert "Time sheets" in oversight.content.decode()
    assert felix.get(page(house, "case-realised-line", pk=three_months.case_id) + "?line=x").status_code == 404


def test_queries_do_not_grow_with_cases(felix: Client, house: House, three_months: CaseVersion) -> None:
    with staff(house.pk):
        versions = approved_versions()
        with CaptureQueriesContext(
            connection,
        ) as one:
            lived(versions, house.organization, today=TODAY)
        with CaptureQueriesContext(connection) as three:
            lived(versions * 3, house.organization, today=TODAY)
    assert len(one) == len(three) == 4


def test_a_case_that_nothing_tells_of(felix: Client, house: House, approved: CaseVersion) -> None:
    with staff(house.pk):
        EngagementTerms.objects.update(oversight_hours=0)
    text = felix.get(page(house, "case-realisation", pk=approved.case_id)).content.decode()
    assert "No invoice and no entry tells of this case yet" in text
    assert "nan" not in text.lower().replace("finance", "")


def test_a_month_is_entered_changed_and_forgotten(felix: Client, house: House, approved: CaseVersion) -> None:
    desk = house.engagements["kestrel"].pk
    enter = page(house, "engagement-enter", pk=desk)
    good = {"line": "freed", "month": "2026-09", "amount": "450", "currency": "EUR", "basis": "Calendar of the leads"}
    for change, field in (
        ({"amount": ""}, "amount"),
        ({"quantity": "3", "rate": "100"}, "amount"),
        ({"month": "2027-01"}, "month"),
        ({"month": "soon"}, "month"),
        ({"basis": ""}, "basis"),
        ({"line": "nothing"}, "line"),
    ):
        assert set(felix.post(enter, {**good, **change}).context["form"].errors) == {field}
    assert felix.post(enter, good)["Location"] == page(house, "engagement-actuals", pk=desk)
    assert "month" in felix.post(enter, good).context["form"].errors
    with staff(house.pk):
        entry = ActualEntry.objects.get()
        assert (entry.period_start, entry.period_end) == (date(2026, 9, 1), date(2026, 10, 1))
    edit = page(house, "actualentry-edit", pk=entry.pk)
    stale = {**good, "amount": "500", "seen": "1"}
    assert felix.post(edit, stale).status_code == 302
    conflict = felix.post(edit, {**stale, "amount": "600"})
    assert "Somebody else saved this in the meantime" in conflict.content.decode()
    assert "Leadership time" in felix.get(page(house, "engagement-actuals", pk=desk)).content.decode()
    felix.post(page(house, "actualentry-remove", pk=entry.pk))
    with staff(house.pk):
        assert not ActualEntry.objects.exists()


def test_margin_by_service_line(felix: Client, house: House, three_months: CaseVersion) -> None:
    desk = house.engagements["kestrel"]
    with staff(house.pk, actor=house.people[Role.FINANCE].pk):
        Invoice.objects.filter(currency="USD").update(state="cancelled")
    for line, amount in (("revenue", "24000"), ("freed", "1000")):
        data = {"line": line, "month": "2026-09", "amount": amount, "currency": "EUR", "basis": "Ledger"}
        felix.post(page(house, "engagement-enter", pk=desk.pk), data)
    shown = felix.get(page(house, "profit-list") + "?period=2026-09")
    lines = shown.context["lines"]
    row = next(each for line in lines for each in line["engagements"] if each["engagement"] == desk)["shown"]
    # cost 9,000 + 600 of oversight by the terms; revenue 24,000; value 1,000
    assert row["cost"].startswith("9,600")
    assert row["margin"] == Decimal(60)
    assert row["cost_per_unit"].startswith("800.00")
    assert row["profit"].startswith("15,400")
    empty = felix.get(page(house, "profit-list") + "?period=nonsense")
    assert empty.status_code == 200
