"""Northwind's process that three do, a browser of the ops lead, and work that came."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from engagements.models import Process
from foundation.accounts.models import User
from foundation.accounts.roles import Role
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from workitems.models import WorkItem


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def by(house: House) -> User:
    return house.people[Role.OPS_LEAD]


@pytest.fixture
def lead(by: User, sign_in: SignIn) -> Client:
    return sign_in(by)


@pytest.fixture
def process(house: House) -> Process:
    found: Process = house.engagements["own"].process
    return found


def items(house: House, engagement: str, count: int, *, start: datetime, **more: Any) -> None:
    """Items that came in the hours before ``start`` and were done after two."""
    row, first = house.engagements[engagement], WorkItem.objects.count()
    WorkItem.objects.bulk_create(
        WorkItem(
            source="desk", external_id=f"{engagement}-{first + n}", engagement=row, vendor_id=row.vendor_id,
            process_id=row.process_id, opened_at=start - timedelta(hours=3, minutes=n),
            resolved_at=start - timedelta(hours=1, minutes=n), row_hash="x", created_at=start, updated_at=start,
            **({"status_class": "resolved"} | more),
        )
        for n in range(count)
    )  # fmt: skip
