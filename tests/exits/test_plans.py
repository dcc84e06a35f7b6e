from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from engagements.models import Engagement
from exits.actions.plans import make_plan
from exits.models import ExitPlan, Topic
from exits.queries.plans import retention_of, steps_of
from foundation.accounts.models import User
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import House


def test_a_plan_begins_with_every_topic_and_takes_what_the_agreement_says(house: House, plan: ExitPlan) -> None:
    with staff(house.pk):
        steps = steps_of(plan)
        assert {step.topic for step in steps} == set(Topic.values)
        assert all(step.clause for step in steps)
        assert (plan.currency, plan.own_rate) == ("EUR", Decimal(60))
        keys = [step.key for step in steps]
        assert all(set(step.after) <= set(keys[:place]) for place, step in enumerate(steps))
        assert {rule.data for rule in retention_of(plan)} >= {"requesters", "ticket-texts"}


def test_there_is_one_plan_an_engagement(
    house: House, plan: ExitPlan, engagement: Engagement, by: User, now: datetime
) -> None:
    with staff(house.pk), pytest.raises(ValidationError, match="has an exit plan already"):
        make_plan(engagement=engagement, by=by, now=now)


def test_the_tab_offers_a_plan_and_shows_it(house: House, engagement: Engagement, lead: Client) -> None:
    page = f"/{house.slug}/engagements/{engagement.pk}/exit/"
    assert "No way out is written down" in lead.get(page).text
    answer = lead.post(f"{page}new/", follow=True)
    assert "Take back every access" in answer.text
    again = lead.post(f"{page}new/", follow=True)
    assert "has an exit plan already" in again.text
    assert lead.get(f"/{house.slug}/exits/").text.count(" of 100<") == 1
