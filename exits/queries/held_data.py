"""What each class of data still holds of an engagement, and what becomes of it when it is deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.db.models import CharField, Exists, F, Func, JSONField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, Now

from engagements.models import CheckIn, ClientPulse, SharedFile, ThreadMessage, VendorPulse
from engagements.models.files import ScanVerdict
from foundation.inbox.models import DELETED_MARK, ImportBatch, ImportRow, InboundMessage, RowState, StoredFile
from workitems.models import (
    Attachment,
    IntakeRequest,
    ItemReport,
    PartnerFile,
    RequestPoint,
    WorkItem,
    WorkItemBefore,
)

MARK: Final = "(deleted)"
# Its hash goes with the bytes: who brings the same file again brings a new one.
_NO_FILE: Final[dict[str, Any]] = {
    "content": b"",
    "name": MARK,
    "sha256": Concat(Value(DELETED_MARK), Cast("pk", CharField())),
}


class Part(NamedTuple):
    """Rows that still hold something, and what becomes of them; without ``changes`` the rows go."""

    rows: QuerySet[Any]
    changes: dict[str, Any] | None


def rows_left(data: str, engagement_id: int) -> int:
    """How many rows of a class still hold something."""
    return sum(part.rows.count() for part in PARTS[data](engagement_id))


def _requesters(engagement_id: int) -> list[Part]:
    mails = InboundMessage.objects.filter(pk__in=_mails(engagement_id))
    return [
        Part(WorkItem.objects.filter(engagement=engagement_id).exclude(requester=""), {"requester": ""}),
        Part(mails.exclude(sender=""), {"sender": "", "subject": ""}),
    ]


def _import_rows(engagement_id: int) -> list[Part]:
    """Per source: an external id alone may be another source's, and another engagement's."""
    mine = WorkItem.objects.filter(engagement=engagement_id)
    found = []
    for source in mine.order_by("source").values_list("source", flat=True).distinct():
        same = mine.filter(source=source, external_id=OuterRef("external_id"))
        batches = ImportBatch.objects.filter(rules__source=source).values("pk")
        rows = ImportRow.objects.filter(Exists(same), batch__in=batches).exclude(raw=[])
        found.append(Part(rows, {"raw": [], "errors": []}))
    return found


def _quarantined_rows(engagement_id: int) -> list[Part]:
    """Rows that became no item are nobody's: those of every import that brought this engagement something.

    So with the values of them that the batch kept, and the lines that people mended.
    """
    batches = _batches(engagement_id)
    rows = ImportRow.objects.filter(batch__in=batches.values("pk"), state=RowState.QUARANTINED).exclude(raw=[])
    told = Q(findings__has_key="repairs") & ~Q(findings__repairs=[])
    forgotten = Func(
        F("findings"), Value("repairs"), template="%(expressions)s", arg_joiner=" - ", output_field=JSONField()
    )
    return [
        Part(rows, {"raw": [], "errors": []}),
        Part(batches.filter(told | ~Q(mended={})), {"mended": {}, "findings": forgotten}),
    ]


def _import_files(engagement_id: int) -> list[Part]:
    """A file goes as a whole; what it held of other engagements stays in its rows."""
    brought = StoredFile.objects.filter(pk__in=_batches(engagement_id).values("file_id"))
    elsewhere = Attachment.objects.filter(file=OuterRef("pk")).exclude(item__engagement=engagement_id)
    sent = PartnerFile.objects.filter(engagement=engagement_id).exclude(content=b"")
    return [
        Part(brought.exclude(Exists(elsewhere)).exclude(content=b""), _NO_FILE),
        Part(sent, {"content": b"", "name": MARK, "problems": []}),
    ]


def _attachments(engagement_id: int) -> list[Part]:
    """Bytes that an item of another engagement, or an import, holds too stay there; here they are withdrawn."""
    mine = Attachment.objects.filter(item__engagement=engagement_id)
    others = Attachment.objects.filter(file=OuterRef("pk")).exclude(item__engagement=engagement_id)
    imported = ImportBatch.objects.filter(file=OuterRef("pk"))
    posted = InboundMessage.objects.filter(pk__in=_mails(engagement_id)).values("body_id")
    held = StoredFile.objects.filter(Q(pk__in=mine.values("file_id")) | Q(pk__in=posted))
    return [
        Part(held.exclude(Exists(others)).exclude(Exists(imported)).exclude(content=b""), _NO_FILE),
        Part(mine.exclude(name=MARK), {"name": MARK, "withdrawn_at": Coalesce(F("withdrawn_at"), Now())}),
    ]


def _ticket_texts(engagement_id: int) -> list[Part]:
    blank: dict[str, Any] = {"title": "", "description": "", "url": "", "raw": {}}
    asked: dict[str, Any] = {"problem": MARK, "outcome": MARK, "steps": MARK, "known": "", "verification": ""}
    points = RequestPoint.objects.filter(request__item__engagement=engagement_id)
    return [
        Part(WorkItem.objects.filter(engagement=engagement_id).exclude(**blank), blank),
        Part(
            IntakeRequest.objects.filter(item__engagement=engagement_id).exclude(problem=MARK),
            asked | {"answers": []},
        ),
        Part(points.exclude(text=MARK), {"text": MARK}),
        Part(points.exclude(note__in=["", MARK]), {"note": MARK}),
        Part(WorkItemBefore.objects.filter(item__engagement=engagement_id), None),
    ]


def _shared_files(engagement_id: int) -> list[Part]:
    changes = {
        "content": b"",
        "name": MARK,
        "verdict": ScanVerdict.REFUSED,
        "scanned_at": Coalesce(F("scanned_at"), F("added_at")),
        "finding": "deleted by the retention schedule",
    }
    return [Part(SharedFile.objects.filter(engagement=engagement_id).exclude(content=b""), changes)]


def _messages(engagement_id: int) -> list[Part]:
    comments = ItemReport.objects.filter(item__engagement=engagement_id)
    return [
        Part(ThreadMessage.objects.filter(thread__engagement=engagement_id).exclude(text=MARK), {"text": MARK}),
        Part(_said(comments), {"comment": MARK}),
    ]


def _check_ins(engagement_id: int) -> list[Part]:
    days = CheckIn.objects.filter(engagement=engagement_id).exclude(done=MARK)
    return [
        Part(days, {"done": MARK, "next_up": MARK, "blocked": ""}),
        Part(_said(VendorPulse.objects.filter(engagement=engagement_id)), {"comment": MARK}),
        Part(_said(ClientPulse.objects.filter(engagement=engagement_id)), {"comment": MARK}),
    ]


def _mails(engagement_id: int) -> QuerySet[Any]:
    requests = IntakeRequest.objects.filter(item__engagement=engagement_id, message__isnull=False)
    return requests.values("message_id")


def _batches(engagement_id: int) -> QuerySet[ImportBatch]:
    """The imports that brought this engagement something, or that its partner sent."""
    sent = PartnerFile.objects.filter(engagement=engagement_id, batch__isnull=False).values("batch_id")
    return ImportBatch.objects.filter(Q(findings__engagements__has_key=str(engagement_id)) | Q(pk__in=sent))


def _said(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.exclude(comment__in=["", MARK])


PARTS: Final[dict[str, Callable[[int], list[Part]]]] = {
    "requesters": _requesters,
    "import-files": _import_files,
    "import-rows": _import_rows,
    "quarantined-rows": _quarantined_rows,
    "ticket-texts": _ticket_texts,
    "attachments": _attachments,
    "shared-files": _shared_files,
    "messages": _messages,
    "check-ins": _check_ins,
}
