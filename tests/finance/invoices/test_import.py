"""Invoices out of a file, through the wizard: checked, imported, imported again, taken back."""

from __future__ import annotations

import gzip
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from finance import tasks
from finance.models import Invoice, InvoiceLine
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.inbox.export import write_xlsx
from foundation.inbox.models import ImportBatch, ImportRow
from foundation.jobs import running
from foundation.jobs.models import Job
from foundation.jobs.registry import JobLostError
from tests.conftest import SignIn
from tests.factories.cast import House
from vendors.models import Vendor

SPEND = Path(__file__).parents[3].parent / "shared" / "data" / "cost"
CSV = b"""Vendor,Invoice no,Date,Due,Paid,Currency,Net,VAT,Cost line,From,To
Kestrel,K-1,2026-10-31,2026-11-30,2026-11-20,EUR,13900.00,2641,service,2026-10-01,2026-10-31
Kestrel,K-1,2026-10-31,2026-11-30,2026-11-20,EUR,420.50,79.90,tools,2026-10-01,2026-10-31
kestrel ,K-2,2026-11-15,2026-12-15,,EUR,-200,,,,
Nobody Ltd,N-1,2026-11-15,2026-12-15,,EUR,100,,,,
Kestrel,,2026-11-15,2026-12-15,,EUR,100,,,,
Kestrel,K-3,2026-11-15,2026-11-01,,EUR,100,,,,
Kestrel,K-4,2026-11-15,,,XXY,100,,,,
Kestrel,K-5,2026-11-15,,,EUR,100,,marketing,,
Kestrel,K-1,2026-10-31,2026-11-30,2026-11-20,EUR,420.50,79.90,tools,2026-10-01,2026-10-31
"""
COUNTS = {"read": 9, "created": 3, "updated": 0, "unchanged": 0, "duplicate": 1, "quarantined": 5}


def page(house: House, step: str, **kwargs: Any) -> str:
    return reverse(f"finance:invoiceimport-{step}", kwargs={"org": house.slug, **kwargs})


def values(form: Any) -> dict[str, Any]:
    return {field.html_name: field.value() if field.value() is not None else "" for field in form}


