"""What is kept about a vendor, and who may see it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import portal, staff
from tests.conftest import SignIn
from tests.engagements.conftest import errors, messages_of, url
from tests.factories.cast import House
from vendors.actions.records import change_line, set_status
from vendors.models import Status, StatusChange, SubProcessor, Vendor, VendorContact, VendorDossier, VendorRate
from vendors.queries.records import dossier_of, in_tiers

IDENTITY = {
    "lei": " 7ltw fzyi cnsx 8d62 1k86 ",
    "vat_number": "pl 1234567890",
    "duns": "15-048-3782",
    "euid": "PLKRS.0000123456",
    "legal_name": "Kestrel Field Services sp. z o.o.",
    "country": "PL",
    "countries": ["PL", "UA"],
    "services": "night desk, field work\nnight desk",
    "provider_type": "it",
}


def test_the_identity_is_kept_as_registers_write_it(house: House, lead: Client) -> None:
    kestrel = house.vendors["kestrel"]
    sent = {"name": kestrel.name} | IDENTITY
    assert lead.post(url("vendors:vendor-edit", house, pk=kestrel.pk), sent).status_code == 302
    with staff(house.pk):
        kestrel.refresh_from_db()
    assert (kestrel.lei, kestrel.vat_number, kestrel.duns) == ("7LTWFZYICNSX8D621K86", "PL1234567890", "150483782")
    assert (kestrel.countries, kestrel.services) == (["PL", "UA"], ["night desk", "field work"])
    page = lead.get(url("vendors:vendor-record", house, pk=kestrel.pk))
    assert (page.context["country"], page.context["countries"]) == ("Poland", ["Poland", "Ukraine"])


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"lei": "7LTWFZYICNSX8D621K68"}, "lei"),
        ({"vat_number": "PL12"}, "vat_number"),
        ({"duns": "12345"}, "duns"),
        ({"euid": "123"}, "euid"),
        ({"country": "XX"}, "country"),
        ({"countries": ["PL", "XX"]}, "countries"),
        ({"services": "x" * 81}, "services"),
    ],
)
def test_bad_numbers_say_what_to_do(house: House, lead: Client, typed: dict[str, Any], field: str) -> None:
    kestrel = house.vendors["kestrel"]
    found = errors(lead.post(url("vendors:vendor-edit", house, pk=kestrel.pk), {"name": "Kestrel"} | typed))
    assert list(found) == [field]


def test_the_status_moves_with_a_reason_and_is_remembered(house: House, lead: Client, now: datetime) -> None:
    kestrel = house.vendors["kestrel"]
    page = url("vendors:status-create", house, partner=kestrel.pk)
    same = {"status": "active", "since": "2026-11-02", "reason": "as before"}
    assert errors(lead.post(page, same)) == {"status": ["It has this status already."]}
    assert list(errors(lead.post(page, same | {"status": "suspended", "reason": " "}))) == ["reason"]
    done = lead.post(page, same | {"status": "suspended", "reason": "SOC 2 has lapsed"})
    assert messages_of(done) == ["Kestrel is now: Suspended."]
    with staff(house.pk):
        [move] = StatusChange.objects.all()
        assert (move.from_status, move.to_status, move.since_date) == ("active", "suspended", date(2026, 11, 2))
        assert dossier_of(kestrel).status == "suspended"
        with pytest.raises(ValidationError):
            set_status(
                vendor=house.vendors["own"],
                status=Status.ENDED,
                since=date(2026, 11, 2),
                reason="no",
                by=None,
                now=now,
            )


def test_the_internal_side_needs_its_grounds(house: House, lead: Client) -> None:
    page = url("vendors:dossier-edit", house, partner=house.vendors["kestrel"].pk)
    assert list(errors(lead.post(page, {"working_model": "unit", "worker_class": "vendor"}))) == [
        "working_reason",
        "worker_basis",
    ]
    sent = {"working_model": "unit", "working_reason": "nights stand alone", "worker_class": "vendor"}
    sent |= {"worker_basis": "agreement of 2 March", "standing": "watch", "notes": "late twice"}
    assert lead.post(page, sent).status_code == 302
    assert lead.post(page, sent | {"notes": "late thrice"}).status_code == 302
    with staff(house.pk):
        dossier = VendorDossier.objects.get()
        assert (dossier.worker_class, dossier.working_model, dossier.notes) == ("vendor", "unit", "late thrice")
        events = AuditEvent.objects.filter(verb="vendordossier.saved").order_by("pk")
        assert events.last().data == {"notes": ["late twice", "late thrice"]}  # type: ignore[union-attr]  # there are two


def test_lines_are_added_changed_and_taken_away(house: House, lead: Client) -> None:
    kestrel = house.vendors["kestrel"]
    new = url("vendors:contact-create", house, partner=kestrel.pk)
    assert list(errors(lead.post(new, {"name": "Zofia Maj", "topic": "security"}))) == ["email"]
    sent = {"name": "Zofia Maj", "topic": "security", "phone": "+48 22 123 45 67"}
    assert lead.post(new, sent).status_code == 302
    assert errors(lead.post(new, sent)) != {}
    rate = {"name": "Agent", "amount": "31.50", "currency": "EUR", "unit": "hour", "valid_from": "2026-01-01"}
    assert lead.post(url("vendors:rate-create", house, partner=kestrel.pk), rate).status_code == 302
    with staff(house.pk):
        contact = VendorContact.objects.get()
        assert VendorRate.objects.get().vendor_id == kestrel.pk
    edit = url("vendors:contact-edit", house, pk=contact.pk)
    assert lead.post(edit, sent | {"position": "CISO"}).status_code == 302
    assert lead.post(url("vendors:contact-remove", house, pk=contact.pk)).status_code == 302
    with staff(house.pk):
        assert not VendorContact.objects.exists()
        verbs = AuditEvent.objects.filter(verb__startswith="vendorcontact.").order_by("pk")
        assert list(verbs.values_list("verb", flat=True)) == [
            "vendorcontact.added",
            "vendorcontact.changed",
            "vendorcontact.removed",
        ]


def test_sub_processors_stand_in_tiers_and_never_behind_themselves(house: House, lead: Client) -> None:
    kestrel = house.vendors["kestrel"]
    with staff(house.pk):
        host = SubProcessor.objects.create(vendor=kestrel, name="Hostly", service="hosting")
        disks = SubProcessor.objects.create(vendor=kestrel, name="Disks", service="storage", parent=host)
        SubProcessor.objects.create(
            vendor=kestrel, name="Cables", service="lines", parent=disks, ended_on=date(2026, 1, 1)
        )
        rows = list(SubProcessor.objects.all())
        found = [(tier.row.name, tier.tier, tier.is_living) for tier in in_tiers(rows, today=date(2026, 11, 23))]
        assert found == [("Hostly", 2, True), ("Disks", 3, True), ("Cables", 4, False)]
        host.parent = disks
        with pytest.raises(ValidationError, match="stand behind itself"):
            change_line(row=host, by=house.people[Role.OPS_LEAD], was={"parent": None})
    removed = lead.post(url("vendors:subprocessor-remove", house, pk=host.pk))
    assert messages_of(removed) == ["Others stand behind it. Give it a last day, or take those away first."]
    with staff(house.pk):
        assert SubProcessor.objects.count() == 3


def test_the_vendor_sees_its_own_row_and_nothing_of_the_internal_side(house: House, now: datetime) -> None:
    manager = house.vendor_people["kestrel", Role.VENDOR_MANAGER].pk
    with portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=manager), transaction.atomic():
        assert [row.name for row in Vendor.objects.all()] == ["Kestrel"]
        for model in (VendorDossier, StatusChange, VendorContact, SubProcessor, VendorRate):
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.count()


def test_the_database_keeps_its_grounds(house: House) -> None:
    with staff(house.pk), pytest.raises(IntegrityError, match="vendors_dossier_class_has_basis"), transaction.atomic():
        VendorDossier.objects.create(vendor=house.vendors["kestrel"], worker_class="vendor")


def test_who_may_only_look_changes_nothing(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.people[Role.VIEWER])
    kestrel = house.vendors["kestrel"].pk
    assert browser.get(url("vendors:vendor-record", house, pk=kestrel)).status_code == 200
    assert browser.get(url("vendors:dossier-edit", house, partner=kestrel)).status_code == 403
