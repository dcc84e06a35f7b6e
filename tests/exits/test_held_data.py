"""Every class of data with real rows in it: what is counted goes, what is another engagement's stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client

from engagements.actions.conversations import open_thread
from engagements.actions.rhythm import check_in
from engagements.models import CheckIn, ClientPulse, Engagement, SharedFile, Side, VendorPulse
from exits.actions.erasing import approve_erasure, count_erasure, erase_batch
from exits.data_classes import CLASSES
from exits.models import Erasure, Exit
from exits.queries.held_data import rows_left
from foundation.accounts.models import AuditEvent, User
from foundation.accounts.tenancy.context import system
from foundation.accounts.tenancy.models import TenantModel
from foundation.inbox.actions import store_file
from foundation.inbox.models import ImportBatch, ImportRow, InboundHook, InboundMessage, StoredFile
from tests.exits.conftest import LAST_DAY, TODAY
from tests.factories.cast import House
from tests.workitems.asking import make_form
from tests.workitems.importing import ITEM, Importer, rules, table
from tests.workitems.test_intake_requests import DRAFT
from workitems.actions import requests
from workitems.actions.mending import MendingRefused, mend_rows
from workitems.intake.drafts import Upload
from workitems.models import Attachment, IntakeForm, ItemReport, PartnerFile, WorkItem
from workitems.models.requests import Via

DUE = LAST_DAY + timedelta(days=90)
THEIRS, OURS = "Jo Bloggs 4711", "Ann Field 1147"
"""What people wrote about the desk that is left, and about the one that goes on."""
COLUMNS = ITEM | {"title": "Subject", "requester": "From"}
COUNTED = {
    "requesters": 4,  # two items of the file, one request, the mail that it came by
    "import-files": 2,  # the import's, and one that the partner sent
    "import-rows": 2,
    "quarantined-rows": 2,  # the row, and what its import said of it
    "ticket-texts": 6,  # three items, the request, its two criteria
    "attachments": 4,  # two files and the mail's body; the three names
    "shared-files": 1,
    "messages": 2,
    "check-ins": 3,
}


@pytest.fixture
def filled(house: House, run: Exit, engagement: Engagement, by: User, now: datetime) -> Exit:
    """Kestrel's desk and the own one, both with everything in it; each with its own secret in every text."""
    bring(house, now)
    with system([house.pk]), transaction.atomic():
        for desk, secret in ((engagement, THEIRS), (house.engagements["own"], OURS)):
            ask_by_mail(house, desk, secret, by, now)
            write(house, desk, secret, by, now)
    return run


def bring(house: House, now: datetime) -> None:
    """Two items for Kestrel's desk, one for the own, and a row that nobody can use."""
    row = {"opened_at": "2026-11-16 08:00", "title": f"Call of {THEIRS}", "requester": THEIRS}
    file = [
        {**row, "external_id": "T-1", "queue": "Night"},
        {**row, "external_id": "T-2", "queue": "Night"},
        {**row, "external_id": "T-3", "queue": "Day", "title": OURS, "requester": OURS},
        {**row, "external_id": "T-4", "queue": "Night", "opened_at": f"when {THEIRS} called"},
    ]
    batch = Importer(house, now).run(table(COLUMNS, file), rules(columns=COLUMNS))
    assert (batch.rows_created, batch.rows_quarantined) == (3, 1)


def ask_by_mail(house: House, desk: Engagement, secret: str, by: User, now: datetime) -> None:
    """A request that came by mail with a file of its own, and one that both desks have."""
    hook = InboundHook.objects.first() or InboundHook.objects.create(
        name="Mail", public_id="x", salt="y", created_at=now
    )
    form = IntakeForm.objects.first() or make_form(house, now=now)
    body = store_file(content=f"{secret} to {desk}".encode(), name=f"{secret}.eml", by=None, now=now)
    message = InboundMessage.objects.create(
        hook=hook,
        message_id=str(desk),
        body=body,
        media_type="text/plain",
        sender=secret,
        subject=secret,
        received_at=now,
    )
    told = replace(
        DRAFT,
        title=secret,
        problem=secret,
        outcome=secret,
        steps=secret,
        requester=secret,
        criteria=(secret, "The log is clean"),
        checklist=(),
        evidence_before=(),
        uploads=(Upload(f"{secret}.txt", f"{secret}, {desk}".encode()), Upload("both.txt", b"For all desks")),
    )
    asked = requests.Asked(form=form, engagement=desk, via=Via.MAIL, message=message)
    [made] = requests.submit_requests(asked=asked, drafts=[told], by=by, now=now)
    WorkItem.objects.filter(pk=made.item_id).update(engagement=desk)


