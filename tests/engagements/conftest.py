"""Pages of this room, seen by somebody of Northwind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from foundation.accounts.roles import Role
from tests.conftest import SignIn
from tests.engagements.agreements import Agreements, agree
from tests.factories.cast import CANARY, Cast, House


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def agreed(cast: Cast, now: datetime) -> Agreements:
    """What Northwind agreed; Umbra agreed the same under its own names."""
    agree(cast.umbra, now=now, mark=f" {CANARY}")
    return agree(cast.northwind, now=now)


@pytest.fixture
def lead(house: House, sign_in: SignIn) -> Client:
    """The ops lead's browser."""
    return sign_in(house.people[Role.OPS_LEAD])


@pytest.fixture
def viewer(house: House, sign_in: SignIn) -> Client:
    """A browser of somebody who may only look."""
    return sign_in(house.people[Role.VIEWER])


def url(name: str, house: House, **kwargs: Any) -> str:
    room = name if ":" in name else f"engagements:{name}"
    return reverse(room, kwargs={"org": house.slug, **kwargs})


def errors(response: Any, name: str = "form") -> dict[str, list[str]]:
    """The errors of a form that a page shows again."""
    assert response.status_code == 200, response
    return {field: list(texts) for field, texts in response.context[name].errors.items()}


def messages_of(response: Any) -> list[str]:
    """What a response has to say."""
    return [str(message) for message in get_messages(response.wsgi_request)]
