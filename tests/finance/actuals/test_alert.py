"""Once own people would be cheaper, the home page says so."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import time_machine
from django.test import Client
from django.urls import reverse

from finance.models import CaseVersion
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import House
from tests.finance.actuals.conftest import Billing


def test_home_says_so(felix: Client, house: House, three_months: CaseVersion, bill: Billing) -> None:
    home = reverse("outsourcing:home", args=[house.slug])
    case = reverse("finance:case-realisation", args=[house.slug, three_months.case_id])
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        assert b"own people would be cheaper" not in felix.get(home).content
        with staff(house.pk, actor=house.people[Role.FINANCE].pk):
            bill("K-10", date(2026, 10, 1), "15000")
        text = felix.get(home).content.decode()
        assert "Night desk: own people would be cheaper" in text
        assert case in text
        shown = felix.get(case)
        told = shown.context["bring_back"]
        # 8,800 + 840, 9,000 + 600 and 15,000 + 600, against 10,000 of wages
        assert (told.partner, told.own, told.invoiced) == (Decimal(34840) / 3, Decimal(10000), True)
        assert "Bringing it back would be cheaper." in shown.content.decode()
