"""People come and go: invited, joined, given another role, gone; every page on the way is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django import Settings

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity
from tests.factories.cast import Cast
from tests.journeys.conftest import NewPage
from tests.journeys.looking import Look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Enter = Callable[[str], Page]
SECRET = "a long enough secret of mine"


@pytest.fixture(autouse=True)
def mails_in_memory(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def link_in_mail() -> str:
    found = re.search(r"https?://\S+/accounts/invitation/\S+/", str(mail.outbox[-1].body))
    assert found
    return found[0]


def test_a_colleague_is_invited_joins_and_leaves(cast: Cast, enter: Enter, new_page: NewPage, look: Look) -> None:
    owner = enter("owner@northwind.example")
    owner.goto("/northwind/people/")
    look(owner, "people")
    owner.get_by_role("link", name="Invite a colleague").click()
    owner.get_by_label("E-mail").fill("nobody")
    owner.get_by_role("button", name="Send the invitation").click()
    expect(owner.get_by_text("Enter a valid email address.").first).to_be_visible()
    look(owner, "invite-refused")
    owner.get_by_label("E-mail").fill("newcomer@elsewhere.example")
    owner.get_by_label("Role").select_option(label="Analyst")
    owner.get_by_role("button", name="Send the invitation").click()
    expect(owner.get_by_text("The invitation to newcomer@elsewhere.example is sent.")).to_be_visible()
    look(owner, "people-invited")

    newcomer = new_page()
    newcomer.goto(link_in_mail())
    look(newcomer, "invitation-sign-up")
    newcomer.get_by_label("Your name").fill("New Comer")
    newcomer.get_by_label("Password").fill(SECRET)
    newcomer.get_by_role("button", name="Make the account and join").click()
    newcomer.wait_for_url("**/northwind/")
    newcomer.goto("/northwind/people/")
    expect(newcomer.get_by_text("New Comer").first).to_be_visible()

    owner.goto("/northwind/people/")
    owner.get_by_role("link", name=re.compile("Change ?: New Comer")).click()
    expect(owner.get_by_role("heading", name="New Comer", level=1)).to_be_visible()
    look(owner, "person")
    owner.get_by_label("Role").select_option(label="Ops lead")
    owner.get_by_role("button", name="Save the role").click()
    expect(owner.get_by_text("The role of New Comer is changed.")).to_be_visible()
    owner.get_by_role("link", name=re.compile("Change ?: New Comer")).click()
    owner.get_by_role("button", name="End membership").click()
    expect(owner.get_by_role("dialog")).to_be_visible()
    look(owner, "person-end")
    owner.get_by_role("dialog").get_by_role("button", name="End membership").click()
    expect(owner.get_by_text("New Comer may no longer enter this workspace.")).to_be_visible()
    newcomer.goto("/northwind/people/")
    look(newcomer, "not-found")
    expect(newcomer.get_by_role("heading", name="There is nothing here")).to_be_visible()

    late = new_page()
    late.goto(link_in_mail())
    look(late, "invitation-used")


def test_a_partners_person_sees_the_portal_alone(cast: Cast, enter: Enter, new_page: NewPage, look: Look) -> None:
    owner = enter("owner@northwind.example")
    owner.goto("/northwind/people/")
    owner.get_by_role("link", name="Invite a partner's person").click()
    expect(owner.get_by_role("heading", name="Invite a partner's person", level=1)).to_be_visible()
    look(owner, "invite-partner")
    owner.get_by_label("Partner").select_option(label="Kestrel")
    owner.get_by_label("E-mail").fill("analyst@umbra.example")
    owner.get_by_role("button", name="Send the invitation").click()
    expect(owner.get_by_text("is sent.")).to_be_visible()

    stranger = enter("viewer@umbra.example")
    stranger.goto(link_in_mail())
    look(stranger, "invitation-other-address")
    outside = new_page()
    outside.goto(link_in_mail())
    look(outside, "invitation-sign-in")
    invited = enter("analyst@umbra.example")
    invited.goto(link_in_mail())
    look(invited, "invitation-join")
    invited.get_by_role("button", name="Join").click()
    kestrel = cast.northwind.vendors["kestrel"].pk
    invited.wait_for_url(f"**/northwind/portal/{kestrel}/")
    invited.goto("/workspaces/")
    look(invited, "workspaces")
    invited.goto("/northwind/people/")
    expect(invited.get_by_role("heading", name="There is nothing here")).to_be_visible()


def test_the_workspaces_own_pages(cast: Cast, enter: Enter, look: Look) -> None:
    owner = enter(cast.northwind.people[Role.OWNER].email)
    owner.goto("/northwind/settings/")
    look(owner, "settings")
    owner.get_by_label("Cut-off time").fill("10:30")
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("The settings are saved.")).to_be_visible()
    owner.goto("/northwind/tokens/")
    look(owner, "tokens-empty")
    owner.get_by_role("link", name="New token").first.click()
    expect(owner.get_by_role("heading", name="New API token", level=1)).to_be_visible()
    look(owner, "token-new")
    owner.get_by_label("What is it for").fill("Nightly upload")
    owner.get_by_role("button", name="Make the token").click()
    expect(owner.get_by_label("Token", exact=True)).to_have_value(re.compile("osg_"))
    look(owner, "token-shown")
    owner.get_by_role("link", name="I have copied it").click()
    owner.wait_for_url("**/northwind/tokens/")
    look(owner, "tokens")
    owner.goto("/northwind/audit/")
    look(owner, "audit")
    owner.goto("/northwind/audit/?verb=nothing")
    look(owner, "audit-empty")


def test_ones_own_account(cast: Cast, enter: Enter, look: Look) -> None:
    viewer = cast.northwind.people[Role.VIEWER]
    with identity():  # a second step is for confirmed addresses
        EmailAddress.objects.create(user=viewer, email=viewer.email, verified=True, primary=True)
    person = enter(viewer.email)
    person.goto("/accounts/profile/")
    look(person, "profile")
    person.get_by_label("Name").fill("Vera Viewer")
    person.get_by_role("button", name="Save").click()
    expect(person.get_by_text("Your profile is saved.")).to_be_visible()
    for name, path in (
        ("mfa", "/accounts/2fa/"),
        ("keys", "/accounts/2fa/webauthn/"),
        ("email", "/accounts/email/"),
        ("password", "/accounts/password/change/"),
        ("workspaces-one", "/workspaces/?all=1"),
    ):
        person.goto(path)
        look(person, name)
    person.goto("/accounts/2fa/totp/activate/")
    look(person, "reauthenticate")
    person.get_by_label("Password").fill("correct horse battery staple")
    person.get_by_role("button", name="Confirm").click()
    expect(person.get_by_role("heading", name="Set up an authenticator app", level=1)).to_be_visible()
    look(person, "totp")
    person.goto("/accounts/2fa/webauthn/add/")
    look(person, "key-add")


def test_support_asks_is_allowed_and_looks(cast: Cast, enter: Enter, look: Look, settings: Settings) -> None:
    settings.SUPPORT_EMAILS = ["viewer@umbra.example"]
    helper = enter("viewer@umbra.example")
    helper.goto("/accounts/support/")
    look(helper, "support-request")
    helper.get_by_label("Address of the workspace").fill("northwind")
    helper.get_by_label("Reason").fill("The import hangs at row 12")
    helper.get_by_role("button", name="Ask").click()
    expect(helper.get_by_text("If this workspace exists")).to_be_visible()
    owner = enter("owner@northwind.example")
    owner.goto("/northwind/support/")
    look(owner, "support-waits")
    owner.get_by_role("button", name=re.compile("Allow")).click()
    expect(owner.get_by_text("Open until")).to_be_visible()
    look(owner, "support-open")
    helper.goto("/northwind/people/")
    expect(helper.get_by_text("you can only read")).to_be_visible()
    look(helper, "support-banner")
