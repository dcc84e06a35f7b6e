"""Invitations: bound to address, organization, role and vendor; once, and in time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from foundation.accounts import tokens
from foundation.accounts.models import AuditEvent, Invitation, Membership, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity, staff
from tests.conftest import SignIn
from tests.factories.cast import Cast, House

ADDRESS = "newcomer@elsewhere.example"
PASSWORD = "a long enough secret of mine"


@pytest.fixture(autouse=True)
def mails_in_memory(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def invite(house: House, sign_in: SignIn, *, email: str = ADDRESS, role: str = "analyst") -> str:
    """The path of the link in the mail."""
    browser = sign_in(house.people[Role.OWNER])
    answer = browser.post(f"/{house.slug}/people/invite/", {"email": email, "role": role})
    assert (answer.status_code, answer["Location"]) == (302, f"/{house.slug}/people/")
    return path_in(str(mail.outbox[-1].body))


def invite_partner(house: House, sign_in: SignIn, vendor: str = "kestrel") -> str:
    browser = sign_in(house.people[Role.OWNER])
    data = {"email": ADDRESS, "role": "vendor_manager", "vendor": house.vendors[vendor].pk}
    assert browser.post(f"/{house.slug}/people/invite-partner/", data).status_code == 302
    return path_in(str(mail.outbox[-1].body))


def path_in(body: str) -> str:
    found = re.search(r"http://localhost:8000(/accounts/invitation/\S+/)", body)
    assert found
    return found[1]


def memberships(email: str) -> list[tuple[str, str, int | None]]:
    with identity():
        found = Membership.objects.filter(user__email=email, left_at=None)
        return list(found.values_list("organization__slug", "role", "vendor_id"))


def test_the_mail_says_who_and_where_and_its_host_is_from_the_settings(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.northwind.people[Role.OWNER])
    browser.post("/northwind/people/invite/", {"email": ADDRESS, "role": "analyst"}, headers={"Host": "127.0.0.1"})
    [message] = mail.outbox
    assert message.to == [ADDRESS]
    assert message.subject == "Owner Northwind invites you to Northwind"
    assert message.reply_to == ["Owner Northwind <owner@northwind.example>"]
    assert message.from_email.startswith("Northwind <")
    assert "127.0.0.1" not in message.message().as_string()
    assert path_in(str(message.body))


def test_the_secret_is_kept_as_a_hash_alone(cast: Cast, sign_in: SignIn) -> None:
    secret = invite(cast.northwind, sign_in).split("/")[3]
    with staff(cast.northwind.pk):
        kept = Invitation.objects.get()
        assert kept.token_hash == tokens.digest(secret)
        assert secret not in str(vars(kept))
        assert secret not in str(list(AuditEvent.objects.values()))


def test_a_newcomer_makes_an_account_and_is_in_once(cast: Cast, sign_in: SignIn, settings: Settings) -> None:
    settings.SIGNUP_OPEN = False
    path = invite(cast.northwind, sign_in)
    browser = Client()
    assert ADDRESS in browser.get(path).content.decode()
    answer = browser.post(path, {"name": "New Comer", "password1": PASSWORD, "email": "other@elsewhere.example"})
    assert (answer.status_code, answer["Location"]) == (302, "/northwind/")
    assert memberships(ADDRESS) == [("northwind", "analyst", None)]
    assert browser.get("/northwind/people/").status_code == 200
    replay = Client().get(path)
    assert (replay.status_code, "used already" in replay.content.decode()) == (410, True)


def test_a_weak_password_is_refused_and_nothing_is_made(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast.northwind, sign_in)
    for weak in ("short", "password1234", ADDRESS):
        assert Client().post(path, {"name": "N", "password1": weak}).status_code == 200
    with identity():
        assert not User.objects.filter(email=ADDRESS).exists()


def test_somebody_with_an_account_signs_in_and_joins(cast: Cast, sign_in: SignIn) -> None:
    person = cast.umbra.people[Role.ANALYST]
    path = invite(cast.northwind, sign_in, email=person.email.upper(), role="finance")
    page = Client().get(path).content.decode()
    assert f"/accounts/login/?next={path}" in page
    browser = sign_in(person)
    assert browser.get(path).status_code == 200
    assert memberships(person.email) == [("umbra", "analyst", None)]  # looking joins nobody
    assert browser.post(path)["Location"] == "/northwind/"
    assert sorted(memberships(person.email)) == [("northwind", "finance", None), ("umbra", "analyst", None)]


def test_another_address_is_told_so_and_stays_out(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast.northwind, sign_in)
    other = cast.umbra.people[Role.OWNER]
    for method in ("get", "post"):
        answer = getattr(sign_in(other), method)(path)
        assert answer.status_code == 403
        assert "This invitation is for another address" in answer.content.decode()
    assert memberships(other.email) == [("umbra", "owner", None)]


def test_a_partners_invitation_makes_a_partners_person(cast: Cast, sign_in: SignIn) -> None:
    house = cast.northwind
    path = invite_partner(house, sign_in)
    browser = Client()
    kestrel = house.vendors["kestrel"].pk
    answer = browser.post(path, {"name": "N", "password1": PASSWORD, "role": "owner", "vendor": ""})
    assert answer["Location"] == f"/northwind/portal/{kestrel}/"
    assert memberships(ADDRESS) == [("northwind", "vendor_manager", kestrel)]
    assert browser.get("/northwind/people/").status_code == 404


@pytest.mark.parametrize("role", ["owner", "viewer", ""])
def test_a_partners_invitation_can_never_make_staff(cast: Cast, sign_in: SignIn, role: str) -> None:
    house = cast.northwind
    browser = sign_in(house.people[Role.OWNER])
    data = {"email": ADDRESS, "role": role, "vendor": house.vendors["kestrel"].pk}
    assert browser.post("/northwind/people/invite-partner/", data).status_code == 200
    assert mail.outbox == []
    invite_partner(house, sign_in)
    with staff(house.pk), pytest.raises(IntegrityError, match="role_fits_vendor"), transaction.atomic():
        Invitation.objects.update(role=Role.OWNER)


@pytest.mark.parametrize("role", ["vendor_manager", "vendor_agent"])
def test_a_colleagues_invitation_offers_no_partners_role(cast: Cast, sign_in: SignIn, role: str) -> None:
    browser = sign_in(cast.northwind.people[Role.OWNER])
    assert browser.post("/northwind/people/invite/", {"email": ADDRESS, "role": role}).status_code == 200
    assert mail.outbox == []


def test_the_other_tenants_partner_and_the_own_team_are_no_choice(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.northwind.people[Role.OWNER])
    for vendor in (cast.umbra.vendors["kestrel"].pk, cast.northwind.vendors["own"].pk, 999_999):
        data = {"email": ADDRESS, "role": "vendor_agent", "vendor": vendor}
        assert browser.post("/northwind/people/invite-partner/", data).status_code == 200
    assert mail.outbox == []


def test_an_expired_link_says_so(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast.northwind, sign_in)
    with staff(cast.northwind.pk):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for method in ("get", "post"):
        answer = getattr(Client(), method)(path, {"name": "N", "password1": PASSWORD})
        assert (answer.status_code, "has expired" in answer.content.decode()) == (410, True)
    with identity():
        assert not User.objects.filter(email=ADDRESS).exists()


def test_a_revoked_link_says_so(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast.northwind, sign_in)
    with staff(cast.northwind.pk):
        pk = Invitation.objects.get().pk
    sign_in(cast.northwind.people[Role.OWNER]).post(f"/northwind/people/invitations/{pk}/revoke/")
    answer = Client().get(path)
    assert (answer.status_code, "taken back" in answer.content.decode()) == (410, True)


def test_an_unknown_link_says_no_more_than_that(cast: Cast) -> None:
    answer = Client().get("/accounts/invitation/osg_nothing/")
    assert (answer.status_code, "does not work" in answer.content.decode()) == (404, True)


def test_a_new_link_makes_the_old_one_stop(cast: Cast, sign_in: SignIn) -> None:
    old = invite(cast.northwind, sign_in)
    with staff(cast.northwind.pk):
        pk = Invitation.objects.get().pk
    sign_in(cast.northwind.people[Role.OWNER]).post(f"/northwind/people/invitations/{pk}/renew/")
    new = path_in(str(mail.outbox[-1].body))
    assert [Client().get(path).status_code for path in (old, new)] == [404, 200]


def test_inviting_twice_leaves_one_open_invitation(cast: Cast, sign_in: SignIn) -> None:
    first = invite(cast.northwind, sign_in)
    second = invite(cast.northwind, sign_in, email=ADDRESS.upper(), role="owner")
    assert [Client().get(path).status_code for path in (first, second)] == [410, 200]


def test_a_member_is_not_invited_again(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.northwind.people[Role.OWNER])
    answer = browser.post("/northwind/people/invite/", {"email": "Viewer@northwind.example", "role": "owner"})
    assert "is a member already" in answer.content.decode()
    assert mail.outbox == []


def test_when_the_mail_server_refuses_nothing_is_kept(cast: Cast, sign_in: SignIn, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    browser = sign_in(cast.northwind.people[Role.OWNER])
    answer = browser.post("/northwind/people/invite/", {"email": ADDRESS, "role": "viewer"})
    assert "nothing was saved" in answer.content.decode()
    with staff(cast.northwind.pk):
        assert not Invitation.objects.exists()
        assert not AuditEvent.objects.filter(verb="invitation.sent").exists()


def test_the_other_tenants_invitation_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    invite(cast.umbra, sign_in)
    with staff(cast.umbra.pk):
        pk = Invitation.objects.get().pk
    browser = sign_in(cast.northwind.people[Role.OWNER])
    for verb in ("renew", "revoke"):
        assert browser.post(f"/northwind/people/invitations/{pk}/{verb}/").status_code == 404
        assert browser.post(f"/northwind/people/invitations/999999/{verb}/").status_code == 404
    assert ADDRESS not in browser.get("/northwind/people/").content.decode()
