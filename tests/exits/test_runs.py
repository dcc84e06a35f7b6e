"""An exit from its start to its end: what starts it, what its tasks ask for, how the partner is shut out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from engagements.models import Engagement, EngagementGrant, StageMove
from exits.actions.erasing import approve_erasure, count_erasure, erase_batch
from exits.actions.proving import prove_access, settle
from exits.actions.runs import call_off_exit, close_exit, close_portal, narrow_portals, start_exit
from exits.actions.tasks import change_task, complete_task, drop_task, reopen_task
from exits.models import Erasure, Exit, ExitPlan, ExitTask, Mode, Settlement
from exits.queries.runs import erasures_of, open_tasks, unproved
from foundation.accounts.models import AuditEvent, Membership, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from scorecards.models import Scorecard
from tests.exits.conftest import LAST_DAY, TODAY
from tests.factories.cast import House
from vendors.models import AccessGrant

AFTER = LAST_DAY + timedelta(days=1)
LATER = date(2027, 6, 1)


def start(engagement: Engagement, by: User, now: datetime, **more: Any) -> Exit:
    values: dict[str, Any] = {"mode": Mode.PLANNED, "ends_on": LAST_DAY, "reason": "Brought home.", **more}
    return start_exit(engagement=engagement, by=by, now=now, today=TODAY, **values)


def verbs(run: Exit) -> list[str]:
    return list(
        AuditEvent.objects.filter(subject_type="exits.exit", subject_id=run.pk)
        .order_by("pk")
        .values_list("verb", flat=True)
    )


def test_a_start_makes_every_task_with_its_day_and_owner_and_ends_the_engagement(
    house: House, run: Exit, engagement: Engagement, by: User
) -> None:
    with staff(house.pk):
        due = dict(ExitTask.objects.filter(exit=run).values_list("key", "due_date"))
        assert (due["notice"], due["knowledge"], due["access"], due["deletion"]) == (
            TODAY,  # 30 days before would lie before the start
            LAST_DAY - timedelta(days=12),
            LAST_DAY,
            LAST_DAY + timedelta(days=14),
        )
        assert set(ExitTask.objects.filter(exit=run, side="client").values_list("owner", flat=True)) == {by.pk}
        assert ExitTask.objects.get(exit=run, key="access").clause == "Master agreement, E8"
        engagement.refresh_from_db()
        assert (engagement.ended_on, engagement.stage) == (LAST_DAY, "exit")
        assert {(row.data, row.due_date) for row in erasures_of(run)} >= {("requesters", LAST_DAY + timedelta(days=30))}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends_on": TODAY - timedelta(days=1)}, "lies in the past"),
        ({"reason": " "}, "Say why we leave"),
        ({}, "With notice given today the contract ends on"),
    ],
)
def test_a_start_that_cannot_be_changes_nothing(
    house: House, plan: ExitPlan, engagement: Engagement, by: User, now: datetime, wrong: dict[str, Any], said: str
) -> None:
    with staff(house.pk):
        ExitPlan.objects.filter(pk=plan.pk).update(ends_on=date(2027, 3, 31), tacit_months=12)
        with pytest.raises(ValidationError, match=said):
            start(engagement, by, now, **wrong)
        assert not Exit.objects.exists()
        engagement.refresh_from_db()
        assert (engagement.ended_on, engagement.stage) == (None, "live")


def test_one_exit_runs_at_a_time_and_none_without_a_plan(
    house: House, run: Exit, engagement: Engagement, by: User, now: datetime
) -> None:
    with staff(house.pk):
        with pytest.raises(ValidationError, match="under way already"):
            start(engagement, by, now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Exit.objects.create(
                engagement=engagement,
                mode="planned",
                ends_on=LAST_DAY,
                started_on=TODAY,
                started_at=now,
                reason="Twice",
            )
        with pytest.raises(ValidationError, match="no exit plan"):
            start(house.engagements["inkwell"], by, now)


def test_a_task_waits_for_those_before_it_and_needs_what_shows_it(
    house: House, run: Exit, by: User, now: datetime
) -> None:
    with staff(house.pk):
        tasks = {task.key: task for task in ExitTask.objects.filter(exit=run)}
        with pytest.raises(ValidationError, match="First: Give notice in writing"):
            complete_task(task=tasks["alternative"], proof="Signed", by=by, now=now)
        with pytest.raises(ValidationError, match="what shows that it is done"):
            complete_task(task=tasks["notice"], proof="", by=by, now=now)
        complete_task(task=tasks["notice"], proof="Registered letter", by=by, now=now)
        complete_task(task=tasks["alternative"], proof="Signed", by=by, now=now)
        with pytest.raises(ValidationError, match="Somebody closed this task"):
            complete_task(task=tasks["notice"], proof="Again", by=by, now=now)
        with pytest.raises(ValidationError, match="came after this one is closed"):
            reopen_task(task=tasks["notice"], by=by)
        reopen_task(task=tasks["alternative"], by=by)
        tasks["alternative"].due_date = TODAY - timedelta(days=1)
        with pytest.raises(ValidationError, match="before the exit began"):
            change_task(task=tasks["alternative"], by=by, was={"due_date": TODAY})


def test_called_off_it_goes_on_as_before(
    house: House, run: Exit, engagement: Engagement, by: User, now: datetime
) -> None:
    with staff(house.pk):
        with pytest.raises(ValidationError, match="Say why we stay"):
            call_off_exit(run=run, reason="", by=by, now=now, today=TODAY)
        call_off_exit(run=run, reason="They mended it.", by=by, now=now, today=TODAY)
        engagement.refresh_from_db()
        assert (engagement.ended_on, engagement.stage) == (None, "live")
        assert list(StageMove.objects.order_by("pk").values_list("to_stage", "reason")) == [
            ("exit", ""),
            ("live", "They mended it."),
        ]
        with pytest.raises(ValidationError, match="This exit is over"):
            close_exit(run=run, by=by, now=now)
        start(engagement, by, now, mode=Mode.STRESSED)


def grant(house: House, person: str) -> AccessGrant:
    row: AccessGrant = AccessGrant.objects.create(
        vendor=house.vendors["kestrel"],
        system="Desk",
        person_name=person,
        scope="Queue night",
        reason="Works nights",
        granted_on=date(2026, 1, 5),
        expires_on=date(2026, 12, 31),
    )
    return row


def issue_last_week(run: Exit, now: datetime) -> None:
    Scorecard.objects.create(
        engagement=run.engagement,
        period_key="2026-W51",
        period_start=datetime(2026, 12, 14, tzinfo=UTC),
        period_end=datetime(2026, 12, 21, tzinfo=UTC),
        state="issued",
        issued_at=now,
        seal="0" * 64,
    )


def finish(run: Exit, *keys: str, by: User, now: datetime) -> None:
    for key in keys:
        complete_task(task=ExitTask.objects.get(exit=run, key=key), proof="Seen", by=by, now=now)


def test_from_the_last_task_to_closed(house: House, run: Exit, by: User, now: datetime) -> None:
    """Access is proved, the certificate filed, the money settled, the portal shut, the data gone; each is asked for."""
    early = ("notice", "communication", "alternative", "assistance", "documentation", "knowledge", "handover")
    with staff(house.pk):
        finish(run, *early, "open-work", "data-return", "data-checked", "assets", "property", by=by, now=now)
        task = {row.key: row for row in open_tasks(run)}
        one, two = grant(house, "Ann"), grant(house, "Bea")
        with pytest.raises(ValidationError, match="2 accesses are open"):
            complete_task(task=task["access"], proof="All done", by=by, now=now)
        prove_access(run=run, grant=one, proof="TICKET-9", by=by, now=now, today=TODAY)
        other = Engagement.objects.create(
            name="Day help", process=run.engagement.process, vendor=run.engagement.vendor, started_on=TODAY
        )
        prove_access(run=run, grant=two, proof="Serves both", by=by, now=now, today=TODAY, kept_for=other)
        one.refresh_from_db()
        assert (one.revoked_on, one.revoke_reason, unproved(run)) == (TODAY, "TICKET-9", [])
        with pytest.raises(ValidationError, match="taken back in the meantime"):
            prove_access(run=run, grant=one, proof="Twice", by=by, now=now, today=TODAY)
        finish(run, "access", "credentials", by=by, now=now)
        with pytest.raises(ValidationError, match="certificate is missing"):
            complete_task(task=task["deletion"], proof="They say so", by=by, now=now)
        paper = SimpleUploadedFile("certificate.pdf", b"%PDF-1.4 all gone", "application/pdf")
        complete_task(task=task["deletion"], proof="", upload=paper, by=by, now=now)
        with pytest.raises(ValidationError, match="last week is not issued"):
            complete_task(task=task["final-scorecard"], proof="Soon", by=by, now=now)
        issue_last_week(run, now)
        finish(run, "final-scorecard", by=by, now=now)
        with pytest.raises(ValidationError, match="not agreed yet"):
            complete_task(task=task["settlement"], proof="Soon", by=by, now=now)
        settle_up(run, by, now)
        with pytest.raises(ValidationError, match="The partner works until"):
            close_portal(run=run, by=by, now=now, today=LAST_DAY)
        with pytest.raises(ValidationError, match="1 task is open: Settle what is owed"):
            close_portal(run=run, by=by, now=now, today=AFTER)
        finish(run, "settlement", by=by, now=now)
        assert close_portal(run=run, by=by, now=now, today=AFTER) == 2
        shut_out(house)
        with pytest.raises(ValidationError, match="can only be closed"):
            call_off_exit(run=run, reason="No", by=by, now=now, today=AFTER)
        with pytest.raises(ValidationError, match="9 classes of data wait"):
            complete_task(task=task["retention"], proof="Done", by=by, now=now)
        with pytest.raises(ValidationError, match="1 task is open"):
            close_exit(run=run, by=by, now=now)
    erase_all(house, run, by, now)
    with staff(house.pk):
        finish(run, "retention", by=by, now=now)
        assert close_exit(run=run, by=by, now=now).closed_at == now
        assert verbs(run)[-3:] == ["exit.portal_narrowed", "exit.portal_closed", "exit.closed"]


def settle_up(run: Exit, by: User, now: datetime) -> None:
    told = Settlement(
        exit=run, currency="EUR", invoices=Decimal(12000), credits=Decimal(500), agreed_on=TODAY, agreed_with="Robert"
    )
    settle(settlement=told, by=by, now=now, today=TODAY)
    again = Settlement(exit=run, currency="EUR", agreed_on=TODAY, agreed_with="Robert")
    with pytest.raises(ValidationError, match="written down already"):
        settle(settlement=again, by=by, now=now, today=TODAY)


def shut_out(house: House) -> None:
    """Nobody of Kestrel follows it, and who follows nothing else has lost their place."""
    assert not EngagementGrant.objects.filter(content_object=house.engagements["kestrel"]).exists()
    assert not Membership.objects.filter(vendor_id=house.vendors["kestrel"].pk, left_at=None).exists()
    manager = house.vendor_people["inkwell", Role.VENDOR_MANAGER]
    assert Membership.objects.filter(user=manager, left_at=None).exists()


def erase_all(house: House, run: Exit, by: User, now: datetime) -> None:
    with system([house.pk]):
        for row in Erasure.objects.filter(exit=run):
            count_erasure(erasure=row, by=by, now=now)
            approve_erasure(erasure=row, by=by, now=now)
            while erase_batch(erasure_id=row.pk, now=now, today=LATER):
                pass


def test_after_the_last_day_the_portal_is_narrowed_once(house: House, run: Exit, now: datetime) -> None:
    with system([house.pk]):
        assert narrow_portals(now=now, today=LAST_DAY) == 0
        assert narrow_portals(now=now, today=AFTER) == 1
        assert narrow_portals(now=now, today=AFTER) == 0
        assert verbs(run).count("exit.portal_narrowed") == 1


def test_a_dropped_task_says_why(house: House, run: Exit, by: User, now: datetime) -> None:
    with staff(house.pk):
        task = ExitTask.objects.get(exit=run, key="assets")
        with pytest.raises(ValidationError, match="why it is not needed"):
            drop_task(task=task, reason=" ", by=by, now=now)
        assert drop_task(task=task, reason="They hold nothing", by=by, now=now).dropped_at == now
