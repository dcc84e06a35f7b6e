"""What the pages of imports ask about files, mappings and rows."""

from __future__ import annotations

from django.db.models import QuerySet

from foundation.inbox.models import BatchState, ImportBatch, ImportMapping, ImportRow, RowState

TAKEN = (BatchState.COMMITTING, BatchState.COMMITTED)


def newest_batches() -> QuerySet[ImportBatch]:
    """The batches of the workspace, newest first, without the bytes of their files."""
    rows = ImportBatch.objects.select_related("file", "created_by", "job").defer("file__content", "rules", "mended")
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
