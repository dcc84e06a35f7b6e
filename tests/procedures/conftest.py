"""Northwind's night desk with the people who deliver, and browsers of its own people."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from foundation.accounts.roles import Role
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.procedures.desk import Desk, make_desk


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def desk(house: House, now: datetime) -> Desk:
    """Kestrel's engagement: two agents of the partner, and our ops lead."""
    return make_desk(house, now=now)


@pytest.fixture
def lead(house: House, sign_in: SignIn) -> Client:
    """The ops lead's browser."""
    return sign_in(house.people[Role.OPS_LEAD])


@pytest.fixture
def analyst(house: House, sign_in: SignIn) -> Client:
    """The analyst's browser."""
    return sign_in(house.people[Role.ANALYST])
