"""Northwind's night desk, its exit plan, and browsers of its own people."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import transaction
from django.test import Client

from engagements.models import Engagement
from exits.actions.plans import make_plan
from exits.actions.runs import start_exit
from exits.models import Exit, ExitPlan, Mode
from foundation.accounts.models import User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.factories.cast import Cast, House

TODAY = date(2026, 11, 23)
LAST_DAY = date(2026, 12, 20)


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def by(house: House) -> User:
    """The ops lead, who does it all."""
    return house.people[Role.OPS_LEAD]


@pytest.fixture
def engagement(house: House) -> Engagement:
    """The night desk at Kestrel."""
    return house.engagements["kestrel"]


@pytest.fixture
def plan(house: House, engagement: Engagement, by: User, now: datetime) -> ExitPlan:
    """Its exit plan, as it begins."""
    with staff(house.pk), transaction.atomic():
        return make_plan(engagement=engagement, by=by, now=now)


@pytest.fixture
def lead(by: User, sign_in: SignIn) -> Client:
    """The ops lead's browser."""
    return sign_in(by)


@pytest.fixture
def run(house: House, plan: ExitPlan, engagement: Engagement, by: User, now: datetime) -> Exit:
    """An exit under stress whose last day is in four weeks."""
    with staff(house.pk), transaction.atomic():
        return start_exit(
            engagement=engagement,
            mode=Mode.STRESSED,
            ends_on=LAST_DAY,
            reason="Off target for three months.",
            by=by,
            now=now,
            today=TODAY,
        )
