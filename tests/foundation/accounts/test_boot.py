"""The process refuses a database role that could see past the wall, and is secure unless DEBUG is on."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from foundation.accounts.tenancy.boot import UnsafeRoleError, refuse_unsafe_role
from tests.conftest import SignIn
from tests.factories.cast import Cast


@pytest.mark.django_db(transaction=True)
def test_the_login_role_is_safe() -> None:
    refuse_unsafe_role()


@pytest.mark.django_db(transaction=True)
def test_the_owner_of_the_tables_is_refused() -> None:
    with connection.as_owner(), pytest.raises(UnsafeRoleError, match="it owns tables"):  # type: ignore[attr-defined]
        refuse_unsafe_role()


SHOW = """
import json, django
django.setup()
from django.conf import settings
names = ("SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SIGNUP_OPEN",
         "ACCOUNT_EMAIL_VERIFICATION", "STRICT_WALL", "SESSION_COOKIE_HTTPONLY", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN")
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def without_debug(**changes: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DEBUG": "0", "SITE_URL": "https://desk.example", **changes}
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_debug_everything_is_secure() -> None:
    assert json.loads(without_debug().stdout.splitlines()[-1]) == {
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SIGNUP_OPEN": False,
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "STRICT_WALL": False,
        "SESSION_COOKIE_HTTPONLY": True,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
    }


def test_a_short_secret_stops_the_start() -> None:
    answer = without_debug(SECRET_KEY="short")
    assert (answer.returncode, "SECRET_KEY is too short" in answer.stderr) == (1, True)


HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


@pytest.mark.parametrize("path", ["/accounts/login/", "/northwind/people/", "/northwind/nothing/here/"])
def test_every_answer_carries_the_headers(cast: Cast, sign_in: SignIn, path: str) -> None:
    browser = Client() if path.startswith("/accounts") else sign_in(next(iter(cast.northwind.people.values())))
    answer = browser.get(path)
    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY


def test_the_cookies_are_closed_to_scripts_and_other_sites(cast: Cast) -> None:
    browser = Client()
    browser.post("/accounts/login/", {"login": "owner@northwind.example", "password": "correct horse battery staple"})
    session = browser.cookies["sessionid"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
