"""A rating on a review site: read there, entered with its address, judged like any other figure."""

from __future__ import annotations

import html
from datetime import datetime
from decimal import Decimal

import time_machine
from django.urls import reverse

from engagements.periods import period_from_key
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from scorecards.actions.measuring import measure_dirty_weeks, measure_weeks
from scorecards.models import ManualValue, Scorecard
from tests.conftest import SignIn
from tests.factories.cast import Cast
from tests.factories.scorecards import metric

W47 = period_from_key("2026-W47", "UTC")
PAGE = "https://reviews.example/northwind"


def test_an_external_rating_comes_with_its_address(cast: Cast, now: datetime, sign_in: SignIn) -> None:
    house, desk = cast.northwind, cast.northwind.engagements["kestrel"]
    lead = sign_in(house.people[Role.OPS_LEAD])
    with staff(house.pk):
        rating = metric(
            "external_rating", desk, name="Rating", unit="score", expected="4.2", minimum="3.8", cadence="month"
        )
        measure_weeks({desk.pk: [W47]}, now=now)
        card = Scorecard.objects.get()
        assert [(line.value, line.status) for line in card.lines.all()] == [(None, "no_data")]
    address = reverse("scorecards:scorecard-value-create", args=[house.slug, card.pk])
    data = {"metric": rating.pk, "numerator": "4.3"}
    with time_machine.travel(now, tick=False):
        refused = lead.post(address, data | {"note": "A review site"})
        assert (refused.status_code, "Begin with the address of the page" in refused.content.decode()) == (422, True)
        assert lead.post(address, data | {"note": f"{PAGE} on 31 October"}).status_code == 302
        with staff(house.pk):
            measure_dirty_weeks(now=now)
            line = card.lines.get()
            assert ManualValue.objects.get().period_key == line.period_key == "2026-10"
            assert (line.value, line.status) == (Decimal("4.3"), "on_target")
        page = lead.get(reverse("scorecards:scorecard-metric", args=[house.slug, card.pk, rating.pk]))
    assert f'<a href="{PAGE}" rel="nofollow">{PAGE}</a> on 31 October' in html.unescape(page.content.decode())
