"""Signing in and up: no answer tells who has an account, guessing is slowed, hosts come from settings."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from pytest_django import Settings

from foundation.accounts.models import User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity
from tests.conftest import SignIn
from tests.factories.cast import PASSWORD, Cast

CSRF = re.compile(r'(csrfmiddlewaretoken" value|csrf-token" content)="[^"]+"')


@pytest.fixture(autouse=True)
def mails_in_memory(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def plain(body: bytes) -> str:
    return CSRF.sub("", body.decode())


def sign_in_as(email: str, password: str, browser: Client | None = None) -> tuple[Client, int]:
    browser = browser or Client()
    return browser, browser.post("/accounts/login/", {"login": email, "password": password}).status_code


def test_somebody_signs_in_with_the_address_in_any_case(cast: Cast) -> None:
    browser, status = sign_in_as("OWNER@northwind.example", PASSWORD)
    assert status == 302
    assert browser.get("/northwind/people/").status_code == 200
    with identity():
        assert Session.objects.count() == 1


def test_a_wrong_password_and_an_unknown_address_answer_alike(cast: Cast) -> None:
    answers = [
        Client().post("/accounts/login/", {"login": email, "password": "wrong and wrong again"})
        for email in ("owner@northwind.example", "nobody@northwind.example")
    ]
    pages = [plain(answer.content).replace("nobody@", "owner@") for answer in answers]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert pages[0] == pages[1]


def test_a_reset_answers_alike_and_mails_only_who_is_known(cast: Cast) -> None:
    answers = [
        Client().post("/accounts/password/reset/", {"email": email}, follow=True)
        for email in ("owner@northwind.example", "nobody@northwind.example")
    ]
    assert [answer.redirect_chain for answer in answers] == [[("/accounts/password/reset/done/", 302)]] * 2
    assert plain(answers[0].content) == plain(answers[1].content)
    assert [message.to for message in mail.outbox] == [["owner@northwind.example"]]


def test_a_sign_up_answers_alike_where_addresses_are_confirmed(cast: Cast, settings: Settings) -> None:
    settings.SIGNUP_OPEN = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    data = {"name": "N", "password1": "a long enough secret of mine"}
    answers = [
        Client().post("/accounts/signup/", data | {"email": email}, follow=True)
        for email in ("owner@northwind.example", "nobody@northwind.example")
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain == [("/accounts/confirm-email/", 302)]
    assert plain(answers[0].content) == plain(answers[1].content).replace("nobody@", "owner@")
    assert [message.to[0] for message in mail.outbox] == ["owner@northwind.example", "nobody@northwind.example"]


def test_a_sign_up_is_confirmed_by_mail_and_opens_onto_the_new_workspace(db: None, settings: Settings) -> None:
    settings.SIGNUP_OPEN = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    browser = Client()
    data = {"email": "new@harbour.example", "name": "New Person", "password1": "a long enough secret of mine"}
    browser.post("/accounts/signup/", data)
    found = re.search(r"http://localhost:8000(/accounts/confirm-email/\S+/)", str(mail.outbox[0].body))
    assert found
    browser.post(found[1])
    with identity():
        assert EmailAddress.objects.get().verified
        assert User.objects.get().name == "New Person"
    _, status = sign_in_as("new@harbour.example", "a long enough secret of mine", browser)
    assert status == 302
    assert "Make your workspace" in browser.get("/workspaces/").content.decode()


def test_a_closed_sign_up_takes_nobody(db: None, settings: Settings) -> None:
    settings.SIGNUP_OPEN = False
    data = {"email": "new@harbour.example", "name": "N", "password1": "a long enough secret of mine"}
    assert "Sign-up is closed" in Client().post("/accounts/signup/", data).content.decode()
    with identity():
        assert not User.objects.exists()


def test_mails_carry_the_host_of_the_settings(cast: Cast) -> None:
    Client().post("/accounts/password/reset/", {"email": "owner@northwind.example"}, headers={"Host": "127.0.0.1"})
    text = mail.outbox[0].message().as_string()
    assert ("http://localhost:8000/accounts/password/reset/key/" in text, "127.0.0.1" in text) == (True, False)


def test_a_forged_host_is_refused(db: None) -> None:
    assert Client().get("/accounts/login/", headers={"Host": "evil.example"}).status_code == 400


def test_a_reset_works_once(cast: Cast) -> None:
    Client().post("/accounts/password/reset/", {"email": "owner@northwind.example"})
    found = re.search(r"http://localhost:8000(/\S+)", str(mail.outbox[0].body))
    assert found
    browser = Client()
    form = browser.get(found[1])["Location"]
    new = "another long secret of mine"
    assert browser.post(form, {"password1": new, "password2": new}).status_code == 302
    assert sign_in_as("owner@northwind.example", PASSWORD)[1] == 200
    assert sign_in_as("owner@northwind.example", new)[1] == 302
    assert "no longer works" in Client().get(found[1]).content.decode()


def test_guessing_is_slowed_by_the_database_cache(cast: Cast) -> None:
    for _ in range(5):
        assert sign_in_as("owner@northwind.example", "wrong and wrong again")[1] == 200
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": "owner@northwind.example", "password": PASSWORD})
    assert "Too many failed login attempts" in answer.content.decode()
    assert sign_in_as("viewer@northwind.example", PASSWORD)[1] == 302
    with identity(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) > 0 FROM accounts_cache")
        assert cursor.fetchone() == (True,)


def test_a_second_step_is_asked_once_it_is_set_up(cast: Cast) -> None:
    person = cast.northwind.people[Role.OWNER]
    with identity():
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(person)
        assert Authenticator.objects.filter(user=person).count() == 2
    browser, status = sign_in_as(person.email, PASSWORD)
    assert status == 302
    assert browser.get("/northwind/people/").status_code == 302  # not signed in yet
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", counter))
    assert browser.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert browser.get("/northwind/people/").status_code == 200


@pytest.mark.parametrize("path", ["2fa/", "2fa/webauthn/", "email/", "password/change/"])
def test_the_pages_of_ones_account_open(cast: Cast, path: str) -> None:
    browser, _ = sign_in_as("owner@northwind.example", PASSWORD)
    page = browser.get(f"/accounts/{path}").content.decode()
    assert (page.count('aria-current="page"'), "/accounts/profile/" in page) == (1, True)


@pytest.mark.parametrize("path", ["2fa/totp/activate/", "2fa/webauthn/add/", "2fa/recovery-codes/generate/"])
def test_what_protects_an_account_is_changed_only_after_asking_once_more(cast: Cast, path: str) -> None:
    browser, _ = sign_in_as("owner@northwind.example", PASSWORD)
    if "recovery" in path:
        with identity():
            TOTP.activate(cast.northwind.people[Role.OWNER], "JBSWY3DPEHPK3PXP")
    question = browser.get(f"/accounts/{path}")["Location"]
    assert question.startswith(("/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/"))
    browser.post(question.replace("/2fa/", "/"), {"password": PASSWORD})
    page = browser.get(f"/accounts/{path}")
    assert (page.status_code, 'aria-current="page"' in page.content.decode()) == (200, True)


def test_nobody_signs_in_for_somebody_who_was_closed(cast: Cast, sign_in: SignIn) -> None:
    person = cast.northwind.people[Role.VIEWER]
    browser = sign_in(person)
    assert browser.get("/northwind/people/").status_code == 200
    with identity():
        User.objects.filter(pk=person.pk).update(is_active=False)
    assert browser.get("/northwind/people/").status_code == 302
    assert sign_in_as(person.email, PASSWORD)[0].get("/northwind/people/").status_code == 302
