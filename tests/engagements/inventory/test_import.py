"""Processes out of a file, through the wizard: checked, imported, imported again, taken back."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from engagements.models import Process
from foundation.accounts.tenancy.context import staff
from foundation.inbox.export import write_xlsx
from foundation.inbox.models import ImportBatch, ImportRow
from tests.factories.cast import House

CSV = b"""Task,Frequency,Count,Minutes,Colour
Invoice matching,daily,30,7.5,red
AFTER-HOURS IT SUPPORT,weekly,12,25,
Ticket triage,daily,99,1,
Ticket triage,daily,100,4,
Odd one,sometimes,3,,
,daily,1,1,
"""
COUNTS = {"read": 6, "created": 2, "updated": 1, "unchanged": 0, "duplicate": 1, "quarantined": 2}


def page(house: House, step: str, **kwargs: Any) -> str:
    return reverse(f"engagements:processimport-{step}", kwargs={"org": house.slug, **kwargs})


def upload(lead: Client, house: House, content: bytes, name: str = "inventory.csv") -> int:
    """The id of the batch that an upload begins, its proposed columns taken."""
    response = lead.post(page(house, "create"), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content
    with staff(house.pk):
        pk = ImportBatch.objects.latest("pk").pk
    columns = lead.get(page(house, "map", pk=pk)).context["form"]
    data = {field.html_name: field.value() or "" for field in columns}
    assert lead.post(page(house, "map", pk=pk), data)["Location"] == page(house, "check", pk=pk)
    return int(pk)


def counts(batch: ImportBatch) -> dict[str, int]:
    return {name: getattr(batch, f"rows_{name}") for name in COUNTS}


def names(house: House) -> set[str]:
    with staff(house.pk):
        return set(Process.objects.values_list("name", flat=True))


def test_from_the_file_to_the_list_and_back(lead: Client, house: House) -> None:
    before = names(house)
    pk = upload(lead, house, CSV)
    check = lead.get(page(house, "check", pk=pk))
    assert counts(check.context["batch"]) == COUNTS
    assert [each["line"] for each in check.context["wrong"]] == [6, 7]
    assert names(house) == before
    assert lead.post(page(house, "commit", pk=pk))["Location"] == page(house, "detail", pk=pk)
    with staff(house.pk):
        batch = ImportBatch.objects.get(pk=pk)
        assert (batch.state, counts(batch)) == ("committed", COUNTS)
        triage = Process.objects.get(name="Ticket triage")
        assert (triage.volume, triage.minutes, triage.frequency) == (100, Decimal(4), "daily")
        desk = Process.objects.get(name="After-hours IT support")
        assert (desk.volume, desk.frequency, desk.revision) == (12, "weekly", 2)
        rows = ImportRow.objects.filter(batch=pk, state="quarantined").order_by("line")
        assert [[error["code"] for error in row.errors] for row in rows] == [
            ["process_choice_unknown"],
            ["process_name_missing"],
        ]
    assert b"is not understood" in lead.get(page(house, "detail", pk=pk)).content
    lead.post(page(house, "undo", pk=pk))
    with staff(house.pk):
        assert ImportBatch.objects.get(pk=pk).state == "undone"
        desk.refresh_from_db()
        assert (desk.volume, desk.frequency, desk.minutes) == (None, "", None)
    assert names(house) == before


def test_the_same_again_changes_nothing(lead: Client, house: House) -> None:
    first = upload(lead, house, CSV)
    lead.post(page(house, "commit", pk=first))
    again = upload(lead, house, CSV)
    assert lead.post(page(house, "commit", pk=again))["Location"] == page(house, "detail", pk=first)
    other = upload(lead, house, CSV.replace(b"red", b"blue"))
    lead.post(page(house, "commit", pk=other))
    with staff(house.pk):
        batch = ImportBatch.objects.get(pk=other)
        assert counts(batch) == {**COUNTS, "created": 0, "updated": 0, "unchanged": 3}


def test_what_was_edited_since_is_not_taken_back(lead: Client, house: House) -> None:
    pk = upload(lead, house, CSV)
    lead.post(page(house, "commit", pk=pk))
    with staff(house.pk):
        Process.objects.filter(name="Invoice matching").update(revision=2)
    refused = lead.post(page(house, "undo", pk=pk), follow=True)
    assert "“Invoice matching” was edited or used since. Nothing was taken back." in refused.content.decode()
    with staff(house.pk):
        assert ImportBatch.objects.get(pk=pk).state == "committed"
        assert Process.objects.get(name="Ticket triage").volume == 100


def test_a_workbook(lead: Client, house: House) -> None:
    file = BytesIO()
    write_xlsx(file, ["Name", "How often", "How many"], [["Data entry", "monthly", 40]])
    pk = upload(lead, house, file.getvalue(), "inventory.xlsx")
    lead.post(page(house, "commit", pk=pk))
    with staff(house.pk):
        entry = Process.objects.get(name="Data entry")
        assert (entry.frequency, entry.volume) == ("monthly", 40)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\x89PNG\r\n", "a picture"), (b"", "The file is empty")],
)
def test_no_table(content: bytes, words: str, lead: Client, house: House) -> None:
    response = lead.post(page(house, "create"), {"file": SimpleUploadedFile("list.csv", content)})
    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_column_is_one_thing_and_the_name_is_needed(lead: Client, house: House) -> None:
    lead.post(page(house, "create"), {"file": SimpleUploadedFile("list.csv", CSV)})
    with staff(house.pk):
        pk = ImportBatch.objects.latest("pk").pk
    data = {"column_area": "Task", "column_done_by": "Task", "decimal_style": "point"}
    form = lead.post(page(house, "map", pk=pk), data).context["form"]
    assert form.errors == {
        "column_name": ["This field is required."],
        "column_done_by": ["This column is “Process area” already."],
    }


def test_imports_of_items_and_processes_keep_apart(lead: Client, house: House) -> None:
    pk = upload(lead, house, CSV)
    items = reverse("workitems:import-map", kwargs={"org": house.slug, "pk": pk})
    assert lead.get(items).status_code == 404
    listed = lead.get(reverse("workitems:import-list", kwargs={"org": house.slug}))
    assert list(listed.context["batches"]) == []


def test_what_was_set_aside_is_a_file_that_can_be_mended_and_sent_back(lead: Client, house: House) -> None:
    pk = upload(lead, house, CSV)
    lead.post(page(house, "commit", pk=pk))
    file = lead.get(page(house, "rejected", pk=pk))
    lines = file.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["import line", "6", "7"]
    assert "Odd one,sometimes,3" in lines[1]
    mended = file.content.replace(b"sometimes", b"monthly")
    again = upload(lead, house, mended, "mended.csv")
    lead.post(page(house, "commit", pk=again))
    assert "Odd one" in names(house)
    assert lead.get(page(house, "rejected", pk=upload(lead, house, b"Task\nFine work\n"))).status_code == 404


def test_a_comma_in_one_column_counts_where_the_others_are_whole(lead: Client, house: House) -> None:
    pk = upload(lead, house, b"Task;Frequency;Count;Minutes\nInvoice matching;daily;30;7,5\n", "liste.csv")
    assert lead.post(page(house, "commit", pk=pk)).status_code == 302
    with staff(house.pk):
        assert Process.objects.get(name="Invoice matching").minutes == Decimal("7.5")
