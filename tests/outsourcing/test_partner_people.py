"""A partner's manager lets colleagues in, within what they follow, and removes them; owners tell how an action goes."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from engagements.actions.action_items import open_action_item
from engagements.actions.grants import grant_engagement, revoke_engagement
from engagements.models import ActionItem, ActionProgress, Engagement, EngagementGrant, InvitedGrant
from foundation.accounts.models import Invitation, Membership, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import portal, staff
from tests.conftest import SignIn
from tests.factories.cast import Cast, House

ADDRESS = "newcomer@kestrel.example"
SECRET = "a long enough secret of mine"


@pytest.fixture
def house(cast: Cast, settings: Settings) -> House:
    """Kestrel with a second engagement, which its manager does not follow."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    house = cast.northwind
    with staff(house.pk), transaction.atomic():
        desk = house.engagements["kestrel"]
        house.engagements["second"] = Engagement.objects.create(
            name="Second desk", process=desk.process, vendor=desk.vendor, started_on=date(2026, 1, 5)
        )
    return house


def manager_of(house: House) -> User:
    return house.vendor_people["kestrel", Role.VENDOR_MANAGER]


def page(house: House, name: str = "colleague-portal-list", *args: int) -> str:
    return reverse(f"engagements:{name}", args=[house.slug, house.vendors["kestrel"].pk, *args])


def invite(house: House, sign_in: SignIn, *engagements: str, role: str = "vendor_agent", email: str = ADDRESS) -> int:
    data = {"email": email, "role": role, "engagements": [house.engagements[name].pk for name in engagements]}
    return int(sign_in(manager_of(house)).post(page(house), data).status_code)


def join() -> Client:
    browser = Client()
    path = re.findall(r"http://localhost:8000(/accounts/invitation/\S+/)", str(mail.outbox[-1].body))[0]
    assert browser.post(path, {"name": "New Comer", "password1": SECRET}).status_code == 302
    return browser


def followed(house: House, email: str = ADDRESS) -> list[str]:
    with staff(house.pk), transaction.atomic():
        return list(EngagementGrant.objects.filter(user__email=email).values_list("content_object__name", flat=True))


def test_an_invited_colleague_follows_what_was_offered_and_nothing_else(house: House, sign_in: SignIn) -> None:
    assert invite(house, sign_in, "kestrel") == 302
    browser = join()
    assert followed(house) == ["Night desk"]
    with staff(house.pk), transaction.atomic():
        assert Membership.objects.get(user__email=ADDRESS).role == "vendor_agent"
    assert browser.get(page(house)).status_code == 403  # an agent invites nobody
    assert browser.get("/northwind/people/").status_code == 404
    seen = sign_in(manager_of(house)).get(page(house)).content.decode()
    assert ("New Comer" in seen, ADDRESS in seen, "Inkwell" in seen, "Owner Northwind" in seen) == (
        True, True, False, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("engagements", "role"),
    [
        (["second"], "vendor_agent"),
        (["inkwell"], "vendor_agent"),
        ([], "vendor_agent"),
        (["kestrel"], "owner"),
        (["kestrel"], "viewer"),
        (["kestrel"], ""),
    ],
)
def test_nobody_offers_more_than_they_have_or_makes_staff(
    house: House, sign_in: SignIn, engagements: list[str], role: str
) -> None:
    assert invite(house, sign_in, *engagements, role=role) == 422
    with staff(house.pk), transaction.atomic():
        assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_the_wall_itself_refuses_to_offer_more(house: House, sign_in: SignIn) -> None:
    invite(house, sign_in, "kestrel")
    with portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=manager_of(house).pk):
        with transaction.atomic():
            [invitation] = Invitation.objects.defer("token_hash")
        for name in ("second", "inkwell"):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                InvitedGrant.objects.create(invitation=invitation, engagement=house.engagements[name])
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Invitation.objects.values_list("token_hash", flat=True).get()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Membership.objects.filter(user=manager_of(house)).update(role="vendor_agent")


def test_what_the_inviter_lost_meanwhile_is_not_given(house: House, sign_in: SignIn) -> None:
    invite(house, sign_in, "kestrel")
    with staff(house.pk), transaction.atomic():
        revoke_engagement(
            engagement=house.engagements["kestrel"], person=manager_of(house), by=house.people[Role.OWNER]
        )
    join()
    assert followed(house) == []


def test_who_was_removed_takes_their_invitations_with_them(house: House, sign_in: SignIn) -> None:
    invite(house, sign_in, "kestrel")
    with staff(house.pk), transaction.atomic():
        own = Membership.objects.get(user=manager_of(house))
    browser = sign_in(house.people[Role.OWNER])
    assert browser.post(f"/northwind/people/{own.pk}/end/").status_code == 302
    path = re.findall(r"http://localhost:8000(/accounts/invitation/\S+/)", str(mail.outbox[-1].body))[0]
    answer = Client().get(path)
    assert (answer.status_code, "taken back" in answer.content.decode() or "revoked" in answer.content.decode()) == (
        410, True,
    )  # fmt: skip


