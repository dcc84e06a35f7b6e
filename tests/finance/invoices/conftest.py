"""Invoices as Northwind's finance person sees them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.factories.cast import Cast, House


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def inside(house: House) -> Iterator[House]:
    """Inside Northwind's wall."""
    with staff(house.pk, actor=house.people[Role.FINANCE].pk):
        yield house


@pytest.fixture
def felix(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.people[Role.FINANCE])


@pytest.fixture
def lead(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.people[Role.OPS_LEAD])
