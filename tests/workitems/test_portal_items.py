"""A vendor's items in its portal: seen without what is the client's, answered, with evidence and questions."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from engagements.actions.files import scan_new_files
from engagements.models import SharedFile, Thread
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.inbox.scanning import ScannerAwayError, scan
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.isolation.rows import attempt
from workitems.actions.reports import take_reports
from workitems.models import IntakeForm, IntakeRequest, ItemReport, RequestPoint, WorkItem
from workitems.queries.portal_items import COLUMNS

PDF = b"%PDF-1.4 the work is done"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def items(house: House, now: datetime) -> dict[str, WorkItem]:
    """A request of Kestrel's with a criterion and a step, a ticket of Kestrel's, and one of Inkwell's."""
    made = {}
    with context.staff(house.pk), transaction.atomic():
        for name, vendor, source in (
            ("REQ-1", "kestrel", "intake"),
            ("INC7", "kestrel", "desk"),
            ("INC8", "inkwell", "desk"),
        ):
            engagement = house.engagements[vendor]
            made[name] = WorkItem.objects.create(
                source=source,
                external_id=name,
                title=f"About {name}",
                engagement=engagement,
                vendor=engagement.vendor,
                process=engagement.process,
                opened_at=now - timedelta(days=1),
                cost=Decimal("87.50"),
                currency="EUR",
                raw={"margin": "secret"},
                row_hash=name,
                created_at=now,
                updated_at=now,
            )
        form = IntakeForm.objects.create(process=house.engagements["kestrel"].process, created_at=now)
        request = IntakeRequest.objects.create(
            item=made["REQ-1"],
            number=1,
            form=form,
            via="page",
            problem="Prices are old",
            outcome="Prices are right",
            steps="Look them up",
            due_zone="UTC",
            route="partner",
            reasons=["the client's own reason"],
            submitted_at=now,
        )
        for kind, text in (("criterion", "All prices are of today"), ("after", "A picture of the list")):
            RequestPoint.objects.create(request=request, kind=kind, position=1, text=text)
    return made


@pytest.fixture
def robert(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])


def place(house: House, name: str, vendor: str = "kestrel", **ids: int) -> str:
    room = name if ":" in name else f"workitems:{name}"
    return reverse(room, kwargs={"org": house.slug, "vendor": house.vendors[vendor].pk, **ids})


def take(house: House, now: datetime) -> int:
    with context.system([house.pk]):
        return take_reports(now=now)


def test_the_list_holds_ones_own_and_nothing_of_the_clients(
    house: House, items: dict[str, WorkItem], robert: Client
) -> None:
    listed = robert.get(place(house, "item-portal-list")).content.decode()
    table = robert.get(place(house, "item-portal-list"), {"csv": "1"}).content.decode()
    page = robert.get(place(house, "item-portal-detail", pk=items["REQ-1"].pk)).content.decode()
    for text in (listed, table):
        assert ("REQ-1" in text, "INC7" in text, "INC8" in text) == (True, True, False)
    assert "Prices are right" in page
    for text in (listed, table, page):
        assert not [secret for secret in ("87.50", "secret", "own reason") if secret in text]
    assert robert.get(place(house, "item-portal-detail", pk=items["INC8"].pk)).status_code == 404
    found = robert.get(place(house, "item-portal-list"), {"q": "INC7", "checked": "yes", "excluded": "waiting"})
    assert [item.external_id for item in found.context["page"].items] == ["INC7"]
    wrong = robert.get(place(house, "item-portal-list"), {"status": "nonsense"}).content.decode()
    assert "The address holds a filter that cannot be read" in wrong


