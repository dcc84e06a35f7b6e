"""What a committed import leaves in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.inbox.models import BatchState, ImportBatch, ImportRow
from foundation.inbox.working import SameImportError
from foundation.jobs import running
from foundation.jobs.models import Job
from tests.factories.cast import Cast
from tests.workitems.importing import Importer, counts, rules, table
from workitems.actions import imports, undoing
from workitems.actions.evidence import attach_file
from workitems.canonical import Shape
from workitems.ingest import committing
from workitems.mapping import Placement
from workitems.models import DirtyWeek, Exclusion, WorkItem, WorkItemBefore, WorkItemEvent

ROWS = [
    {"external_id": "A1", "opened_at": "2026-11-02 09:00", "queue": "Night", "priority": "P1", "cost": "12.50"},
    {"external_id": "A2", "opened_at": "2026-11-03 09:00", "resolved_at": "2026-11-09 10:00", "queue": "Day"},
    {"external_id": "A3", "opened_at": "2026-11-04 09:00", "queue": "Nobody knows"},
]


@pytest.fixture
def importer(cast: Cast, now: datetime) -> Importer:
    return Importer(cast.northwind, now)


def test_rows_become_items_of_the_engagement_that_the_value_map_names(importer: Importer) -> None:
    batch = importer.items(ROWS)
    assert counts(batch) == {"rows_read": 3, "rows_created": 3, "items_created": 3}
    assert batch.state == BatchState.COMMITTED
    night = importer.house.engagements["kestrel"]
    item = importer.item("A1")
    assert (item.engagement_id, item.vendor_id, item.process_id, item.client_id) == (
        night.pk,
        night.vendor_id,
        night.process_id,
        night.client_id,
    )
    assert (item.source, item.priority, item.cost, item.status_class) == ("desk", "P1", Decimal("12.50"), "open")
    assert (item.is_history, importer.item("A2").is_history) == (False, True)


def test_a_value_without_a_place_goes_to_unassigned_counted_and_is_not_dropped(importer: Importer) -> None:
    batch = importer.items(ROWS)
    assert importer.item("A3").engagement_id is None
    assert batch.findings["unassigned"] == 1
    assert batch.findings["unmapped"] == {"Nobody knows": 1}


def test_the_same_content_again_changes_nothing(importer: Importer) -> None:
    importer.items(ROWS)
    before = importer.item("A1")
    again = importer.items([*ROWS, {"external_id": "A4", "opened_at": "2026-11-05 09:00"}])
    assert counts(again) == {
        "rows_read": 4,
        "rows_created": 1,
        "rows_unchanged": 3,
        "items_created": 1,
        "items_unchanged": 3,
    }
    assert importer.item("A1").updated_at == before.updated_at
    assert importer.item("A1").batch_id == before.batch_id


def test_the_same_file_by_the_same_mapping_is_the_same_import(importer: Importer) -> None:
    first = importer.items(ROWS)
    with pytest.raises(SameImportError) as refusal:
        importer.items(ROWS)
    assert refusal.value.twin.pk == first.pk


def test_a_row_missing_from_the_next_file_is_no_deletion(importer: Importer) -> None:
    importer.items(ROWS)
    batch = importer.items([ROWS[0] | {"priority": "P2"}])
    assert counts(batch) == {"rows_read": 1, "rows_updated": 1, "items_updated": 1}
    with importer.scope():
        assert WorkItem.objects.count() == 3


def test_every_row_is_kept_with_its_line_values_state_and_errors(importer: Importer) -> None:
    rows = [*ROWS, ROWS[0], {"external_id": "", "opened_at": "2026-11-02 09:00"}, {"external_id": "A9"}]
    batch = importer.items(rows)
    assert importer.rows(batch) == [
        (2, "A1", "created"),
        (3, "A2", "created"),
        (4, "A3", "created"),
        (5, "A1", "duplicate"),
        (6, "", "quarantined"),
        (7, "A9", "quarantined"),
    ]
    with importer.scope():
        row = ImportRow.objects.get(batch=batch, line=7)
    assert row.raw == ["A9", "", "", "", "", ""]
    assert [(each["code"], each["column"]) for each in row.errors] == [("opened_missing", "Opened")]
    assert counts(batch)["rows_quarantined"] == 2
    assert [each["count"] for each in batch.findings["repairs"]] == [1, 1]


def test_the_last_row_of_an_id_decides(importer: Importer) -> None:
    batch = importer.items([ROWS[0], ROWS[0] | {"priority": "P3"}])
    assert importer.item("A1").priority == "P3"
    assert importer.rows(batch) == [(2, "A1", "duplicate"), (3, "A1", "created")]


def test_what_no_column_takes_is_kept_raw(importer: Importer) -> None:
    mapping = rules(columns={"external_id": "Number", "opened_at": "Opened"})
    importer.items(ROWS[:1], mapping)
    assert importer.item("A1").raw == {"Priority": "P1", "Group": "Night", "Cost": "12.50"}


def test_the_weeks_of_changed_items_are_dirty(importer: Importer) -> None:
    importer.items(ROWS[1:2])
    day = importer.house.engagements["own"]
    with importer.scope():
        weeks = DirtyWeek.objects.filter(engagement=day).order_by("week_start").values_list("week_start", flat=True)
        assert [f"{week}" for week in weeks] == ["2026-11-02", "2026-11-09", "2026-11-16"]


def test_a_mapping_to_an_engagement_that_does_not_exist_is_refused(importer: Importer) -> None:
    batch = importer.items(ROWS, rules(placement=Placement("Group", "engagement", {"Night": "Nowhere"})))
    assert batch.state == BatchState.FAILED
    assert batch.error == (
        "The mapping sends values to “Nowhere”, which the workspace does not have. Make it, or map them anew."
    )
    with importer.scope():
        assert WorkItem.objects.count() == 0


def test_values_may_lead_to_vendors(importer: Importer) -> None:
    importer.items(ROWS[:1], rules(placement=Placement("Group", "vendor", {"Night": "Kestrel"})))
    assert importer.item("A1").engagement_id == importer.house.engagements["kestrel"].pk


def test_a_check_foretells_and_writes_no_item(importer: Importer) -> None:
    mapping = rules(placement=Placement("Group", "engagement", {"Night": "+Late desk", "Day": "Day desk"}))
    batch = importer.run(table(dict(rules().columns), ROWS), mapping, kind=imports.CHECK)
    assert (batch.state, counts(batch)) == (
        BatchState.CHECKED,
        {"rows_read": 3, "rows_created": 3, "items_created": 3},
    )
    assert batch.findings["unassigned"] == 1
    assert batch.findings["engagements"] == {"-1": 1, str(importer.house.engagements["own"].pk): 1}
    with importer.scope():
        assert (WorkItem.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_a_worker_that_dies_leaves_nothing_and_the_next_one_does_all(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise SystemExit(9)

    real = committing.close
    monkeypatch.setattr(committing, "close", die)
    with pytest.raises(SystemExit):
        importer.items(ROWS)
    monkeypatch.setattr(committing, "close", real)
    with importer.scope(), transaction.atomic():
        assert (WorkItem.objects.count(), ImportRow.objects.count()) == (0, 0)
        batch = ImportBatch.objects.get()
        assert batch.state == BatchState.COMMITTING
        job = Job.objects.get()
        Job.objects.update(state="queued")
    with importer.scope():
        running.run(job_id=job.pk)
        running.run(job_id=job.pk)
        batch.refresh_from_db()
    assert (batch.state, counts(batch)["items_created"]) == (BatchState.COMMITTED, 3)


LOG_ROWS = [
    {"external_id": "L1", "state": "New", "event_at": "2026-11-02 09:00", "priority": "P2", "queue": "Night"},
    {"external_id": "L1", "state": "Waiting", "event_at": "2026-11-02 10:00", "priority": "P2", "queue": "Night"},
    {"external_id": "L1", "state": "Working", "event_at": "2026-11-03 08:00", "priority": "P2", "queue": "Day"},
]
LATER = [
    {"external_id": "L1", "state": "Working", "event_at": "2026-11-09 08:00", "priority": "P2", "queue": "Day"},
    {"external_id": "L1", "state": "Done", "event_at": "2026-11-09 12:00", "priority": "P1", "queue": "Day"},
]
STORY = [
    "02 09:00 start P2",
    "02 09:00 assign Night",
    "02 10:00 pause client",
    "03 08:00 resume Working",
    "03 08:00 assign Day",
]


def test_an_event_log_becomes_a_story(importer: Importer) -> None:
    importer.log(LOG_ROWS)
    assert importer.story("L1") == STORY
    assert importer.item("L1").engagement_id == importer.house.engagements["own"].pk


@pytest.mark.parametrize("whole", [True, False], ids=["the whole log again", "only what is new"])
def test_a_later_log_goes_on_with_the_story(importer: Importer, *, whole: bool) -> None:
    importer.log(LOG_ROWS)
    batch = importer.log([*LOG_ROWS, *LATER] if whole else LATER)
    assert counts(batch)["items_updated"] == 1
    assert importer.story("L1") == [*STORY, "09 12:00 stop Done", "09 12:00 reprioritise P1"]
    with importer.scope():
        assert WorkItemEvent.objects.exclude(retracted_at=None).count() == 0
    item = importer.item("L1")
    assert (item.opened_at, item.status_class) == (datetime(2026, 11, 2, 9, tzinfo=UTC), "resolved")
    again = importer.log([*LATER, LATER[1]])
    assert counts(again) == {"rows_read": 3, "rows_unchanged": 2, "rows_duplicate": 1, "items_unchanged": 1}


def test_a_part_that_begins_paused_or_stopped_is_joined_in_its_state(importer: Importer) -> None:
    importer.log([*LOG_ROWS, *LATER])
    importer.log([LATER[0] | {"event_at": "2026-11-12 08:00", "priority": "P1"}])
    assert importer.story("L1")[-1] == "12 08:00 reopen Working"
    item = importer.item("L1")
    assert (item.reopen_count, item.first_resolved_at) == (1, datetime(2026, 11, 9, 12, tzinfo=UTC))


def test_another_story_retracts_what_it_does_not_tell(importer: Importer, now: datetime) -> None:
    importer.log(LOG_ROWS)
    batch = importer.log([LOG_ROWS[0], LOG_ROWS[2] | {"queue": "Night"}])
    assert importer.story("L1") == STORY[:2]
    with importer.scope():
        retracted = WorkItemEvent.objects.exclude(retracted_at=None)
        assert {(each.retracted_batch_id, each.batch_id == batch.pk) for each in retracted} == {(batch.pk, False)}


def test_a_state_set_aside_is_quarantined(importer: Importer) -> None:
    batch = importer.log([*LOG_ROWS, LOG_ROWS[2] | {"state": "Broken", "event_at": "2026-11-04 09:00"}])
    assert importer.rows(batch)[-1] == (5, "L1", "quarantined")
    assert importer.story("L1") == STORY


class TestUndo:
    def undo(self, importer: Importer, batch: ImportBatch) -> undoing.Undone:
        with importer.scope():
            by = importer.house.people[Role.OPS_LEAD]
            return undoing.undo_batch(batch_id=batch.pk, by=by, now=importer.now + timedelta(hours=1))

    def test_created_items_go_and_changed_ones_stand_as_before(self, importer: Importer) -> None:
        importer.log(LOG_ROWS)
        before = importer.item("L1")
        second = importer.log([*LOG_ROWS, *LATER, {**LATER[0], "external_id": "L2"}])
        assert self.undo(importer, second) == undoing.Undone(removed=1, restored=1)
        after = importer.item("L1")
        names = [field.attname for field in WorkItem._meta.local_fields if field.name != "updated_at"]
        assert [getattr(after, name) for name in names] == [getattr(before, name) for name in names]
        assert importer.story("L1") == STORY
        with importer.scope():
            assert (WorkItem.objects.count(), WorkItemBefore.objects.count()) == (1, 0)
            second.refresh_from_db()
            assert second.state == BatchState.UNDONE
            assert ImportRow.objects.filter(batch=second).count() == 6

    def test_retracted_events_hold_again(self, importer: Importer) -> None:
        importer.log(LOG_ROWS)
        self.undo(importer, importer.log([LOG_ROWS[0]]))
        assert importer.story("L1") == STORY

    def test_what_is_undone_may_be_imported_again(self, importer: Importer) -> None:
        self.undo(importer, importer.items(ROWS))
        assert counts(importer.items(ROWS))["items_created"] == 3

    def test_it_is_refused_when_a_later_import_built_on_it(self, importer: Importer) -> None:
        first = importer.items(ROWS)
        second = importer.items([ROWS[0] | {"priority": "P4"}])
        with pytest.raises(undoing.UndoRefused) as refusal:
            self.undo(importer, first)
        text = f"A later import (no. {second.pk}) changed 1 of its items. Undo that one first."
        assert str(refusal.value) == text
        assert self.undo(importer, second) == undoing.Undone(removed=0, restored=1)
        assert self.undo(importer, first) == undoing.Undone(removed=3, restored=0)

    def test_it_is_refused_when_somebody_claimed_an_exclusion(self, importer: Importer) -> None:
        batch = importer.items(ROWS)
        by = importer.house.people[Role.ANALYST]
        with staff(importer.house.pk, actor=by.pk):
            item = WorkItem.objects.get(external_id="A1")
            Exclusion.objects.create(item=item, reason="ramp", note="", claimed_by=by, claimed_at=importer.now)
        with pytest.raises(undoing.UndoRefused, match="An exclusion was claimed on 1 item of this import"):
            self.undo(importer, batch)

    def test_it_is_refused_when_somebody_put_a_file_on_an_item(self, importer: Importer) -> None:
        batch = importer.items(ROWS)
        by = importer.house.people[Role.ANALYST]
        with staff(importer.house.pk, actor=by.pk):
            item = WorkItem.objects.get(external_id="A1")
            attach_file(item=item, name="a.txt", content=b"hello", kind="after", by=by, now=importer.now)
        with pytest.raises(undoing.UndoRefused, match="Files were put on 1 item of this import"):
            self.undo(importer, batch)

    def test_through_its_job(self, importer: Importer) -> None:
        batch = importer.items(ROWS)
        by = importer.house.people[Role.OPS_LEAD]
        with system([importer.house.pk]):
            job = imports.begin(batch=batch, kind=imports.UNDO, title="Undo", by=by, now=importer.now)
            running.run(job_id=job.pk)
            job.refresh_from_db()
        assert (job.state, job.result) == ("done", {"removed": 3, "restored": 0})


def test_event_logs_have_their_own_shape() -> None:
    assert rules(Shape.EVENT_LOG).problems(["Number", "State", "At", "Priority", "Group"]) == ()
