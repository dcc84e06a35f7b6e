"""Weeks two and four: asked once, on the organization's day, and answered once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client

from engagements.actions.checkpoints import answer_checkpoint, open_checkpoints
from engagements.models import Checkpoint, Engagement
from engagements.models.engagements import Stage
from engagements.tasks import ask_checkpoints
from foundation.accounts.models import AuditEvent, Organization
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from tests.engagements.conftest import errors, messages_of, url
from tests.factories.cast import Cast, House

START = date(2026, 11, 2)
"""A Monday; two weeks later is the 16th, four weeks the 30th."""


@pytest.fixture
def desk(house: House) -> Engagement:
    """An engagement that began lately; the others began long ago."""
    desk = house.engagements["kestrel"]
    with staff(house.pk):
        Engagement.objects.filter(pk=desk.pk).update(started_on=START)
        desk.refresh_from_db()
    return desk


def at(day: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def asked(cast: Cast, now: datetime) -> int:
    with system([cast.northwind.pk, cast.umbra.pk]):
        return open_checkpoints(now=now)


def rows(house: House) -> list[tuple[int, int, date]]:
    with staff(house.pk):
        found = Checkpoint.objects.order_by("engagement", "week")
        return list(found.values_list("engagement_id", "week", "due_date"))


def test_asked_at_weeks_two_and_four_and_once_each(cast: Cast, house: House, desk: Engagement) -> None:
    assert [asked(cast, at(day)) for day in ("2026-11-15", "2026-11-16", "2026-11-16", "2026-11-17")] == [0, 1, 0, 0]
    assert [asked(cast, at(day)) for day in ("2026-11-29", "2026-11-30", "2026-12-31")] == [0, 1, 0]
    assert rows(house) == [(desk.pk, 2, date(2026, 11, 16)), (desk.pk, 4, date(2026, 11, 30))]
    assert rows(cast.umbra) == []


def test_the_day_is_that_of_the_organization(cast: Cast, house: House, desk: Engagement) -> None:
    with staff(house.pk):
        Organization.objects.filter(pk=house.pk).update(time_zone="Pacific/Auckland")
    assert asked(cast, at("2026-11-15", 10)) == 0
    assert asked(cast, at("2026-11-15", 11)) == 1
    with staff(house.pk):
        Checkpoint.objects.all().delete()
        Organization.objects.filter(pk=house.pk).update(time_zone="America/Los_Angeles")
    assert asked(cast, at("2026-11-16", 7)) == 0
    assert asked(cast, at("2026-11-16", 8)) == 1


def test_history_is_quiet(cast: Cast, house: House, desk: Engagement) -> None:
    assert asked(cast, at("2026-11-29")) == 1
    assert rows(house) == [(desk.pk, 2, date(2026, 11, 16))]
    with staff(house.pk):
        Checkpoint.objects.all().delete()
    assert asked(cast, at("2026-11-30")) == 1
    assert rows(house) == [(desk.pk, 4, date(2026, 11, 30))]
    with staff(house.pk):
        Checkpoint.objects.all().delete()
    assert asked(cast, at("2026-12-14")) == 0


@pytest.mark.parametrize("stage", list(Stage))
def test_only_what_runs_is_asked_about(cast: Cast, house: House, desk: Engagement, stage: str) -> None:
    with staff(house.pk):
        Engagement.objects.filter(pk=desk.pk).update(stage=stage)
    assert asked(cast, at("2026-11-16")) == int(stage in ("pilot", "live"))


@pytest.mark.parametrize(("last_day", "count"), [("2026-11-15", 0), ("2026-11-16", 1)])
def test_what_has_ended_is_left_alone(cast: Cast, house: House, desk: Engagement, last_day: str, count: int) -> None:
    with staff(house.pk):
        Engagement.objects.filter(pk=desk.pk).update(ended_on=last_day)
    assert asked(cast, at("2026-11-16")) == count


@pytest.fixture
def look(house: House, desk: Engagement) -> Checkpoint:
    with staff(house.pk):
        row: Checkpoint = Checkpoint.objects.create(engagement=desk, week=2, due_date=START + timedelta(weeks=2))
    return row


def test_no_needs_a_cause_and_an_answer_stays(house: House, look: Checkpoint, now: datetime) -> None:
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=lead.pk):
        for cause in ("", "weather"):
            with pytest.raises(ValidationError, match="Say which of the three"):
                answer_checkpoint(checkpoint=look, improved=False, cause=cause, by=lead, now=now)
        answer_checkpoint(checkpoint=look, improved=False, cause="documentation", note="No SOP", by=lead, now=now)
        with pytest.raises(ValidationError, match="Somebody has answered this already"):
            answer_checkpoint(checkpoint=look, improved=True, by=lead, now=now)
        look.refresh_from_db()
        assert (look.improved, look.cause, look.note, look.answered_by_id) == (
            False,
            "documentation",
            "No SOP",
            lead.pk,
        )
        kept = AuditEvent.objects.filter(verb="checkpoint.answered").values_list("data", flat=True)
        assert [(data["improved"], data["cause"]) for data in kept] == [(False, "documentation")]


def test_yes_has_no_cause(house: House, look: Checkpoint, now: datetime) -> None:
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=lead.pk):
        answer_checkpoint(checkpoint=look, improved=True, cause="workflow", by=lead, now=now)
        look.refresh_from_db()
    assert (look.improved, look.cause) == (True, "")


def test_its_page(house: House, look: Checkpoint, lead: Client, viewer: Client) -> None:
    address = url("checkpoint-answer", house, pk=look.engagement_id, checkpoint=look.pk)
    front = url("engagement-detail", house, pk=look.engagement_id)
    assert viewer.get(address).status_code == 403
    assert b"Week 2: has anything improved?" in lead.get(address).content
    assert address in lead.get(front).content.decode()
    assert address not in viewer.get(front).content.decode()
    assert list(errors(lead.post(address, {"note": ""}))) == ["improved"]
    refused = lead.post(address, {"improved": "no", "note": "Waits for answers"})
    assert errors(refused) == {"cause": ["Say which of the three holds it back most."]}
    assert b"Waits for answers" in refused.content
    done = lead.post(address, {"improved": "no", "cause": "communication"})
    assert done["Location"] == f"{url('action-create', house)}?engagement={look.engagement_id}"
    assert messages_of(done) == ["Noted. Write down who does what about it, and until when."]
    assert lead.get(address)["Location"] == front
    text = lead.get(front).content.decode()
    assert "Communication" in text
    assert address not in text


def test_home_asks_those_who_may_answer(house: House, look: Checkpoint, lead: Client, viewer: Client) -> None:
    address = url("checkpoint-answer", house, pk=look.engagement_id, checkpoint=look.pk)
    home = url("outsourcing:home", house)
    with time_machine.travel(at("2026-11-23"), tick=False):
        assert address in lead.get(home).content.decode()
        assert address not in viewer.get(home).content.decode()


def test_the_task_asks_for_every_organization(cast: Cast, house: House, desk: Engagement) -> None:
    with staff(house.pk):
        today = Organization.objects.get(pk=house.pk)
        assert today.time_zone == "UTC"
        Engagement.objects.filter(pk=desk.pk).update(started_on=datetime.now(UTC).date() - timedelta(days=14))
    with staff(cast.umbra.pk):
        Engagement.objects.update(started_on=datetime.now(UTC).date() - timedelta(days=28))
        engagements = Engagement.objects.count()
    with transaction.atomic():
        ask_checkpoints()
        ask_checkpoints()
    assert [week for _, week, _ in rows(house)] == [2]
    assert [week for _, week, _ in rows(cast.umbra)] == [4] * engagements