def test_the_database_keeps_the_clients_columns(house: House, items: dict[str, WorkItem]) -> None:
    robert = house.vendor_people["kestrel", Role.VENDOR_MANAGER].pk
    with context.portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=robert):
        for column in ("cost", "currency", "raw", "requester", "handled_minutes", "csat_score", "defective", "checked"):
            assert attempt(f"SELECT {column} FROM workitems_workitem") is None, column
        for column in ("reasons", "priority_because", "submitted_by_id"):
            assert attempt(f"SELECT {column} FROM workitems_intakerequest") is None, column
        columns = ", ".join(getattr(WorkItem._meta.get_field(name), "attname", name) for name in COLUMNS)
        rows = attempt(f"SELECT {columns} FROM workitems_workitem")
        assert rows is not None
        assert len(rows) == 2
        assert attempt("UPDATE workitems_workitem SET title = 'x'") is None
        assert attempt("UPDATE workitems_itemreport SET refused = 'x'") is None


def test_an_item_is_answered_point_by_point_and_done(
    house: House, items: dict[str, WorkItem], robert: Client, now: datetime
) -> None:
    item = items["REQ-1"]
    with context.staff(house.pk), transaction.atomic():
        criterion, picture = RequestPoint.objects.order_by("pk")
    wrong = robert.post(place(house, "requestpoint-portal-answer", pk=criterion.pk), {"answer": "fail"})
    assert "Say why it failed." in wrong.content.decode()
    robert.post(place(house, "requestpoint-portal-answer", pk=criterion.pk), {"answer": "pass"})
    robert.post(place(house, "requestpoint-portal-answer", pk=picture.pk), {"answer": "done", "note": "list.pdf"})
    late = robert.post(place(house, "item-portal-promise", pk=item.pk), {"day": "2026-01-01"})
    assert "This day is over. Promise today or a later one." in late.content.decode()
    robert.post(place(house, "item-portal-promise", pk=item.pk), {"day": "2199-11-25"})
    pause = robert.post(place(house, "item-portal-tell", pk=item.pk), {"step": "pause", "comment": "No list yet"})
    assert "Say what the work waits for." in pause.content.decode()
    assert "No list yet" in pause.content.decode()
    robert.post(place(house, "item-portal-tell", pk=item.pk), {"step": "finish", "comment": "All 5 prices"})
    refused = robert.post(place(house, "item-portal-tell", pk=item.pk), {"step": "accept"})
    assert refused.status_code == 200
    assert take(house, now) == 4
    assert take(house, now) == 0
    with context.staff(house.pk), transaction.atomic():
        item.refresh_from_db()
        request = IntakeRequest.objects.get()
        assert (item.status_class, request.committed_on) == ("resolved", date(2199, 11, 25))
        assert [point.answer for point in RequestPoint.objects.order_by("pk")] == ["pass", "done"]
        assert not ItemReport.objects.exclude(refused="").exists()
    shown = robert.get(place(house, "item-portal-detail", pk=item.pk)).content.decode()
    assert "All 5 prices" in shown


def test_a_word_about_a_ticket_stands_beside_its_source(
    house: House, items: dict[str, WorkItem], robert: Client, sign_in: SignIn, now: datetime
) -> None:
    robert.post(place(house, "item-portal-tell", pk=items["INC7"].pk), {"step": "finish", "comment": "Rebooted"})
    assert take(house, now) == 1
    with context.staff(house.pk), transaction.atomic():
        assert WorkItem.objects.get(external_id="INC7").status_class == "open"
    page = sign_in(house.people[Role.OPS_LEAD]).get(
        reverse("workitems:item-detail", args=[house.slug, items["INC7"].pk])
    )
    assert "Rebooted" in page.content.decode()


def test_a_step_that_came_too_late_is_told_and_not_lost(
    house: House, items: dict[str, WorkItem], robert: Client, now: datetime
) -> None:
    item = items["REQ-1"]
    robert.post(place(house, "item-portal-tell", pk=item.pk), {"step": "finish"})
    robert.post(place(house, "item-portal-tell", pk=item.pk), {"step": "finish", "comment": "Me too"})
    take(house, now)
    page = robert.get(place(house, "item-portal-detail", pk=item.pk)).content.decode()
    assert "Not taken over" in page
    assert "Me too" in page


