"""What is asked about files, mappings, rows, hooks and mails."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from foundation.accounts.tenancy.context import identity
from foundation.inbox.models import (
    BatchState,
    ImportBatch,
    ImportMapping,
    ImportRow,
    InboundHook,
    InboundMessage,
    MessageState,
    RowState,
)

TAKEN = (BatchState.COMMITTING, BatchState.COMMITTED)


def newest_batches(kind: str) -> QuerySet[ImportBatch]:
    """The batches of a kind, newest first, without the bytes of their files."""
    rows = (
        ImportBatch.objects.filter(kind=kind)
        .select_related("file", "created_by", "job")
        .defer("file__content", "rules", "mended")
    )
    return rows.order_by("-pk")


def mapping_for(header_fingerprint: str) -> ImportMapping | None:
    """The mapping last used for files with this header."""
    return ImportMapping.objects.filter(header_fingerprint=header_fingerprint).order_by("-updated_at").first()


def same_import(batch: ImportBatch) -> ImportBatch | None:
    """The import of the same file by the same rules that has been, or is being, committed."""
    twins = ImportBatch.objects.filter(file=batch.file_id, rules_hash=batch.rules_hash, state__in=TAKEN)
    return twins.exclude(pk=batch.pk).defer("file__content").first()


def quarantined_rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """The rows set aside, in file order."""
    return ImportRow.objects.filter(batch=batch, state=RowState.QUARANTINED).order_by("line")


class HookPlace(NamedTuple):
    """Whose hook an address is: all that may be known before the signature is believed."""

    organization_id: int
    hook_id: int


def hook_place(public_id: str) -> HookPlace | None:
    """The hook behind an address, asked outside any workspace; None when there is none."""
    with identity():
        found = InboundHook.objects.filter(public_id=public_id).values_list("organization_id", "pk").first()
    return HookPlace(*found) if found else None


def unheard_messages(*, before: datetime, most: int = 500) -> list[tuple[int, int]]:
    """Mails received before an instant and not looked at yet: (organization, message), the oldest first."""
    waiting = InboundMessage.objects.filter(state=MessageState.RECEIVED, received_at__lt=before)
    return list(waiting.order_by("received_at").values_list("organization_id", "pk")[:most])


def waiting_messages() -> QuerySet[InboundMessage]:
    """Mails that need completing, the oldest first, without their bytes."""
    waiting = InboundMessage.objects.filter(state=MessageState.WAITING).select_related("hook")
    return waiting.order_by("received_at", "pk")
