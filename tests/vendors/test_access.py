"""The access register: given, reviewed, taken back; secrets; deviations; somebody leaves; out of a file."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from foundation.accounts.models import Membership
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import portal, staff
from foundation.inbox.models import ImportBatch, ImportRow
from tests.conftest import SignIn
from tests.engagements.conftest import errors, messages_of, url
from tests.factories.cast import House
from vendors.least_privilege import Concern, Grant, concerns
from vendors.models import AccessGrant, AccessReview, Credential, Deviation

TODAY = date(2026, 11, 23)
GIVEN = {
    "person_name": "Zofia Maj",
    "person_email": "kestrel-vendor_agent@northwind.example",
    "system": "Ticketry",
    "level": "write",
    "scope": "queue Night desk",
    "reason": "night desk",
    "granted_on": "2026-11-02",
    "expires_on": "2027-04-30",
}


def granted(house: House, **more: Any) -> AccessGrant:
    values = GIVEN | {"granted_on": date(2026, 11, 2), "expires_on": date(2027, 4, 30)} | more
    made: AccessGrant = AccessGrant.objects.create(vendor=house.vendors["kestrel"], **values)
    return made


@pytest.mark.parametrize(
    ("grant", "found"),
    [
        (Grant("read", TODAY, TODAY + timedelta(days=90), None), []),
        (Grant("read", TODAY, TODAY, None), [Concern.ENDING]),
        (Grant("read", TODAY - timedelta(days=90), TODAY - timedelta(days=1), None), [Concern.EXPIRED]),
        (Grant("read", TODAY - timedelta(days=91), TODAY + timedelta(days=15), None), [Concern.UNREVIEWED]),
        (Grant("read", TODAY - timedelta(days=91), TODAY + timedelta(days=15), TODAY), []),
        (Grant("admin", TODAY, TODAY + timedelta(days=367), None), [Concern.BROAD, Concern.LONG]),
    ],
)
def test_what_is_wrong_with_a_grant(grant: Grant, found: list[Concern]) -> None:
    assert concerns(grant, today=TODAY) == found


def test_a_grant_is_given_reviewed_and_taken_back(house: House, lead: Client) -> None:
    kestrel = house.vendors["kestrel"]
    new = url("vendors:accessgrant-create", house, partner=kestrel.pk)
    assert list(errors(lead.post(new, GIVEN | {"expires_on": "2026-11-01", "reason": ""}))) == ["reason", "expires_on"]
    assert lead.post(new, GIVEN).status_code == 302
    assert list(errors(lead.post(new, GIVEN | {"person_name": "ZOFIA MAJ"}))) != []
    with staff(house.pk):
        grant = AccessGrant.objects.get()
        assert (grant.approved_by, grant.level) == (house.people[Role.OPS_LEAD], "write")
    review = url("vendors:accessgrant-review", house, pk=grant.pk)
    assert messages_of(lead.post(review, {"answer": "keep"})) == ["Zofia Maj: Ticketry stays."]
    assert list(errors(lead.post(review, {"answer": "revoke"}))) == ["note"]
    assert lead.post(review, {"answer": "revoke", "note": "moved to days"}).status_code == 302
    assert lead.get(review).status_code == 404
    with staff(house.pk):
        grant.refresh_from_db()
        assert (grant.revoked_by, grant.revoke_reason) == (house.people[Role.OPS_LEAD], "moved to days")
        assert list(AccessReview.objects.order_by("pk").values_list("stays", flat=True)) == [True, False]
    page = lead.get(url("vendors:vendor-access", house, pk=kestrel.pk))
    assert ([line.grant for line in page.context["lines"]], page.context["revoked"]) == ([], [grant])


def test_a_credential_is_changed_with_proof(house: House, lead: Client) -> None:
    new = url("vendors:credential-create", house, partner=house.vendors["kestrel"].pk)
    sent = {"name": "API key", "system": "Ticketry", "held_by": "Zofia Maj", "rotate_days": "30"}
    assert list(errors(lead.post(new, sent | {"rotate_days": "0"}))) == ["rotate_days"]
    assert lead.post(new, sent).status_code == 302
    with staff(house.pk):
        key = Credential.objects.get()
    change = url("vendors:credential-rotate", house, pk=key.pk)
    assert list(errors(lead.post(change, {"rotated_on": "2199-01-01", "proof": "ticket 12"}))) == ["rotated_on"]
    assert list(errors(lead.post(change, {"rotated_on": "2026-11-20", "proof": " "}))) == ["proof"]
    assert lead.post(change, {"rotated_on": "2026-11-20", "proof": "ticket 12"}).status_code == 302
    with staff(house.pk):
        key.refresh_from_db()
        assert key.due_on == date(2026, 12, 20)
        assert [row.proof for row in key.rotations.all()] == ["ticket 12"]


def test_somebody_leaves_in_one_step(house: House, lead: Client, sign_in: SignIn) -> None:
    kestrel, agent = house.vendors["kestrel"], house.vendor_people["kestrel", Role.VENDOR_AGENT]
    with staff(house.pk):
        granted(house)
        granted(house, system="VPN", person_name="zofia maj")
        other = granted(house, person_name="Piotr Lis", person_email="")
        key = Credential.objects.create(
            vendor=kestrel, name="Key", system="Ticketry", held_by="Piotr Lis, Zofia Maj", due_on=date(2199, 1, 1)
        )
    theirs = sign_in(agent)
    home = url("outsourcing:portal-home", house, vendor=kestrel.pk)
    assert theirs.get(home).status_code == 200
    leave = url("vendors:person-offboard", house, partner=kestrel.pk)
    assert list(errors(lead.post(leave, {"person": "Nobody", "reason": "left"}))) == ["person"]
    done = lead.post(leave, {"person": "Zofia  Maj", "reason": "left on 23 November"})
    assert messages_of(done) == [
        "Zofia  Maj: 2 grants revoked, 1 places in the portal ended, 1 credentials due for a change."
    ]
    assert theirs.get(home).status_code == 404
    with staff(house.pk):
        assert list(AccessGrant.objects.filter(revoked_on=None)) == [other]
        assert not Membership.objects.filter(user=agent, vendor_id=kestrel.pk, left_at=None).exists()
        key.refresh_from_db()
        assert key.due_on < date(2199, 1, 1)
    assert list(errors(lead.post(leave, {"person": agent.email, "reason": "again"}))) == ["person"]


def test_a_deviation_is_reported_by_the_vendor_and_resolved_by_us(
    house: House, lead: Client, sign_in: SignIn, now: datetime
) -> None:
    kestrel, inkwell = house.vendors["kestrel"], house.vendors["inkwell"]
    agent = house.vendor_people["kestrel", Role.VENDOR_AGENT]
    sent = {"place": "A private drive", "data": "screenshots", "what": "kept there", "found_on": "2026-11-20"}
    place = url("vendors:portal-deviations", house, vendor=kestrel.pk)
    assert list(errors(sign_in(agent).post(place, sent | {"what": ""}))) == ["what"]
    assert sign_in(agent).post(place, sent).status_code == 302
    with staff(house.pk):
        row = Deviation.objects.get()
        assert (row.is_theirs, row.reported_by, row.vendor) == (True, agent, kestrel)
        Deviation.objects.create(vendor=inkwell, **sent, reported_at=now)
    with portal(house.pk, vendor=kestrel.pk, actor=agent.pk), transaction.atomic():
        assert list(Deviation.objects.all()) == [row]
        with pytest.raises(ProgrammingError), transaction.atomic():
            Deviation.objects.filter(pk=row.pk).update(resolution="gone")
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            Deviation.objects.create(vendor=kestrel, **sent, reported_at=now, reported_by=house.people[Role.OWNER])
        with pytest.raises(ProgrammingError), transaction.atomic():
            AccessGrant.objects.count()
    resolve = url("vendors:deviation-resolve", house, pk=row.pk)
    assert lead.post(resolve, {"resolution": "deleted, seen on a call"}).status_code == 302
    assert list(errors(lead.post(resolve, {"resolution": "twice"}))) == ["__all__"]


FILE = """Person,E-mail,System,Level,Scope,Reason,Expires
Zofia Maj,zofia@example.org,Ticketry,admin,all queues,night desk,2027-04-30
Piotr Lis,,VPN,viewer,monitoring,night desk,2027-01-31
Piotr Lis,,VPN,viewer,monitoring,night desk,2027-02-28
Hanna Bo,,VPN,root,monitoring,night desk,2027-01-31
Ola Sys,,VPN,read,monitoring,night desk,31.01.2027
,,VPN,read,monitoring,night desk,2027-01-31
"""


def test_a_register_comes_out_of_a_file_once(house: House, lead: Client) -> None:
    kestrel = house.vendors["kestrel"]
    upload = url("vendors:accessimport-create", house, partner=kestrel.pk)
    bad = lead.post(upload, {"file": SimpleUploadedFile("r.csv", b"Person,System\nA,B\n")})
    assert "scope, reason, expires on" in errors(bad)["file"][0]
    with staff(house.pk):
        granted(house)
    for _again in range(2):
        assert lead.post(upload, {"file": SimpleUploadedFile("r.csv", FILE.encode())}).status_code == 302
        with staff(house.pk):
            batch = ImportBatch.objects.latest("pk")
        page = lead.get(url("vendors:accessimport-check", house, pk=batch.pk))
        assert [line for line, _words in page.context["wrong"]] == [5, 6, 7]
        assert lead.post(url("vendors:accessimport-commit", house, pk=batch.pk)).status_code == 302
    with staff(house.pk):
        found = AccessGrant.objects.order_by("person_name").values_list("person_name", "level", "expires_on")
        assert list(found) == [
            ("Piotr Lis", "read", date(2027, 2, 28)),
            ("Zofia Maj", "admin", date(2027, 4, 30)),
        ]
        done = ImportBatch.objects.get(state="committed")
        assert (done.rows_read, done.rows_created, done.rows_updated, done.rows_duplicate, done.rows_quarantined) == (
            6,
            1,
            1,
            1,
            3,
        )
        assert ImportRow.objects.filter(batch=done).count() == 6
