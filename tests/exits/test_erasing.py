"""What may not be kept: a dry run first, an approval, then batches that may be killed and run again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from engagements.actions.conversations import open_thread
from engagements.models import Engagement, SharedFile, Side, ThreadMessage
from exits.actions import erasing
from exits.actions.erasing import approve_erasure, count_erasure, erase_batch, withdraw_erasure
from exits.actions.retention_jobs import start_due_erasures
from exits.actions.runs import call_off_exit
from exits.models import Erasure, Exit
from exits.queries.held_data import rows_left
from exits.tasks import erase
from foundation.accounts.models import AuditEvent, User
from foundation.accounts.tenancy.context import staff, system
from tests.exits.conftest import LAST_DAY, TODAY
from tests.factories.cast import House
from tests.factories.scorecards import item
from workitems.models import WorkItem

DUE = LAST_DAY + timedelta(days=90)


def erasure(run: Exit, data: str = "ticket-texts") -> Erasure:
    found: Erasure = Erasure.objects.select_related("exit").get(exit=run, data=data)
    return found


def fill(engagement: Engagement, other: Engagement, count: int = 5) -> None:
    for place in (engagement, other):
        for n in range(count):
            item(place, "2026-11-16T09:00", "2026-11-16T10:00", title=f"Call {n}", requester="Jo", raw={"a": "b"})


@pytest.fixture
def filled(house: House, run: Exit, engagement: Engagement) -> Exit:
    with system([house.pk]), transaction.atomic():
        fill(engagement, house.engagements["inkwell"])
    return run


def test_it_is_counted_and_approved_before_anything_goes(house: House, filled: Exit, by: User, now: datetime) -> None:
    with system([house.pk]):
        row = erasure(filled)
        with pytest.raises(ValidationError, match="Count it first"):
            approve_erasure(erasure=row, by=by, now=now)
        assert count_erasure(erasure=row, by=by, now=now).counted == 5
        with pytest.raises(ValidationError, match="may not be deleted now"):
            erase_batch(erasure_id=row.pk, now=now, today=DUE)
        approve_erasure(erasure=row, by=by, now=now)
        with pytest.raises(ValidationError, match="may not be deleted now"):
            erase_batch(erasure_id=row.pk, now=now, today=DUE - timedelta(days=1))
        assert start_due_erasures(now=now, today=DUE - timedelta(days=1)) == []
        assert WorkItem.objects.exclude(title="").count() == 10
        withdraw_erasure(erasure=row, by=by)
        with pytest.raises(ValidationError, match="may not be deleted now"):
            erase_batch(erasure_id=row.pk, now=now, today=DUE)


def test_killed_after_each_batch_every_row_goes_once_and_is_told_once(
    house: House, filled: Exit, engagement: Engagement, by: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each run of the job dies after its first batch; the other engagement keeps its texts, and times stay."""
    monkeypatch.setattr(erasing, "BATCH", 2)
    monkeypatch.setattr("exits.tasks.local_today", lambda _organization, _now: DUE)

    def die(done: int, total: int | None = None) -> None:
        raise KeyboardInterrupt

    def go_on(done: int, total: int | None = None) -> None:
        assert done <= (total or 0)

    with system([house.pk]):
        row = erasure(filled)
        count_erasure(erasure=row, by=by, now=now)
        approve_erasure(erasure=row, by=by, now=now)
        [job] = start_due_erasures(now=now, today=DUE)
        assert start_due_erasures(now=now, today=DUE) == []
        for _again in range(3):
            with pytest.raises(KeyboardInterrupt):
                erase(job.pk, {"erasure": row.pk}, die)
        assert erase(job.pk, {"erasure": row.pk}, go_on) == {"rows": 5}
        assert erase(job.pk, {"erasure": row.pk}, go_on) == {"rows": 5}
        row.refresh_from_db()
        assert (row.erased, row.counted, row.finished_at is not None) == (5, 5, True)
        told = AuditEvent.objects.filter(verb="exit.data_erased")
        assert [event.data for event in told] == [{"exit": filled.pk, "data": "ticket-texts", "rows": 5}]
        gone = WorkItem.objects.filter(engagement=engagement)
        assert set(gone.values_list("title", "requester", "resolved_at__hour")) == {("", "Jo", 10)}
        assert WorkItem.objects.exclude(engagement=engagement).filter(title="").count() == 0
        assert rows_left("ticket-texts", engagement.pk) == 0


def test_messages_and_files_are_emptied_and_nothing_else_can_be_done_to_them(
    house: House, run: Exit, engagement: Engagement, by: User, now: datetime
) -> None:
    with staff(house.pk), transaction.atomic():
        open_thread(
            engagement=engagement,
            subject="Keys",
            text="The code is 1234",
            by=by,
            side=Side.CLIENT,
            organization=house.organization,
            now=now,
        )
        SharedFile.objects.create(
            engagement=engagement, name="a.txt", media_type="text/plain", size=3, sha256="0" * 64, content=b"abc",
            side="client", added_by=by, added_by_name="Lead", added_at=now,
        )  # fmt: skip
    with system([house.pk]):
        for table, change in ((ThreadMessage, {"text": "Forged"}), (SharedFile, {"content": b"forged"})):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                table.objects.update(**change)
        for data in ("messages", "shared-files"):
            row = erasure(run, data)
            assert count_erasure(erasure=row, by=by, now=now).counted == 1
            approve_erasure(erasure=row, by=by, now=now)
            assert erase_batch(erasure_id=row.pk, now=now, today=DUE) == 1
            assert erase_batch(erasure_id=row.pk, now=now, today=DUE) == 0
        assert ThreadMessage.objects.get().text == "(deleted)"
        file = SharedFile.objects.get()
        assert (bytes(file.content), file.name, file.verdict) == (b"", "(deleted)", "refused")


def test_what_was_called_off_deletes_nothing(house: House, filled: Exit, by: User, now: datetime) -> None:
    with system([house.pk]):
        row = erasure(filled)
        count_erasure(erasure=row, by=by, now=now)
        approve_erasure(erasure=row, by=by, now=now)
        call_off_exit(run=filled, reason="We stay", by=by, now=now, today=TODAY)
        assert start_due_erasures(now=now, today=DUE) == []
        with pytest.raises(ValidationError, match="may not be deleted now"):
            erase_batch(erasure_id=row.pk, now=now, today=DUE)