def write(house: House, desk: Engagement, secret: str, by: User, now: datetime) -> None:
    """What both sides wrote and sent."""
    who: dict[str, Any] = {"author": by, "author_name": "Lead", "written_at": now}
    open_thread(
        engagement=desk, subject="Keys", text=secret, by=by, side=Side.CLIENT, organization=house.organization, now=now
    )
    check_in(
        engagement=desk, day=TODAY, done=secret, next_up=secret, blocked=secret, people_present=2, people_planned=2,
        today=TODAY, by=by, now=now,
    )  # fmt: skip
    for pulse in (VendorPulse, ClientPulse):
        pulse.objects.create(
            engagement=desk, month=TODAY.replace(day=1), ends_at=now, trust=3, clarity=3, answers=3, quality=3,
            comment=secret, **who,
        )  # fmt: skip
    ItemReport.objects.create(
        item=WorkItem.objects.filter(engagement=desk).earliest("pk"), kind="comment", comment=secret, author=by,
        author_name="Lead", told_at=now,
    )  # fmt: skip
    file: dict[str, Any] = {"name": f"{secret}.csv", "size": 3, "sha256": "0" * 64, "content": secret.encode()}
    SharedFile.objects.create(
        engagement=desk, media_type="text/plain", side="client", added_by=by, added_by_name="Lead", added_at=now, **file
    )
    PartnerFile.objects.create(
        engagement=desk, rules={}, sent_by=by, sent_by_name="Lead", sent_at=now, problems=[{"value": secret}], **file
    )


def erase(run: Exit, by: User, now: datetime) -> dict[str, int | None]:
    """Every class: counted, approved, and emptied on its day."""
    for row in Erasure.objects.filter(exit=run).select_related("exit"):
        count_erasure(erasure=row, by=by, now=now)
        approve_erasure(erasure=row, by=by, now=now)
    counted = dict(Erasure.objects.filter(exit=run).values_list("data", "counted"))
    for row in Erasure.objects.filter(exit=run):
        while erase_batch(erasure_id=row.pk, now=now, today=DUE):
            pass
    return counted


def places_of(secret: str) -> set[str]:
    """The tables in which a text stands anywhere, in words or in bytes."""
    tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel)]
    found = set()
    for name in tables:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT EXISTS (SELECT 1 FROM {name} t WHERE t::text LIKE %s OR t::text LIKE %s)",  # names of ours
                [f"%{secret}%", f"%{secret.encode().hex()}%"],
            )
            if cursor.fetchone()[0]:
                found.add(name)
    return found


def test_every_class_is_counted_and_goes_and_the_others_keep_theirs(
    house: House, filled: Exit, engagement: Engagement, by: User, now: datetime
) -> None:
    own = house.engagements["own"]
    with system([house.pk]), transaction.atomic():
        before = {data: rows_left(data, own.pk) for data in CLASSES}
        assert erase(filled, by, now) == COUNTED
        assert {data: rows_left(data, engagement.pk) for data in CLASSES} == dict.fromkeys(CLASSES, 0)
        told = AuditEvent.objects.filter(verb="exit.data_erased").values_list("data", flat=True)
        assert {line["data"]: line["rows"] for line in told} == COUNTED
        assert len(told) == len(CLASSES)
        after = {data: rows_left(data, own.pk) for data in CLASSES}
        assert after == before | {"import-files": 1, "quarantined-rows": 0}
        assert (before["import-files"], before["quarantined-rows"]) == (2, 2)


def test_nothing_that_somebody_wrote_is_left_anywhere(house: House, filled: Exit, by: User, now: datetime) -> None:
    with system([house.pk]), transaction.atomic():
        assert len(places_of(THEIRS)) > len(CLASSES)
        erase(filled, by, now)
        assert places_of(THEIRS) == {"accounts_auditevent"}  # which stays; it names the files that were sent
        assert "workitems_workitem" in places_of(OURS)


def test_what_was_emptied_is_served_and_read_no_more(
    house: House, filled: Exit, lead: Client, by: User, now: datetime
) -> None:
    """A file that another desk holds too is withdrawn here alone; a bad row of a file that went cannot be mended."""
    with system([house.pk]), transaction.atomic():
        erase(filled, by, now)
        batch, message = ImportBatch.objects.get(), InboundMessage.objects.order_by("pk")[0]
        assert (batch.file.size, bytes(batch.file.content), batch.file.is_deleted) == (batch.file.size, b"", True)
        assert StoredFile.objects.filter(content=b"For all desks", sha256__startswith="deleted").count() == 0
        gone = Attachment.objects.filter(item__engagement=filled.engagement_id)
        assert {row.withdrawn_at is not None for row in gone} == {True}
        line = ImportRow.objects.get(batch=batch, state="quarantined").line
        with pytest.raises(MendingRefused, match="retention schedule deleted"):
            mend_rows(batch=batch, lines={line: ["x"] * len(COLUMNS)}, by=by, now=now)
        again = store_file(content=table(COLUMNS, []), name="week.csv", by=by, now=now)
        assert again.pk != batch.file_id
    for page, status in (
        (f"imports/{batch.pk}/", 200),
        (f"imports/{batch.pk}/mend/", 200),
        (f"intake/mails/{message.pk}/download/", 404),
        (f"items/{gone[0].item_id}/", 200),
    ):
        response = lead.get(f"/{house.slug}/{page}")
        assert (page, response.status_code) == (page, status)


def test_the_job_may_empty_and_nothing_else(house: House, filled: Exit) -> None:
    changes: list[tuple[Any, dict[str, Any]]] = [
        (CheckIn, {"done": "Forged"}),
        (CheckIn, {"blocked": "Forged"}),
        (VendorPulse, {"comment": "Forged"}),
        (ClientPulse, {"comment": "Forged"}),
        (StoredFile, {"content": b"forged"}),
    ]
    for table_of, change in changes:
        with system([house.pk]), pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            table_of.objects.update(**change)