def test_a_removed_colleague_is_out_with_the_next_click_and_comes_back_without_old_grants(
    house: House, sign_in: SignIn
) -> None:
    agent = house.vendor_people["kestrel", Role.VENDOR_AGENT]
    with staff(house.pk), transaction.atomic():
        grant_engagement(engagement=house.engagements["second"], person=agent, by=house.people[Role.OWNER])
        place = Membership.objects.get(user=agent).pk
        own = Membership.objects.get(user=manager_of(house)).pk
    more = sign_in(manager_of(house))
    assert "follows more than you" in more.get(page(house)).content.decode()
    refused = more.post(page(house, "colleague-portal-remove", place), follow=True).content.decode()
    assert "follows engagements that you do not" in refused
    kestrel = portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=manager_of(house).pk)
    with kestrel, pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Membership.objects.filter(pk=place).update(left_at=house.organization.created_at)
    with staff(house.pk), transaction.atomic():
        grant_engagement(engagement=house.engagements["second"], person=manager_of(house), by=house.people[Role.OWNER])
    open_session, manager = sign_in(agent), sign_in(manager_of(house))
    home = reverse("outsourcing:portal-home", args=[house.slug, house.vendors["kestrel"].pk])
    assert open_session.get(home).status_code == 200
    assert "cannot remove yourself" in manager.post(
        page(house, "colleague-portal-remove", own), follow=True
    ).content.decode()  # fmt: skip
    assert manager.post(page(house, "colleague-portal-remove", place)).status_code == 302
    assert open_session.get(home).status_code == 404
    assert invite(house, sign_in, "kestrel", email=agent.email) == 302
    path = re.findall(r"http://localhost:8000(/accounts/invitation/\S+/)", str(mail.outbox[-1].body))[0]
    assert open_session.post(path).status_code == 302
    assert followed(house, agent.email) == ["Night desk"]


def test_a_manager_takes_an_invitation_back(house: House, sign_in: SignIn) -> None:
    invite(house, sign_in, "kestrel")
    with staff(house.pk), transaction.atomic():
        pk = Invitation.objects.get().pk
    other = sign_in(house.vendor_people["inkwell", Role.VENDOR_MANAGER])
    strange = reverse("engagements:invitation-portal-revoke", args=[house.slug, house.vendors["inkwell"].pk, pk])
    assert other.post(strange).status_code == 404
    answer = sign_in(manager_of(house)).post(page(house, "invitation-portal-revoke", pk), follow=True)
    assert "is taken back" in answer.content.decode()


def test_whoever_owns_an_action_says_how_it_goes_and_the_client_closes_it(
    house: House, sign_in: SignIn, now: datetime
) -> None:
    lead, agent = house.people[Role.OPS_LEAD], house.vendor_people["kestrel", Role.VENDOR_AGENT]
    with staff(house.pk), transaction.atomic():
        made = {
            name: open_action_item(
                engagement=house.engagements[of], title=name, due_date=now.date() + timedelta(days=3), by=lead,
                now=now, owner=owner,
            )
            for name, of, owner in (
                ("Test the pager", "kestrel", agent),
                ("Tell the board", "kestrel", lead),
                ("Train the second desk", "second", agent),
                ("Another partner's", "inkwell", house.vendor_people["inkwell", Role.VENDOR_AGENT]),
            )
        }  # fmt: skip
    browser = sign_in(manager_of(house))
    seen = browser.get(page(house, "action-portal-list")).content.decode()
    assert [name in seen for name in made] == [True, False, False, False]
    for name in list(made)[1:]:
        assert browser.get(page(house, "action-portal-detail", made[name].pk)).status_code == 404
    own = page(house, "action-portal-detail", made["Test the pager"].pk)
    assert browser.post(own, {"text": " "}).status_code == 422
    assert browser.post(own, {"text": "Five drills done.", "proposes_done": "on"}).status_code == 302
    client = sign_in(lead)
    assert "Done, says the partner: Test the pager" in client.get("/northwind/").content.decode()
    assert "Five drills done." in client.get("/northwind/actions/").content.decode()
    client.post(f"/northwind/actions/{made['Test the pager'].pk}/done/")
    late = browser.post(own, {"text": "Once more."})
    assert (late.status_code, "was closed meanwhile" in late.content.decode()) == (422, True)
    with staff(house.pk), transaction.atomic():
        assert ActionItem.objects.get(pk=made["Test the pager"].pk).done_at is not None
        assert ActionProgress.objects.count() == 1


def test_an_action_goes_to_a_partners_person_who_follows_the_engagement(house: House, sign_in: SignIn) -> None:
    agent = house.vendor_people["kestrel", Role.VENDOR_AGENT]
    lead = sign_in(house.people[Role.OPS_LEAD])
    data = {"title": "Test the pager", "owner": agent.pk, "due_date": "2026-12-15"}
    wrong = lead.post("/northwind/actions/new/", data | {"engagement": house.engagements["inkwell"].pk})
    assert "does not follow this engagement" in wrong.content.decode()
    assert (
        lead.post("/northwind/actions/new/", data | {"engagement": house.engagements["kestrel"].pk}).status_code == 302
    )
