"""The first person of a workspace, made at the console."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client

from foundation.accounts.models import Membership, Organization, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity, staff
from tests.factories.cast import Cast
from vendors.models import Vendor

pytestmark = pytest.mark.django_db
SECRET = "a long enough secret of mine"


def test_a_new_person_chooses_a_password_by_the_link_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command(
        "create_organization", "Blue Harbour", "ada@harbour.example", time_zone="Europe/Berlin", currency="chf"
    )
    said = capsys.readouterr().out
    assert "Blue Harbour: http://localhost:8000/blue-harbour/" in said
    with identity():
        organization = Organization.objects.get()
        assert (organization.time_zone, organization.currency) == ("Europe/Berlin", "CHF")
        assert Membership.objects.get().role == Role.OWNER
        assert EmailAddress.objects.get().verified
    with staff(organization.pk):
        assert Vendor.objects.get().is_own_team
    found = re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", said)
    assert found
    browser = Client()
    form = browser.get(found[1])["Location"]
    assert browser.post(form, {"password1": SECRET, "password2": SECRET}).status_code == 302
    browser.post("/accounts/login/", {"login": "ada@harbour.example", "password": SECRET})
    assert browser.get("/workspaces/")["Location"] == "/blue-harbour/"
    assert "no longer works" in Client().get(found[1]).content.decode()


def test_a_known_person_gets_no_link(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_organization", "Blue Harbour", "OWNER@northwind.example")
    said = capsys.readouterr().out
    assert ("signs in as before" in said, "/reset/" in said) == (True, False)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["Blue", "nobody"], "no e-mail address"),
        (["Blue", "a@b.example", "--time-zone", "Mars/Olympus"], "no time zone"),
        (["Blue", "a@b.example", "--currency", "XXQ"], "no currency"),
        ([" ", "a@b.example"], "1 to 120"),
    ],
)
def test_a_wrong_word_stops_it_and_nothing_is_made(arguments: list[str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("create_organization", *arguments)
    with identity():
        assert (User.objects.count(), Organization.objects.count()) == (0, 0)


def test_there_are_no_superusers() -> None:
    with pytest.raises(CommandError, match="create_organization"):
        call_command("createsuperuser")
