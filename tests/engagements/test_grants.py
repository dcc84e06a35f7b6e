"""Which vendor people may follow an engagement."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from engagements.actions.grants import grant_engagement
from engagements.models import Engagement
from engagements.queries.grants import contacts, followers, holds_grant
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import portal, staff
from tests.engagements.conftest import url
from tests.factories.cast import Cast, House


def test_closing_takes_effect_at_once(house: House, lead: Client) -> None:
    engagement, agent = house.engagements["kestrel"], house.vendor_people["kestrel", Role.VENDOR_AGENT]
    manager = house.vendor_people["kestrel", Role.VENDOR_MANAGER]
    assert lead.post(url("grant-revoke", house, pk=engagement.pk, person=agent.pk)).status_code == 302
    with staff(house.pk):
        assert not holds_grant(agent.pk, engagement.pk)
        assert holds_grant(manager.pk, engagement.pk)
        assert list(followers(engagement.pk)) == [manager]
        assert [(each.membership.user, each.may_follow) for each in contacts(engagement)] == [
            (agent, False),
            (manager, True),
        ]
    with portal(house.pk, vendor=engagement.vendor_id, actor=agent.pk):
        assert list(Engagement.objects.all()) == []
    assert lead.post(url("grant-create", house, pk=engagement.pk, person=agent.pk)).status_code == 302
    with portal(house.pk, vendor=engagement.vendor_id, actor=agent.pk):
        assert list(Engagement.objects.all()) == [engagement]


def test_only_the_vendors_own_living_people(cast: Cast, house: House, lead: Client, now: object) -> None:
    engagement = house.engagements["kestrel"]
    other = house.vendor_people["inkwell", Role.VENDOR_AGENT]
    stranger = cast.umbra.vendor_people["kestrel", Role.VENDOR_AGENT]
    for person in (other, stranger, house.people[Role.VIEWER]):
        assert lead.post(url("grant-create", house, pk=engagement.pk, person=person.pk)).status_code == 404
        with staff(house.pk), pytest.raises(ValidationError):
            grant_engagement(engagement=engagement, person=person, by=house.people[Role.OPS_LEAD])
    agent = house.vendor_people["kestrel", Role.VENDOR_AGENT]
    with staff(house.pk):
        membership = house.memberships[agent.pk]
        membership.left_at = membership.created_at
        membership.save()
        assert not holds_grant(agent.pk, engagement.pk)
