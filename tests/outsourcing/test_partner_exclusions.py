"""Exclusions are two-party: the partner claims and the client approves, and the other way round."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.urls import reverse

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import portal, staff, system
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.factories.scorecards import item
from workitems.actions.exclusions import claim_exclusion, mark_decided
from workitems.models import DirtyWeek, Exclusion, WorkItem

IN_TIME = datetime(2026, 11, 23, 9, tzinfo=UTC)
TOO_LATE = datetime(2026, 12, 7, 9, tzinfo=UTC)
CLAIM = {"reason": "client_delay", "note": "Waited for access from Tuesday 12:00, mail of your duty manager."}


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def late_item(house: House) -> WorkItem:
    with staff(house.pk), transaction.atomic():
        return item(house.engagements["kestrel"], "2026-11-17 10:00", "2026-11-17 18:00")


def page(house: House, name: str, *args: int, vendor: str = "kestrel") -> str:
    return reverse(f"workitems:{name}", args=[house.slug, house.vendors[vendor].pk, *args])


def stored(house: House) -> Exclusion:
    with staff(house.pk), transaction.atomic():
        found: Exclusion = Exclusion.objects.get()
        return found


def claim(late_item: WorkItem, house: House) -> None:
    """The client's claim."""
    who = house.people[Role.ANALYST]
    claim_exclusion(item=late_item, by=who, now=IN_TIME, reason=CLAIM["reason"], note=CLAIM["note"])


def test_the_partner_claims_and_the_client_approves(house: House, late_item: WorkItem, sign_in: SignIn) -> None:
    agent = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT])
    url = page(house, "item-portal-exclusion", late_item.pk)
    with time_machine.travel(TOO_LATE, tick=False):
        late = agent.post(url, CLAIM)
        assert (late.status_code, "10 days after completion" in late.content.decode()) == (422, True)
    with time_machine.travel(IN_TIME, tick=False):
        assert agent.post(url, CLAIM | {"note": " "}).status_code == 422
        assert agent.post(url, CLAIM).status_code == 302
        again = agent.post(url, CLAIM)
        assert (again.status_code, "claimed already" in again.content.decode()) == (422, True)
    exclusion = stored(house)
    assert (exclusion.claimed_side, exclusion.decided_side) == ("vendor", "")
    manager = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    own = manager.post(page(house, "exclusion-portal-decide", exclusion.pk), {"decision": "approve"}, follow=True)
    assert "the client decides it" in own.content.decode()
    lead = sign_in(house.people[Role.OPS_LEAD])
    assert lead.post(f"/northwind/exclusions/{exclusion.pk}/decision/", {"decision": "approve"}).status_code == 302
    assert (stored(house).decided_side, stored(house).approved_at is not None) == ("client", True)


def test_the_client_claims_and_the_partner_approves(house: House, late_item: WorkItem, sign_in: SignIn) -> None:
    with staff(house.pk), transaction.atomic():
        claim_exclusion(
            item=late_item, by=house.people[Role.ANALYST], now=IN_TIME, reason=CLAIM["reason"], note=CLAIM["note"]
        )
    exclusion = stored(house)
    decide = page(house, "exclusion-portal-decide", exclusion.pk)
    home = reverse("outsourcing:portal-home", args=[house.slug, house.vendors["kestrel"].pk])
    manager = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    assert "Exclusions to decide: 1" in manager.get(home).content.decode()
    assert sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT]).post(decide).status_code == 403
    assert "Say why it is rejected" in manager.post(decide, {"decision": "reject"}, follow=True).content.decode()
    assert manager.post(decide, {"decision": "approve"}).status_code == 302
    assert stored(house).decided_side == "vendor"
    with staff(house.pk), transaction.atomic():
        DirtyWeek.objects.all().delete()
    with system([house.pk]):
        assert [mark_decided(now=IN_TIME), mark_decided(now=IN_TIME)] == [1, 0]
    with staff(house.pk), transaction.atomic():
        assert DirtyWeek.objects.filter(engagement=house.engagements["kestrel"]).exists()
    assert "meanwhile" in manager.post(decide, {"decision": "approve"}, follow=True).content.decode()


def test_another_partner_neither_sees_nor_claims(house: House, late_item: WorkItem, sign_in: SignIn) -> None:
    with staff(house.pk), transaction.atomic():
        claim_exclusion(
            item=late_item, by=house.people[Role.ANALYST], now=IN_TIME, reason=CLAIM["reason"], note=CLAIM["note"]
        )
    other = sign_in(house.vendor_people["inkwell", Role.VENDOR_MANAGER])
    seen = other.get(page(house, "exclusion-portal-list", vendor="inkwell")).content.decode()
    assert late_item.external_id not in seen
    for name, key in (("item-portal-exclusion", late_item.pk), ("exclusion-portal-decide", stored(house).pk)):
        assert other.post(page(house, name, key, vendor="inkwell"), CLAIM | {"decision": "approve"}).status_code == 404


def test_the_wall_lets_no_partner_decide_its_own_claim(house: House, late_item: WorkItem, sign_in: SignIn) -> None:
    manager = house.vendor_people["kestrel", Role.VENDOR_MANAGER]
    with time_machine.travel(IN_TIME, tick=False):
        sign_in(manager).post(page(house, "item-portal-exclusion", late_item.pk), CLAIM)
    with portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=manager.pk):
        with transaction.atomic():
            changed = Exclusion.objects.update(approved_at=IN_TIME, decided_by=house.people[Role.OWNER].pk)
        assert changed == 0
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Exclusion.objects.update(marked_at=IN_TIME)
