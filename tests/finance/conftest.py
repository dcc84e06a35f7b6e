"""Northwind's people who write cases and decide them, with a draft made from a starter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from finance.actions.cases import create_case
from finance.models import BusinessCase, CaseVersion
from finance.starters import Starter
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.factories.cast import Cast, House

TODAY = date(2026, 11, 23)
Drafting = Callable[..., CaseVersion]


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def lead(house: House, sign_in: SignIn) -> Client:
    """Writes cases, decides none."""
    return sign_in(house.people[Role.OPS_LEAD])


@pytest.fixture
def cfo(house: House, sign_in: SignIn) -> Client:
    """Writes cases and decides those of others."""
    return sign_in(house.people[Role.FINANCE])


@pytest.fixture
def draft_case(house: House, now: datetime) -> Drafting:
    """Makes a case with its first draft, written by the ops lead."""

    def make(
        title: str = "Nights to a shared desk", *, starter: str = Starter.SHARED_DESK, **more: object
    ) -> CaseVersion:
        by = house.people[Role.OPS_LEAD]
        with staff(house.pk, actor=by.pk):
            case = BusinessCase(**{"title": title, "currency": "EUR", **more})
            return create_case(case=case, starter=starter, by=by, now=now, today=TODAY)

    return make
