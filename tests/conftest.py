"""The fixtures every test may use: a fixed cast of two organizations with two vendors each."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from foundation.accounts.models import User
from foundation.accounts.tenancy.context import identity
from tests.factories.cast import Cast, make_cast

MONDAY_NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """A real hash takes half a second; the cast has twenty people."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def now() -> datetime:
    """A Monday at nine, after ISO week 2026-W47."""
    return MONDAY_NINE


@pytest.fixture
def cast(db: None, now: datetime) -> Cast:
    """Two organizations (Northwind, Umbra), two vendors each, a person in every role."""
    return make_cast(now=now)


SignIn = Callable[[User], Client]


@pytest.fixture
def committed(transactional_db: None, now: datetime) -> Cast:  # it makes the database
    """The cast, really committed: no transaction stands around the test."""
    with transaction.atomic():
        return make_cast(now=now)


@pytest.fixture(autouse=True)
def quiet_server() -> None:
    """aiosmtpd logs every word it hears."""
    logging.getLogger("mail.log").setLevel("WARNING")


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """A browser without pictures in which somebody is signed in."""

    def sign_in(person: User) -> Client:
        browser = Client()
        with identity():
            browser.force_login(person, backend="foundation.accounts.authentication.EmailBackend")
        return browser

    return sign_in
