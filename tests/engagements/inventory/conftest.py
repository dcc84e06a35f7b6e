"""The inventory as Northwind's ops lead sees it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from engagements.models import Process
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.factories.cast import Cast, House


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def process(house: House) -> Iterator[Process]:
    """The kind of work that Kestrel does for Northwind, inside its wall."""
    with staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        yield Process.objects.get(name="After-hours IT support")


@pytest.fixture
def lead(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.people[Role.OPS_LEAD])
