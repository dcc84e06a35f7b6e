"""Northwind's pilot with Kestrel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from tests.conftest import SignIn
from tests.factories.cast import Cast, House


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def acting(house: House) -> Iterator[House]:
    """As the ops lead."""
    with context.staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        yield house


@pytest.fixture
def lead(house: House, sign_in: SignIn) -> Client:
    """The ops lead's browser."""
    return sign_in(house.people[Role.OPS_LEAD])


@pytest.fixture
def manager(house: House, sign_in: SignIn) -> Client:
    """Kestrel's manager, in the portal."""
    return sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])


def url(name: str, house: House, **kwargs: Any) -> str:
    return reverse(f"pilots:{name}", kwargs={"org": house.slug, **kwargs})


def messages_of(response: Any) -> list[str]:
    """What a response has to say."""
    return [str(message) for message in get_messages(response.wsgi_request)]
