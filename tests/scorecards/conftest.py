"""The house of these tests: Northwind, looked at by its staff."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engagements.models import Engagement
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import Cast, House


@pytest.fixture
def house(cast: Cast) -> Iterator[House]:
    """Northwind, inside its wall."""
    with staff(cast.northwind.pk):
        yield cast.northwind


@pytest.fixture
def desk(house: House) -> Engagement:
    """The Night desk, done by Kestrel since 5 January 2026."""
    return house.engagements["kestrel"]
