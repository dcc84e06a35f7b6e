"""The fixtures every test may use: a fixed cast of two organizations with two vendors each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories.cast import Cast, make_cast

MONDAY_NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """A Monday at nine, after ISO week 2026-W47."""
    return MONDAY_NINE


@pytest.fixture
def cast(db: None, now: datetime) -> Cast:
    """Two organizations (Northwind, Umbra), two vendors each, a person in every role."""
    return make_cast(now=now)
