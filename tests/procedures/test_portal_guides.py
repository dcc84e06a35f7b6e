"""SOPs in the portal: read and acknowledged by whoever is asked, proposals of the vendor's own; nothing of a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from engagements.models import Participant, Side
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from procedures.actions.guides import save_draft
from procedures.models import Acknowledgement, Guide, Proposal
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.isolation.rows import attempt
from tests.procedures.desk import PLAY, QUIZ, Desk, make_desk, make_sop


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def desk(house: House, now: datetime) -> Desk:
    """Kestrel's manager holds a role; the SOP has a quiz, and a draft of the next version that nobody may see yet."""
    made = make_desk(house, now=now)
    with context.staff(house.pk, actor=made.by.pk), transaction.atomic():
        Participant.objects.create(
            engagement=made.engagement,
            title="Shift lead",
            side=Side.VENDOR,
            user=house.vendor_people["kestrel", Role.VENDOR_MANAGER],
        )
        version = make_sop(made, now=now, content=replace(PLAY, quiz=QUIZ))
        guide = Guide.objects.get(pk=version.guide_id)
        save_draft(guide=guide, content=replace(PLAY, purpose="Not said yet"), seen=guide.revision, by=made.by)
    return made


@pytest.fixture
def robert(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])


def place(house: House, name: str, vendor: str = "kestrel", **ids: int) -> str:
    return reverse(f"procedures:{name}", kwargs={"org": house.slug, "vendor": house.vendors[vendor].pk, **ids})


def test_an_sop_is_read_and_acknowledged_after_its_quiz(desk: Desk, robert: Client, now: datetime) -> None:
    with context.staff(desk.house.pk), transaction.atomic():
        guide = Guide.objects.get()
    here = place(desk.house, "guide-portal-detail", pk=guide.pk)
    with time_machine.travel(now, tick=False):
        todo = robert.get(reverse("outsourcing:portal-home", args=[desk.house.slug, desk.house.vendors["kestrel"].pk]))
        assert "Read and acknowledge: Night calls" in todo.content.decode()
        page = robert.get(here).content.decode()
        assert "Every night call is answered." in page
        assert "Not said yet" not in page
        wrong = robert.post(here, {"question_0": "Nobody"}).content.decode()
        assert "Look again at: Who is told about an outage?" in wrong
        assert robert.post(here, {"question_0": "The night lead"}).status_code == 302
        listed = robert.get(place(desk.house, "guide-portal-list")).content.decode()
    assert "Acknowledged" in listed
    with context.staff(desk.house.pk), transaction.atomic():
        kept = Acknowledgement.objects.get()
    assert (kept.score, kept.on_behalf, kept.recorded_by_id) == (Decimal(100), False, robert_id(desk))


def robert_id(desk: Desk) -> int:
    return desk.house.vendor_people["kestrel", Role.VENDOR_MANAGER].pk


def test_a_checklist_that_the_vendor_brings_waits_for_the_owner(desk: Desk, robert: Client) -> None:
    here = place(desk.house, "proposal-portal-create")
    empty = robert.post(here, {"text": "Agent: greets", "reason": "Friendlier"}).content.decode()
    assert "Say for which engagement it is." in empty
    assert "Agent: greets" in empty
    own = {"engagement": desk.engagement.pk, "kind": "checklist", "title": "Our greeting"}
    assert robert.post(here, own | {"text": "Agent: greets", "reason": "Friendlier"}).status_code == 302
    with context.staff(desk.house.pk), transaction.atomic():
        proposal = Proposal.objects.get()
    assert (proposal.source, proposal.recorded_by_id, proposal.decision) == ("team", robert_id(desk), "")
    assert "Our greeting" in robert.get(place(desk.house, "guide-portal-list")).content.decode()


def test_the_database_keeps_drafts_other_peoples_roles_and_other_vendors_out(desk: Desk, sign_in: SignIn) -> None:
    house = desk.house
    with context.portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=robert_id(desk)):
        assert attempt("SELECT draft FROM procedures_guide") is None
        assert attempt("SELECT title FROM engagements_participant") == [("Shift lead",)]
        assert attempt("SELECT email FROM engagements_participant") is None
        with transaction.atomic():
            role = attempt("SELECT id FROM engagements_participant")
        signed = (
            "INSERT INTO procedures_acknowledgement (version_id, participant_id, acknowledged_at, on_behalf, evidence,"
            " recorded_by_id, recorded_at) SELECT v.id, %s, now(), %s, 'x', %s, now() FROM procedures_guideversion v"
        )
        assert role is not None
        assert attempt(signed, role[0][0], False, robert_id(desk)) == [(1,)]
        assert attempt(signed, role[0][0], True, robert_id(desk)) is None
        assert attempt(signed, desk.agents[0].pk, False, robert_id(desk)) is None
    stranger = sign_in(house.vendor_people["inkwell", Role.VENDOR_MANAGER])
    assert "Night calls" not in stranger.get(place(house, "guide-portal-list", "inkwell")).content.decode()