def test_evidence_is_served_once_it_was_scanned_and_to_nobody_else(
    house: House, items: dict[str, WorkItem], robert: Client, sign_in: SignIn, now: datetime
) -> None:
    here = place(house, "item-portal-file", pk=items["REQ-1"].pk)
    for name, content in (("page.svg", b"<svg onload=x>"), ("list.pdf", b"<html>"), ("empty.pdf", b"")):
        wrong = robert.post(here, {"file": SimpleUploadedFile(name, content), "shows": "after"})
        assert wrong.status_code == 200, name
    robert.post(here, {"file": SimpleUploadedFile("list.pdf", PDF), "shows": "after"})
    with context.staff(house.pk), transaction.atomic():
        file = SharedFile.objects.get()
    download = place(house, "engagements:sharedfile-portal-download", pk=file.pk)
    ours = reverse("engagements:sharedfile-download", args=[house.slug, file.pk])
    mara = sign_in(house.people[Role.OPS_LEAD])
    assert (robert.get(download).status_code, mara.get(ours).status_code) == (404, 404)
    with context.system([house.pk]):
        assert scan_new_files(now=now, organization_ids=(house.pk,)) == 1
    given = robert.get(download)
    assert (given.content, mara.get(ours).content) == (PDF, PDF)
    assert given["Content-Disposition"] == 'attachment; filename="list.pdf"'
    stranger = sign_in(house.vendor_people["inkwell", Role.VENDOR_MANAGER])
    theirs = place(house, "engagements:sharedfile-portal-download", "inkwell", pk=file.pk)
    assert stranger.get(theirs).status_code == 404


class Clamd(socketserver.BaseRequestHandler):
    """Speaks as clamd does: chunks with their length, then one line."""

    def handle(self) -> None:
        read = self.request.makefile("rb")
        assert read.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", read.read(4))[0]:
            content += read.read(size)
        bad = b"EICAR" in content
        self.request.sendall(b"stream: Eicar-Test-Signature FOUND\0" if bad else b"stream: OK\0")


@pytest.fixture
def scanner(settings: Settings) -> Iterator[None]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.FILE_SCANNER = f"clamd://127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()


def test_the_scanner_is_asked_in_its_own_words(scanner: None) -> None:
    assert scan(b"x" * 200_000).is_clean
    found = scan(EICAR)
    assert (found.is_clean, found.finding) == (False, "Eicar-Test-Signature")


def test_while_the_scanner_is_away_nothing_is_served(
    house: House, items: dict[str, WorkItem], robert: Client, settings: Settings, now: datetime
) -> None:
    settings.FILE_SCANNER = "clamd://127.0.0.1:9"
    with pytest.raises(ScannerAwayError):
        scan(PDF)
    robert.post(
        place(house, "item-portal-file", pk=items["REQ-1"].pk),
        {"file": SimpleUploadedFile("list.pdf", PDF), "shows": "after"},
    )
    with context.system([house.pk]):
        assert scan_new_files(now=now, organization_ids=(house.pk,)) == 0
    page = robert.get(place(house, "item-portal-detail", pk=items["REQ-1"].pk)).content.decode()
    assert "being checked" in page


def test_a_question_about_an_item_begins_a_thread(house: House, items: dict[str, WorkItem], robert: Client) -> None:
    item = items["REQ-1"]
    robert.post(place(house, "item-portal-ask", pk=item.pk), {"text": "Which list?", "is_question": "on"})
    with context.staff(house.pk), transaction.atomic():
        thread = Thread.objects.get()
    assert (thread.about_kind, thread.about_key, thread.subject) == ("item", str(item.pk), "REQ-1 About REQ-1")
    assert "REQ-1 About REQ-1" in robert.get(place(house, "item-portal-detail", pk=item.pk)).content.decode()


def test_as_many_queries_for_three_items_as_for_one(house: House, items: dict[str, WorkItem], robert: Client) -> None:
    url = place(house, "item-portal-list")
    robert.get(url)
    counts = []
    for external_id in ("INC7", "REQ-1"):
        with CaptureQueriesContext(connection) as asked:
            robert.get(url)
        counts.append(len(asked))
        with context.staff(house.pk), transaction.atomic():
            WorkItem.objects.filter(external_id=external_id).update(vendor=house.vendors["inkwell"])
    assert counts[0] == counts[1]
