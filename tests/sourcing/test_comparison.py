"""One scorecard across partners: the raw figure misleads, and the page says so."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from engagements.models import Process
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import CANARY, House
from tests.sourcing.conftest import items


def test_the_raw_figure_says_the_opposite_of_like_for_like(
    house: House, process: Process, lead: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = now - timedelta(days=3)
    work = {
        # (priority, checked, defective): Kestrel has most of the hard work, and does both kinds better.
        "kestrel": (("P1", 90, 18), ("P3", 10, 0)),
        "own": (("P1", 10, 3), ("P3", 90, 9)),
        "inkwell": (("P1", 4, 0),),
    }
    with staff(house.pk), transaction.atomic():
        for name, kinds in work.items():
            for priority, checked, defective in kinds:
                items(house, name, defective, start=start, priority=priority, checked=True, defective=True)
                items(house, name, checked - defective, start=start, priority=priority, checked=True, defective=False)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    page = reverse("outsourcing:process-comparison", kwargs={"org": house.slug, "process": process.pk})
    answer = lead.get(page, {"by": "errors"})
    seen = answer.context
    assert [(row.vendor.name, row.ranked.adjusted, row.ranked.raw, row.ranked.place) for row in seen["rows"]] == [
        ("Kestrel", 10.0, 18.0, "1\N{EN DASH}2"),
        (house.vendors["own"].name, 20.0, 12.0, "1\N{EN DASH}2"),
        ("Inkwell", None, 0.0, ""),
    ]
    assert [row.tied_with_next for row in seen["rows"]] == [True, False, False]
    assert [(row.kind, row.percent) for row in seen["mix"]] == [("P1 · no type", 50.0), ("P3 · no type", 50.0)]
    assert ("within noise" in answer.text, "not comparable" in answer.text, CANARY in answer.text) == (
        True,
        True,
        False,
    )
    assert [row.ranked.raw for row in lead.get(page).context["rows"]] == [None, None, None]  # no clock was decided
