"""Roles and the people who hold them, named contacts, decision rights: what is refused, what is kept, what is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from engagements.actions.raci_outline import seed_decision_rights, seed_raci
from engagements.models import DecisionRight, Engagement, Participant
from engagements.queries.parties import contacts
from engagements.queries.raci import raci_findings
from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.engagements.conftest import errors, messages_of, url
from tests.factories.cast import House

TODAY = date(2026, 11, 23)


@pytest.fixture
def seeded(house: House) -> Engagement:
    """Night desk with the usual roles, activities and decisions."""
    engagement = house.engagements["kestrel"]
    with staff(house.pk):
        seed_raci(engagement=engagement, by=house.people[Role.OPS_LEAD])
        seed_decision_rights(engagement=engagement, by=house.people[Role.OPS_LEAD])
        return Engagement.objects.select_related("vendor").get(pk=engagement.pk)


def role(engagement: Engagement, title: str) -> Participant:
    return Participant.objects.get(engagement=engagement, title=title)


def told(house: House, verb: str) -> dict[str, Any]:
    with staff(house.pk):
        data: dict[str, Any] = AuditEvent.objects.filter(verb=verb).latest("pk").data
        return data


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        ({"side": "client", "title": "", "name": ""}, {"title": ["This field is required."]}),
        ({"side": "client", "title": "quality LEAD"}, {"title": ["This side has that role already."]}),
        (
            {"side": "third", "title": "New"},
            {"side": ["Select a valid choice. third is not one of the available choices."]},
        ),
        (
            {"side": "client", "title": "New", "user": "lead", "name": "Priya"},
            {"name": ["Choose a person or write a name, not both."]},
        ),
        ({"side": "vendor", "title": "New", "user": "lead"}, {"user": ["This person is on the other side."]}),
        ({"side": "client", "title": "New", "user": "kestrel"}, {"user": ["This person is on the other side."]}),
        (
            {"side": "vendor", "title": "New", "user": "inkwell"},
            {"user": ["Select a valid choice. That choice is not one of the available choices."]},
        ),
        ({"side": "client", "title": "New", "email": "nobody"}, {"email": ["Enter a valid email address."]}),
    ],
)
def test_a_role_that_cannot_be_added(
    house: House, seeded: Engagement, lead: Browser, data: dict[str, str], refused: dict[str, list[str]]
) -> None:
    people = {
        "lead": house.people[Role.OPS_LEAD].pk,
        "kestrel": house.vendor_people["kestrel", Role.VENDOR_AGENT].pk,
        "inkwell": house.vendor_people["inkwell", Role.VENDOR_AGENT].pk,
    }
    posted = {name: str(people.get(value, value)) if name == "user" else value for name, value in data.items()}
    assert errors(lead.post(url("participant-create", house, pk=seeded.pk), posted)) == refused


def test_a_role_is_added_named_handed_over_and_removed(house: House, seeded: Engagement, lead: Browser) -> None:
    agent = house.vendor_people["kestrel", Role.VENDOR_AGENT]
    new = {"side": "vendor", "title": "Night agent", "user": str(agent.pk)}
    assert lead.post(url("participant-create", house, pk=seeded.pk), new).status_code == 302
    with staff(house.pk):
        added = role(seeded, "Night agent")
        assert (added.name, added.user_id, added.position) == (str(agent), agent.pk, 5)
    edit = url("participant-edit", house, pk=seeded.pk, participant=added.pk)
    lead.post(edit, {"title": "Night agent", "user": "", "name": "  Sol   Ruiz "})
    with staff(house.pk):
        assert (role(seeded, "Night agent").name, role(seeded, "Night agent").user_id) == ("Sol Ruiz", None)
    leave = url("participant-depart", house, pk=seeded.pk, participant=added.pk)
    lead.post(leave, {"left_on": "2026-11-20"})
    with staff(house.pk):
        assert role(seeded, "Night agent").left_on == date(2026, 11, 20)
    assert told(house, "participant.left") == {"last_day": "2026-11-20"}
    lead.post(leave, {"left_on": "2026-11-20", "name": "Ana Gil"})
    with staff(house.pk):
        assert (role(seeded, "Night agent").name, role(seeded, "Night agent").left_on) == ("Ana Gil", None)
    assert told(house, "participant.changed") == {"name": ["Sol Ruiz", "Ana Gil"], "left_on": ["2026-11-20", None]}
    response = lead.post(url("participant-remove", house, pk=seeded.pk, participant=added.pk))
    assert messages_of(response) == ["Night agent is removed."]
    with staff(house.pk):
        assert Engagement.objects.get(pk=seeded.pk).raci_revision == 3


def test_a_role_with_letters_stays(house: House, seeded: Engagement, lead: Browser) -> None:
    with staff(house.pk):
        found = role(seeded, "Team lead")
    response = lead.post(url("participant-remove", house, pk=seeded.pk, participant=found.pk))
    assert messages_of(response) == [
        "Team lead stands in the RACI, a decision or a record. Clear that first, or say that the person left."
    ]
    with staff(house.pk):
        assert Participant.objects.filter(pk=found.pk).exists()
        assert Engagement.objects.get(pk=seeded.pk).raci_revision == 2


def test_the_contacts_are_named_and_move(house: House, seeded: Engagement, lead: Browser) -> None:
    with staff(house.pk):
        seeded.participants.filter(title="Quality lead").update(name="Kim Sato")
        assert [(each.contact.value, each.is_held) for each in contacts(seeded.pk, TODAY)] == [
            ("owner", True),
            ("deputy", False),
            ("vendor_contact", False),
            ("team_lead", False),
        ]
        quality, vendor, owner = (
            role(seeded, title).pk for title in ("Quality lead", "Partner's contact", "Process owner")
        )
    deputy = url("contact-edit", house, pk=seeded.pk, contact="deputy")
    assert lead.post(deputy, {"participant": str(quality)}).status_code == 302
    with staff(house.pk):
        assert str(contacts(seeded.pk, TODAY)[1].participant) == "Kim Sato"
        assert role(seeded, "Deputy owner").contact == ""
    assert told(house, "engagement.contact_named") == {"contact": "deputy", "was": "Deputy owner", "now": "Kim Sato"}
    assert errors(lead.post(deputy, {"participant": str(vendor)})) == {
        "participant": ["Select a valid choice. That choice is not one of the available choices."]
    }
    assert errors(lead.post(deputy, {"participant": str(owner)})) == {
        "participant": ["This role is named already: Owner."]
    }
    lead.post(deputy, {"participant": ""})
    with staff(house.pk):
        assert contacts(seeded.pk, TODAY)[1].participant is None
    assert lead.get(url("contact-edit", house, pk=seeded.pk, contact="nobody")).status_code == 404


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        ({"promoted_on": "2026-11-02"}, {"handover": ["Say what was handed over."]}),
        ({"handover": "The night rota"}, {"promoted_on": ["Say since when."]}),
        ({"participant": "", "promoted_on": "2026-11-02", "handover": "x"}, {"participant": ["Say which role."]}),
    ],
)
def test_a_promotion_needs_its_handover(
    house: House, seeded: Engagement, lead: Browser, data: dict[str, str], refused: dict[str, list[str]]
) -> None:
    with staff(house.pk):
        found = role(seeded, "Team lead")
    address = url("contact-edit", house, pk=seeded.pk, contact="team_lead")
    assert errors(lead.post(address, {"participant": str(found.pk)} | data)) == refused


def test_a_team_lead_is_promoted_from_the_team_with_the_handover_recorded(
    house: House, seeded: Engagement, lead: Browser
) -> None:
    with staff(house.pk):
        agent = Participant.objects.create(engagement=seeded, side="vendor", title="Night agent", name="Sol Ruiz")
    data = {"participant": str(agent.pk), "promoted_on": "2026-11-02", "handover": "The rota; two open P1 reviews."}
    assert lead.post(url("contact-edit", house, pk=seeded.pk, contact="team_lead"), data).status_code == 302
    assert told(house, "engagement.contact_named") == {
        "contact": "team_lead",
        "was": "Team lead",
        "now": "Sol Ruiz",
        "promoted_on": "2026-11-02",
        "handover": "The rota; two open P1 reviews.",
    }
    page = lead.get(url("engagement-raci", house, pk=seeded.pk)).content.decode()
    assert ("from the team since" in page, "two open P1 reviews" in page) == (True, True)
    with staff(house.pk), pytest.raises(IntegrityError, match="promotion_handed_over"), transaction.atomic():
        Participant.objects.filter(pk=agent.pk).update(handover="")


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"title": "Team lead", "contact": "vendor_contact"}, "contact_once"),
        ({"title": "Process owner", "contact": "", "side": "vendor"}, None),
        ({"title": "Quality lead", "contact": "vendor_contact"}, "vendor_contact_side"),
        ({"title": "Team lead", "contact": "owner"}, "owner_side"),
    ],
)
def test_the_database_keeps_contacts_on_their_side(
    house: House, seeded: Engagement, changes: dict[str, str], constraint: str | None
) -> None:
    values = {name: value for name, value in changes.items() if name != "title"}
    with staff(house.pk):
        if constraint in ("vendor_contact_side", "owner_side"):
            seeded.participants.filter(contact=values["contact"]).update(contact="")
        found = Participant.objects.filter(engagement=seeded, title=changes["title"])
        if constraint is None:
            assert found.update(**values) == 1
            return
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            found.update(**values)


def test_decisions_are_written_changed_and_removed(house: House, seeded: Engagement, lead: Browser) -> None:
    with staff(house.pk):
        owner, contact = role(seeded, "Process owner").pk, role(seeded, "Partner's contact").pk
        fees = DecisionRight.objects.get(engagement=seeded, decision="Spending above the agreed fee")
        stranger = Participant.objects.create(engagement=house.engagements["own"], side="client", title="Stranger").pk
    create = url("decisionright-create", house, pk=seeded.pk)
    new = {"decision": "Who is on call", "decided_by": str(contact)}
    assert errors(lead.post(create, new | {"decision": "spending above the agreed FEE"})) == {
        "decision": ["Another one has this Decision already."]
    }
    assert errors(lead.post(create, new | {"escalates_to": str(contact)})) == {
        "escalates_to": ["Choose somebody else than who decides up to the limit."]
    }
    assert errors(lead.post(create, new | {"decided_by": str(stranger)})) == {
        "decided_by": ["Select a valid choice. That choice is not one of the available choices."]
    }
    assert lead.post(create, new | {"escalates_to": str(owner)}).status_code == 302
    edit = url("decisionright-edit", house, pk=seeded.pk, decisionright=fees.pk)
    changed = {"decision": fees.decision, "decided_by": str(contact), "limit": "EUR 500", "revision": "1"}
    assert lead.post(edit, changed).status_code == 302
    assert told(house, "decision_right.changed") == {
        "decided_by": ["Ops_Lead Northwind", "Partner's contact"],
        "limit": ["", "EUR 500"],
    }
    conflict = lead.post(edit, changed | {"limit": "EUR 900"})
    assert errors(conflict)["__all__"][0].startswith("Somebody else saved this in the meantime.")
    page = conflict.content.decode()
    assert ('value="EUR 900"' in page, "EUR 500" in page, 'name="revision" value="2"' in page) == (True, True, True)
    assert lead.post(edit, changed | {"limit": "EUR 900", "revision": "2"}).status_code == 302
    lead.post(url("decisionright-remove", house, pk=seeded.pk, decisionright=fees.pk))
    with staff(house.pk):
        assert [str(each) for each in seeded.decision_rights.order_by("position")] == [
            "What is worked on first",
            "Who of the partner's team works on it",
            "Whether delivered work is accepted",
            "Changes of scope, outcomes or service levels",
            "Who is on call",
        ]


def test_roles_of_another_engagement_are_not_found(house: House, seeded: Engagement, lead: Browser) -> None:
    with staff(house.pk):
        found, right = role(seeded, "Team lead"), seeded.decision_rights.all()[0]
    other = house.engagements["own"].pk
    for name in ("participant-edit", "participant-depart"):
        assert lead.get(url(name, house, pk=other, participant=found.pk)).status_code == 404
    assert lead.get(url("decisionright-edit", house, pk=other, decisionright=right.pk)).status_code == 404


def test_naming_everybody_completes_the_grid(house: House, seeded: Engagement, lead: Browser) -> None:
    with staff(house.pk):
        vacant = list(Participant.objects.filter(engagement=seeded, name=""))
    for each in vacant:
        edit = url("participant-edit", house, pk=seeded.pk, participant=each.pk)
        lead.post(edit, {"title": each.title, "name": f"Holder of {each.title}"})
    with staff(house.pk):
        assert raci_findings(seeded, TODAY) == []