def upload(person: Client, house: House, content: bytes, name: str = "invoices.csv", **chosen: str) -> int:
    """The id of the batch that an upload begins, everything proposed taken but what is ``chosen``."""
    response = person.post(page(house, "create"), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content
    with staff(house.pk):
        pk = ImportBatch.objects.latest("pk").pk
    for step, then in (("map", "vendors"), ("vendors", "check")):
        form = person.get(page(house, step, pk=pk)).context["form"]
        data = values(form) | {name: value for name, value in chosen.items() if name in form.fields}
        answer = person.post(page(house, step, pk=pk), data)
        assert answer.headers.get("Location") == page(house, then, pk=pk), answer.content
    work(house)
    return int(pk)


def work(house: House) -> Job:
    """Let a worker do what was queued."""
    with system([house.pk]):
        job = Job.objects.latest("pk")
        running.run(job_id=job.pk)
        job.refresh_from_db()
    return job


def commit(person: Client, house: House, pk: int, step: str = "commit") -> Job:
    """Import a batch, or take it back."""
    answer = person.post(page(house, step, pk=pk))
    assert answer["Location"] == page(house, "detail", pk=pk)
    return work(house)


def counts(batch: ImportBatch) -> dict[str, int]:
    return {name: getattr(batch, f"rows_{name}") for name in COUNTS}


def kept(house: House) -> dict[str, tuple[Decimal, Decimal, str]]:
    with staff(house.pk):
        return {each.number: (each.net, each.tax, each.state) for each in Invoice.objects.order_by("pk")}


def test_from_the_file_to_the_list_and_back(felix: Client, house: House) -> None:
    pk = upload(felix, house, CSV)
    check = felix.get(page(house, "check", pk=pk))
    assert counts(check.context["batch"]) == COUNTS
    assert [each["line"] for each in check.context["wrong"]] == [5, 6, 7, 8, 9]
    assert check.context["sums"] == [("EUR", Decimal("14120.50"), Decimal(400))]
    assert kept(house) == {}
    assert commit(felix, house, pk).result == {"rows": 9, "message": "2 invoices new or changed."}
    assert running_twice(house) == kept(house)
    assert kept(house) == {
        "K-1": (Decimal("14320.500"), Decimal("2720.900"), "paid"),
        "K-2": (Decimal(-200), Decimal(0), "open"),
    }
    with staff(house.pk):
        batch = ImportBatch.objects.get(pk=pk)
        assert (batch.state, counts(batch)) == ("committed", COUNTS)
        first = InvoiceLine.objects.filter(invoice__number="K-1").order_by("pk").first()
        assert first is not None
        assert (first.period_start, first.period_end) == (date(2026, 10, 1), date(2026, 11, 1))
        assert first.engagement == house.engagements["kestrel"]
        assert Invoice.objects.get(number="K-1").paid_date == date(2026, 11, 20)
        codes = [
            row.errors[0]["code"] for row in ImportRow.objects.filter(batch=pk, state="quarantined").order_by("line")
        ]
        assert codes == [
            "invoice_supplier_unmapped",
            "invoice_number_missing",
            "invoice_due_before_issue",
            "currency_unknown",
            "invoice_cost_line_unknown",
        ]
    rejected = felix.get(page(house, "rejected", pk=pk)).content.decode()
    assert rejected.lstrip("\ufeff").startswith("import line,import problem,Vendor")
    assert len(rejected.strip().splitlines()) == 6
    commit(felix, house, pk, "undo")
    assert kept(house) == {}


def running_twice(house: House) -> dict[str, tuple[Decimal, Decimal, str]]:
    """What is kept once the same job was done a second time, as after a worker's death."""
    with system([house.pk]):
        Job.objects.filter(pk=Job.objects.latest("pk").pk).update(state="queued", finished_at=None)
    assert work(house).state == "done"
    return kept(house)


def test_a_worker_that_dies_leaves_nothing_and_the_next_begins_again(felix: Client, house: House) -> None:
    pk = upload(felix, house, CSV)
    felix.post(page(house, "commit", pk=pk))
    told: list[int] = []

    def die(done: int, total: int | None = None) -> None:
        assert total is None
        told.append(done)
        if done == 6:
            raise JobLostError

    with system([house.pk]):
        job = Job.objects.latest("pk")
        with pytest.raises(JobLostError):
            tasks.commit_invoices(job.pk, job.arguments, die)
    assert (told, kept(house)) == ([0, 1, 2, 3, 4, 5, 6], {})
    assert work(house).state == "done"
    assert set(kept(house)) == {"K-1", "K-2"}


def test_it_shows_how_far_it_is_and_loads_anew_at_the_end(felix: Client, house: House) -> None:
    pk = upload(felix, house, CSV)
    felix.post(page(house, "commit", pk=pk))
    shown = felix.get(page(house, "detail", pk=pk)).content.decode()
    assert f'hx-get="{page(house, "progress", pk=pk)}"' in shown
    assert "HX-Refresh" not in felix.get(page(house, "progress", pk=pk)).headers
    work(house)
    assert felix.get(page(house, "progress", pk=pk))["HX-Refresh"] == "true"


def test_a_file_that_turns_out_unfit_says_why(felix: Client, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "The file has more than 3 rows. Split it, for instance by quarter."
    pk = upload(felix, house, CSV)
    monkeypatch.setattr("finance.ingest.invoices.MOST_ROWS", 3)
    refused = felix.post(page(house, "create"), {"file": SimpleUploadedFile("x.csv", CSV)})
    assert (refused.status_code, refused.context["form"].errors) == (422, {"file": [said]})
    felix.post(page(house, "vendors", pk=pk), values(felix.get(page(house, "vendors", pk=pk)).context["form"]))
    work(house)
    shown = felix.get(page(house, "check", pk=pk)).content.decode()
    assert said in shown
    assert "Back to the columns" in shown


def test_of_many_suppliers_those_without_a_vendor_are_asked_first_and_the_rest_follow(
    felix: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finance.forms.invoice_imports.MOST_SUPPLIERS", 1)
    pk = upload(felix, house, CSV, supplier_0="aside")
    shown = felix.get(page(house, "vendors", pk=pk))
    assert ([text for text, _count in shown.context["form"].suppliers], shown.context["form"].left_out) == (
        ["Kestrel"],
        1,
    )
    assert "+1 more suppliers" in shown.content.decode()
    with staff(house.pk):
        assert ImportBatch.objects.get(pk=pk).rules["vendors"] == {"nobody ltd": "aside"}
        assert counts(ImportBatch.objects.get(pk=pk)) == COUNTS
    felix.post(page(house, "vendors", pk=pk), values(shown.context["form"]))
    with staff(house.pk):
        assert ImportBatch.objects.get(pk=pk).rules["vendors"]["nobody ltd"] == "aside"


def test_the_same_again_changes_nothing_and_a_corrected_file_what_it_corrects(felix: Client, house: House) -> None:
    first = upload(felix, house, CSV)
    commit(felix, house, first)
    again = upload(felix, house, CSV)
    assert felix.post(page(house, "commit", pk=again))["Location"] == page(house, "detail", pk=first)
    other = CSV.replace(b"13900.00", b"13950.00").replace(
        b"K-2,2026-11-15,2026-12-15,,", b"K-2,2026-11-15,2026-12-15,2026-11-20,"
    )
    pk = upload(felix, house, other)
    commit(felix, house, pk)
    with staff(house.pk):
        assert counts(ImportBatch.objects.get(pk=pk)) == {**COUNTS, "created": 0, "updated": 2, "unchanged": 1}
    assert kept(house) == {
        "K-1": (Decimal("14370.500"), Decimal("2720.900"), "paid"),
        "K-2": (Decimal(-200), Decimal(0), "paid"),
    }
    commit(felix, house, pk, "undo")
    assert kept(house)["K-1"] == (Decimal("14320.500"), Decimal("2720.900"), "paid")
    assert kept(house)["K-2"][2] == "open"


def test_a_later_file_adds_to_an_invoice(felix: Client, house: House) -> None:
    head = b"Supplier,Transaction number,Date,Amount\n"
    for content in (
        head + b"Kestrel,7,2026-10-01,100\n",
        head + b"Kestrel,7,2026-11-01,50\n",
    ):
        commit(felix, house, upload(felix, house, content))
    assert kept(house) == {"7": (Decimal(150), Decimal(0), "open")}


def test_what_was_edited_since_is_not_taken_back(felix: Client, house: House) -> None:
    pk = upload(felix, house, CSV)
    commit(felix, house, pk)
    with staff(house.pk):
        Invoice.objects.filter(number="K-2").update(revision=2)
    assert commit(felix, house, pk, "undo").state == "failed"
    refused = felix.get(page(house, "detail", pk=pk))
    assert "Invoice “K-2” was edited since. Nothing was taken back." in refused.content.decode()
    assert set(kept(house)) == {"K-1", "K-2"}


def test_vendors_are_made_on_request_and_retired_with_the_import(lead: Client, felix: Client, house: House) -> None:
    asked = felix.post(page(house, "create"), {"file": SimpleUploadedFile("x.csv", CSV)})
    assert asked.status_code == 302
    pk = upload(lead, house, CSV, others="+")
    assert lead.get(page(house, "check", pk=pk)).context["new_vendors"] == ["Nobody Ltd"]
    commit(lead, house, pk)
    with staff(house.pk):
        assert Invoice.objects.get(number="N-1").vendor.name == "Nobody Ltd"
    commit(lead, house, pk, "undo")
    with staff(house.pk):
        assert Vendor.objects.get(name="Nobody Ltd").archived_at is not None
    again = upload(lead, house, CSV.replace(b"N-1", b"N-9"), others="+")
    assert lead.get(page(house, "check", pk=again)).context["new_vendors"] == []


def test_a_supplier_is_sent_to_a_vendor_and_remembered(felix: Client, house: House) -> None:
    with staff(house.pk):
        inkwell = house.vendors["inkwell"].pk
    pk = upload(felix, house, CSV, supplier_0=str(inkwell))
    commit(felix, house, pk)
    with staff(house.pk):
        assert Invoice.objects.get(number="N-1").vendor_id == inkwell
    next_month = upload(felix, house, CSV.replace(b"N-1", b"N-2"))
    commit(felix, house, next_month)
    with staff(house.pk):
        assert Invoice.objects.get(number="N-2").vendor_id == inkwell


def test_a_workbook_with_dates_of_its_own_and_terms(felix: Client, house: House) -> None:
    file = BytesIO()
    header = ["Lieferant", "Rechnungsnummer", "Rechnungsdatum", "Netto"]
    write_xlsx(file, header, [["Kestrel", "R 1", date(2026, 11, 3), Decimal("99.95")]])
    pk = upload(felix, house, file.getvalue(), "invoices.xlsx", terms_days="30", currency="CHF")
    commit(felix, house, pk)
    with staff(house.pk):
        invoice = Invoice.objects.get()
        assert (invoice.due_date, invoice.currency, invoice.net) == (date(2026, 12, 3), "CHF", Decimal("99.950"))


@pytest.mark.parametrize(("content", "words"), [(b"\x89PNG\r\n", "a picture"), (b"", "The file is empty")])
def test_no_table(content: bytes, words: str, felix: Client, house: House) -> None:
    response = felix.post(page(house, "create"), {"file": SimpleUploadedFile("list.csv", content)})
    assert response.status_code == 422
    assert words in response.content.decode()


def test_needed_columns_and_one_thing_a_column(felix: Client, house: House) -> None:
    felix.post(page(house, "create"), {"file": SimpleUploadedFile("list.csv", CSV)})
    with staff(house.pk):
        pk = ImportBatch.objects.latest("pk").pk
    data = {
        "column_supplier": "Vendor",
        "column_number": "Vendor",
        "column_issue_date": "Date",
        "column_due_date": "Date",
        "column_period_start": "From",
        "currency": "EUR",
        "repeats": "once",
        "decimal_style": "point",
        "date_order": "iso",
    }
    form = felix.post(page(house, "map", pk=pk), data).context["form"]
    assert form.errors == {
        "column_number": ["This column is “Vendor or supplier” already."],
        "column_amount": ["This field is required."],
        "column_period_last": ["A time needs its first and its last day. Choose both columns or none."],
    }


def test_who_may(house: House, sign_in: SignIn) -> None:
    for role, status in ((Role.VIEWER, 403), (Role.ANALYST, 403), (Role.OPS_LEAD, 200)):
        assert sign_in(house.people[role]).get(page(house, "create")).status_code == status


@pytest.mark.skipif(not SPEND.is_dir(), reason="no files of real spend beside the checkout")
def test_real_spend_is_imported_to_the_penny(lead: Client, house: House) -> None:
    import csv

    for month in ("2021-04", "2021-05"):
        content = (SPEND / f"cabinet_office_spend_{month}.csv.gz").read_bytes()
        pk = upload(lead, house, content, f"spend-{month}.csv.gz", others="+", currency="GBP", repeats="each")
        commit(lead, house, pk)
        rows = list(csv.DictReader(gzip.decompress(content).decode().splitlines()))
        with staff(house.pk):
            batch = ImportBatch.objects.get(pk=pk)
            assert (batch.rows_read, batch.rows_quarantined) == (len(rows), 0)
            lines = InvoiceLine.objects.filter(pk__in=batch.findings["lines"])
            assert sum(line.amount for line in lines) == sum(Decimal(row["Amount"]) for row in rows)
            assert {line.invoice.currency for line in lines.select_related("invoice")} == {"GBP"}
            assert Invoice.objects.filter(net=0).count() == 0
