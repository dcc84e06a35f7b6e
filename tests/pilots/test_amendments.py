"""After the start values change only when both sides signed; the old ones stay, and so does whatever was refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.outbox.models import Message
from pilots.actions.amendments import (
    apply_signed,
    decline_amendment,
    propose_amendment,
    sign_for_vendor,
    withdraw_amendment,
)
from pilots.models import Pilot, PilotAmendment, SuccessCriterion
from pilots.queries.plans import criteria_of, triggers_of
from pilots.tasks import apply_amendments, apply_signed_amendments
from tests.factories.cast import Cast, House
from tests.factories.pilots import FIRST, LAST, NINE, planned, started
from tests.pilots.conftest import url

TODAY = FIRST + timedelta(days=10)


def propose(pilot: Pilot, house: House, **more: Any) -> PilotAmendment:
    first, fires = criteria_of(pilot)[0], triggers_of(pilot)[0]
    values: dict[str, Any] = {
        "reason": "The source counts errors anew.",
        "criteria": {first.pk: {"threshold": Decimal(6), "planned_n": 80}},
        "triggers": {fires.pk: {"window_days": 14}},
        "last_day": LAST + timedelta(days=7),
    }
    return propose_amendment(pilot=pilot, by=house.people[Role.OPS_LEAD], now=NINE, today=TODAY, **{**values, **more})


def test_it_holds_once_both_sides_signed_and_the_old_values_stay(acting: House) -> None:
    pilot = started(acting)
    row = propose(pilot, acting)
    assert [each["what"] for each in row.changes] == ["criterion", "trigger", "last_day"]
    assert {each.recipient.vendor_id for each in Message.objects.all()} == {acting.vendors["kestrel"].pk}
    assert apply_signed(now=NINE) == 0
    assert criteria_of(pilot)[0].threshold == 5
    sign_for_vendor(amendment=row, by=acting.people[Role.ANALYST], name="R. Kestrel", now=NINE)
    assert [apply_signed(now=NINE), apply_signed(now=NINE)] == [1, 0]
    new = criteria_of(pilot)[0]
    assert (new.threshold, new.planned_n, new.added_by_id) == (Decimal(6), 80, row.pk)
    assert triggers_of(pilot)[0].window_days == 14
    stored = Pilot.objects.get(pk=pilot.pk)
    assert (stored.last_day, stored.end_date, stored.seal) == (LAST + timedelta(days=7), LAST, pilot.seal)
    row.refresh_from_db()
    assert row.seal not in ("", pilot.seal)
    old = SuccessCriterion.objects.get(ended_by=row)
    assert (old.threshold, old.name) == (Decimal(5), new.name)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": " "}, "Say why it has to change"),
        ({"criteria": {}, "triggers": {}, "last_day": None}, "Nothing would change"),
        ({"last_day": FIRST + timedelta(days=3)}, "This day has passed"),
        ({"last_day": FIRST + timedelta(days=90)}, "90 days at most"),
    ],
)
def test_what_is_refused_leaves_nothing(acting: House, change: dict[str, Any], said: str) -> None:
    pilot = started(acting)
    with pytest.raises(ValidationError, match=said):
        propose(pilot, acting, **change)
    assert PilotAmendment.objects.count() == Message.objects.count() == 0


def test_one_waits_at_a_time_and_nobody_signs_for_both(acting: House) -> None:
    pilot = started(acting)
    row = propose(pilot, acting)
    with pytest.raises(ValidationError, match="waits already"):
        propose(pilot, acting)
    with pytest.raises(ValidationError, match="cannot sign for the vendor"):
        sign_for_vendor(amendment=row, by=acting.people[Role.OPS_LEAD], name="Me", now=NINE)
    withdraw_amendment(amendment=row, by=acting.people[Role.OPS_LEAD], now=NINE)
    with pytest.raises(ValidationError, match="answered or withdrawn"):
        sign_for_vendor(amendment=row, by=acting.people[Role.ANALYST], name="R. Kestrel", now=NINE)
    second = propose(pilot, acting)
    decline_amendment(amendment=second, by=acting.people[Role.ANALYST], note="Not ours.", now=NINE)
    assert apply_signed(now=NINE) == 0
    assert [each.threshold for each in criteria_of(pilot)] == [5, 8, 90]


def test_a_plan_is_not_amended(acting: House) -> None:
    pilot = planned(acting)
    with pytest.raises(ValidationError, match="Only a pilot that was started"):
        propose(pilot, acting)


def test_the_vendor_signs_in_the_portal_and_the_beat_applies_it(committed: Cast, sign_in: Any) -> None:
    house = committed.northwind
    with context.staff(house.pk), transaction.atomic():
        pilot = started(house)
        row = propose(pilot, house)
    place = {"vendor": house.vendors["kestrel"].pk, "pk": pilot.pk}
    agent = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT])
    manager = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    stranger = sign_in(house.vendor_people["inkwell", Role.VENDOR_MANAGER])
    answer = url("amendment-portal-answer", house, **place, amendment=row.pk)
    assert agent.post(answer, {"answer": "sign"}).status_code == 403
    elsewhere = {**place, "vendor": house.vendors["inkwell"].pk}
    assert stranger.post(url("amendment-portal-answer", house, **elsewhere, amendment=row.pk)).status_code == 404
    assert todo(manager, house) == ["Sign or decline: amendment 1 of Nights with Kestrel"]
    page = manager.get(url("pilot-portal-detail", house, **place)).content.decode()
    assert "Waits for you" in page
    assert "Waits for the vendor" not in page
    assert manager.post(answer, {"answer": "decline", "note": ""}).status_code == 422
    assert manager.post(answer, {"answer": "sign"}).status_code == 302
    assert todo(manager, house) == []
    apply_amendments()  # rings for the organization; a worker would hear
    with context.system([house.pk]):
        apply_signed_amendments.run()
    with context.staff(house.pk), transaction.atomic():
        row.refresh_from_db()
        assert row.vendor_signed_name == "Kestrel-Vendor_Manager Northwind"
        assert row.applied_at is not None
        assert criteria_of(pilot)[0].threshold == 6
    assert manager.post(answer, {"answer": "sign"}).status_code == 422


def todo(manager: Client, house: House) -> list[str]:
    page = manager.get(
        reverse("outsourcing:portal-home", kwargs={"org": house.slug, "vendor": house.vendors["kestrel"].pk})
    )
    return [line.todo.title for line in page.context["lines"] if "amendment" in line.todo.title]


def test_the_portal_writes_nothing_but_its_answer(acting: House, now: datetime) -> None:
    pilot = started(acting)
    row = propose(pilot, acting)
    manager = acting.vendor_people["kestrel", Role.VENDOR_MANAGER].pk
    other = acting.people[Role.OPS_LEAD].pk
    with context.scope(context.Scope("portal", (acting.pk,), acting.vendors["kestrel"].pk, manager), excursion=True):
        rows = PilotAmendment.objects.filter(pk=row.pk)
        changes: list[dict[str, Any]] = [
            {"reason": "Ours"},
            {"changes": []},
            {"applied_at": now},
            {"withdrawn_at": now},
            {"vendor_signed_by": other, "vendor_signed_at": now},
        ]
        for change in changes:
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**change)
        assert rows.update(vendor_signed_by=manager, vendor_signed_at=now, vendor_signed_name="K") == 1
