"""An engagement that has just begun on its way, under the wall of its house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engagements.gates.registry import Ask
from engagements.models import Engagement, Metric, MetricTarget, Outcome, Participant, Stage
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import MONDAY_NINE
from tests.factories.cast import House

TODAY = date(2026, 11, 23)


@pytest.fixture
def planned(house: House) -> Iterator[Engagement]:
    """With the own team, at its first stage; the test runs as the ops lead."""
    with staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        Engagement.objects.filter(pk=house.engagements["own"].pk).update(stage=Stage.OUTCOMES)
        yield fresh(house.engagements["own"])


def fresh(engagement: Engagement) -> Engagement:
    """The engagement as it is stored now."""
    return Engagement.objects.select_related("vendor", "process").get(pk=engagement.pk)


def says(ask: Ask, engagement: Engagement) -> str:
    """What a check says of an engagement today: "" when it holds."""
    found = ask(fresh(engagement), TODAY)
    return "" if found.holds else found.message


def outcome_of(engagement: Engagement, statement: str = "Quick help") -> Outcome:
    found: Outcome = Outcome.objects.create(engagement=engagement, statement=statement, created_at=MONDAY_NINE)
    return found


def target_of(engagement: Engagement, name: str, **more: Any) -> MetricTarget:
    metric = Metric.objects.create(name=name, measure="csat", unit="percent", direction="higher")
    values = {"valid_from": date(2027, 1, 4), "minimum": Decimal(80), "expected": Decimal(90)} | more
    found: MetricTarget = MetricTarget.objects.create(engagement=engagement, metric=metric, **values)
    return found


def person(engagement: Engagement, side: str, title: str, **more: Any) -> Participant:
    found: Participant = Participant.objects.create(engagement=engagement, side=side, title=title, **more)
    return found
