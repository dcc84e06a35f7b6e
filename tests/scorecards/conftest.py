"""The house of these tests: Northwind, looked at by its staff."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import transaction

from engagements.models import Engagement
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import Cast, House, make_cast


@pytest.fixture
def house(cast: Cast) -> Iterator[House]:
    """Northwind, inside its wall."""
    with staff(cast.northwind.pk):
        yield cast.northwind


@pytest.fixture
def committed(transactional_db: None, now: datetime) -> Cast:  # it makes the database
    """The cast, really committed: no transaction stands around the test."""
    with transaction.atomic():
        return make_cast(now=now)


@pytest.fixture
def desk(house: House) -> Engagement:
    """The Night desk, done by Kestrel since 5 January 2026."""
    return house.engagements["kestrel"]
