"""Evidence: put there by ours and by the vendor, decided, lapsing once, its files behind the scanner."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from pytest_django import Settings

from engagements.actions.lapses import open_lapse_actions
from engagements.models import ActionItem, Engagement
from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import portal, staff, system
from foundation.inbox.scanning import ScannerAwayError
from foundation.outbox.models import Message
from tests.conftest import SignIn
from tests.engagements.conftest import errors, messages_of, url
from tests.factories.cast import CANARY, House
from tests.vendors.papers import REPORT, put
from vendors.actions.files import scan_file
from vendors.actions.reminding import remind_of_evidence
from vendors.models import Evidence, EvidencePolicy, EvidenceRequest, VendorFile
from vendors.queries.evidence import lapses

TODAY = date(2026, 11, 23)
SOC2 = {
    "soc2_type": "2",
    "issuer": "Audit LLP",
    "criteria": ["security", "availability"],
    "period_start": "2025-06-01",
    "period_end": "2026-05-31",
    "issued_on": "2026-07-15",
    "opinion": "unqualified",
    "received_on": "2026-08-03",
}


@pytest.fixture
def manager(house: House, sign_in: SignIn) -> Client:
    """The browser of Kestrel's manager."""
    return sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])


def pdf(content: bytes = REPORT, name: str = "soc2.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def sent(house: House, manager: Client, **more: Any) -> Any:
    place = url("vendors:portal-evidence-create", house, vendor=house.vendors["kestrel"].pk, evidence_kind="soc2")
    return manager.post(place, SOC2 | {"file": pdf()} | more)


def test_ours_is_accepted_at_once_and_says_until_when(house: House, lead: Client) -> None:
    kestrel = house.vendors["kestrel"]
    new = url("vendors:evidence-create", house, partner=kestrel.pk, evidence_kind="soc2")
    assert lead.post(new, SOC2 | {"file": pdf()}).status_code == 302
    with staff(house.pk):
        row = Evidence.objects.get()
        assert (row.decision, row.valid_until, row.fault) == ("accepted", date(2027, 11, 30), "")
        assert (row.effective_on, row.received_on) == (date(2026, 7, 15), date(2026, 8, 3))
        assert row.file is not None
        assert bytes(row.file.content) == REPORT
    page = lead.get(url("vendors:vendor-evidence", house, pk=kestrel.pk))
    first = page.context["standings"][0]
    assert (first.kind, first.standing.state, first.chip) == ("soc2", "in_force", "ok")
    file = lead.get(url("vendors:evidence-download", house, pk=row.pk))
    assert (file.content, file["Content-Disposition"]) == (REPORT, 'attachment; filename="soc2.pdf"')
    assert (file["X-Content-Type-Options"], file["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"file": ("logo.pdf", b"<svg xmlns='http://www.w3.org/2000/svg'/>")}, "file"),
        ({"file": ("page.txt", b"<!doctype html><script>")}, "file"),
        ({"file": ("report.pdf", b"MZ\x90\x00")}, "file"),
        ({"file": ("big.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024))}, "file"),
        ({"period_end": ""}, "period_end"),
        ({"period_start": "2026-06-01"}, "period_end"),
        ({"issued_on": "2026-05-01"}, "issued_on"),
        ({"opinion": ""}, "opinion"),
    ],
    ids=["svg", "html", "program", "big", "no-end", "backwards", "issued-early", "no-opinion"],
)
def test_bad_input_stays_at_its_field(house: House, lead: Client, typed: dict[str, Any], field: str) -> None:
    new = url("vendors:evidence-create", house, partner=house.vendors["kestrel"].pk, evidence_kind="soc2")
    files = {name: pdf(value[1], value[0]) for name, value in typed.items() if name == "file"}
    assert list(errors(lead.post(new, SOC2 | typed | files))) == [field]
    with staff(house.pk):
        assert not Evidence.objects.exists()


def test_the_vendor_sends_and_we_decide(house: House, lead: Client, manager: Client) -> None:
    kestrel = house.vendors["kestrel"]
    asked = url("vendors:evidencerequest-create", house, partner=kestrel.pk)
    assert lead.post(asked, {"kind": "soc2", "due_date": "2026-12-07", "note": "with night desk"}).status_code == 302
    todo = manager.get(url("outsourcing:portal-home", house, vendor=kestrel.pk))
    assert "Send: SOC 2 report" in todo.content.decode()
    assert list(errors(sent(house, manager, file=""))) == ["file"]
    assert sent(house, manager).status_code == 302
    with staff(house.pk):
        row = Evidence.objects.get()
        assert (row.decision, row.valid_until) == ("waiting", None)
        assert AuditEvent.objects.filter(verb="evidence.submitted").count() == 1
    page = lead.get(url("vendors:evidence-list", house))
    assert [each.pk for each in page.context["waiting"]] == [row.pk]
    decide = url("vendors:evidence-decide", house, pk=row.pk)
    refused = lead.post(decide, {"answer": "refuse", "note": " "})
    assert list(errors(refused, "decision_form")) == ["note"]
    assert lead.post(decide, {"answer": "accept"}).status_code == 302
    assert errors(lead.post(decide, {"answer": "refuse", "note": "late"}), "decision_form") == {
        "__all__": ["Somebody else has decided this in the meantime."]
    }
    with staff(house.pk):
        row.refresh_from_db()
        assert (row.decision, row.valid_until) == ("accepted", date(2027, 11, 30))
        assert EvidenceRequest.objects.get().closed_at is not None
    theirs = manager.get(url("vendors:portal-evidence", house, vendor=kestrel.pk))
    assert [each.pk for each in theirs.context["rows"]] == [row.pk]
    assert CANARY not in theirs.content.decode()


def test_the_database_lets_a_vendor_neither_accept_nor_sign_for_others(house: House, now: datetime) -> None:
    kestrel, inkwell = house.vendors["kestrel"], house.vendors["inkwell"]
    manager = house.vendor_people["kestrel", Role.VENDOR_MANAGER]
    values: dict[str, Any] = {"kind": "other", "effective_on": TODAY, "received_on": TODAY, "submitted_at": now}
    with staff(house.pk):
        put(inkwell, "other", now=now)
    wrongs: list[dict[str, Any]] = [
        {"vendor": inkwell, "submitted_by": manager},
        {"vendor": kestrel, "submitted_by": house.people[Role.OWNER]},
        {"vendor": kestrel, "submitted_by": manager, "decision": "accepted", "decided_at": now},
    ]
    with portal(house.pk, vendor=kestrel.pk, actor=manager.pk), transaction.atomic():
        assert Evidence.objects.count() == VendorFile.objects.count() == 0
        mine = Evidence.objects.create(vendor=kestrel, submitted_by=manager, **values)
        for wrong in wrongs:
            with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
                Evidence.objects.create(**values, **wrong)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Evidence.objects.filter(pk=mine.pk).update(decision_note="fine")
        with pytest.raises(ProgrammingError), transaction.atomic():
            EvidencePolicy.objects.count()


def test_the_policy_judges_anew_what_was_accepted(house: House, lead: Client, now: datetime) -> None:
    with staff(house.pk):
        row = put(house.vendors["kestrel"], "soc2", now=now)
    page = url("vendors:evidencepolicy-edit", house)
    rules: dict[str, Any] = {"soc2_months": "12", "soc2_basis": "issued_on", "breach_hours": "48", "grace_days": "5"}
    assert messages_of(lead.post(page, rules | {"personal_needs": ["dpa"]})) == [
        "Saved. 1 piece of evidence counts otherwise now."
    ]
    with staff(house.pk):
        row.refresh_from_db()
        assert row.valid_until == date(2027, 7, 15)
        assert EvidencePolicy.objects.get().needs("personal") == ["dpa"]
    assert list(errors(lead.post(page, rules | {"soc2_months": "0"}))) == ["soc2_months"]


def test_a_lapse_opens_one_action_however_often_the_job_runs(house: House, now: datetime) -> None:
    kestrel = house.vendors["kestrel"]
    with staff(house.pk):
        Engagement.objects.filter(pk=house.engagements["kestrel"].pk).update(data_class="personal")
        put(kestrel, "soc2", now=now)
        old = put(kestrel, "iso27001", now=now, expires_on=TODAY - timedelta(days=1))
        put(house.vendors["inkwell"], "insurance", now=now, expires_on=TODAY)
    with system([house.pk]), transaction.atomic():
        assert [(lapse.vendor, lapse.evidence) for lapse in lapses(today=TODAY)] == [(kestrel, old)]
        assert (open_lapse_actions(today=TODAY, now=now), open_lapse_actions(today=TODAY, now=now)) == (1, 1)
        [action] = ActionItem.objects.all()
        assert (action.source_kind, action.source_key) == ("evidence-lapse", str(old.pk))
        assert (action.engagement_id, action.owner) == (house.engagements["kestrel"].pk, house.people[Role.OPS_LEAD])
        action.done_at = now
        action.save()
        open_lapse_actions(today=TODAY + timedelta(days=1), now=now)
        assert ActionItem.objects.filter(done_at=None).count() == 1  # Inkwell's, which ran out a day later
        EvidencePolicy.objects.create(grace_days=1)
        assert [lapse.vendor for lapse in lapses(today=TODAY + timedelta(days=1))] == [kestrel]
        put(kestrel, "iso27001", now=now)
        assert lapses(today=TODAY) == []


def test_reminders_are_queued_once_for_the_owner_and_the_vendors_manager(house: House, now: datetime) -> None:
    kestrel = house.vendors["kestrel"]
    with staff(house.pk):
        kestrel.owner = house.people[Role.OPS_LEAD]
        kestrel.save()
        row = put(kestrel, "iso27001", now=now, expires_on=TODAY + timedelta(days=29))
    with system([house.pk]), transaction.atomic():
        for today in (TODAY, TODAY, TODAY + timedelta(days=22), TODAY + timedelta(days=29)):
            remind_of_evidence(today=today, now=now)
        keys = Message.objects.order_by("pk").values_list("subject_key", "to_address")
        people = ["ops_lead@northwind.example", "kestrel-vendor_manager@northwind.example"]
        assert sorted(keys) == sorted((f"evidence/{row.pk}/{step}", each) for step in (30, 7, 0) for each in people)
        put(kestrel, "iso27001", now=now)
        assert remind_of_evidence(today=TODAY, now=now) == 0


class Clamd(socketserver.BaseRequestHandler):
    """Speaks ClamAV's INSTREAM: finds what holds EICAR."""

    def handle(self) -> None:
        line = self.request.makefile("rb")
        assert line.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", line.read(4))[0]:
            content += line.read(size)
        self.request.sendall(b"stream: Eicar-Test FOUND\0" if b"EICAR" in content else b"stream: OK\0")


@pytest.fixture
def scanner() -> Iterator[str]:
    """A scanner on a port of its own."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"clamd://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_file_is_served_once_the_scanner_found_nothing(
    house: House, lead: Client, manager: Client, settings: Settings, scanner: str, now: datetime
) -> None:
    settings.FILE_SCANNER = "clamd://127.0.0.1:1"  # nobody is there
    kestrel = house.vendors["kestrel"]
    assert sent(house, manager).status_code == 302
    assert sent(house, manager, file=pdf(b"%PDF-1.7 EICAR", "bad.pdf")).status_code == 302
    with staff(house.pk):
        good, bad = Evidence.objects.select_related("file").order_by("pk")
        assert good.file is not None
    places = [
        (lead, url("vendors:evidence-download", house, pk=good.pk)),
        (manager, url("vendors:portal-evidence-download", house, vendor=kestrel.pk, pk=good.pk)),
    ]
    for browser, place in places:
        assert "soc2.pdf cannot be opened: being checked." in messages_of(browser.get(place))
    with system([house.pk]), pytest.raises(ScannerAwayError):
        scan_file(file_id=good.file.pk, now=now)
    settings.FILE_SCANNER = scanner
    with system([house.pk]):
        for row in (good, bad, good):
            assert row.file is not None
            scan_file(file_id=row.file.pk, now=now)
    for browser, place in places:
        assert browser.get(place).content == REPORT
    said = lead.get(url("vendors:evidence-download", house, pk=bad.pk))
    assert "bad.pdf cannot be opened: refused by the scanner." in messages_of(said)


def test_the_same_bytes_of_another_vendor_are_another_file(house: House, now: datetime) -> None:
    with staff(house.pk):
        put(house.vendors["kestrel"], "other", now=now)
        put(house.vendors["kestrel"], "other", now=now)
        put(house.vendors["inkwell"], "other", now=now)
        assert VendorFile.objects.count() == 2
