"""Pages of this room, seen by somebody of Northwind."""

from __future__ import annotations

import pytest
from django.test import Client

from foundation.accounts.roles import Role
from tests.conftest import SignIn
from tests.factories.cast import Cast, House


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def lead(house: House, sign_in: SignIn) -> Client:
    """The ops lead's browser."""
    return sign_in(house.people[Role.OPS_LEAD])
