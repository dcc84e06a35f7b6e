"""Files of a vendor: kept, and judged by the scanner."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.inbox.evidence import EvidenceFault, judge
from foundation.inbox.faults import fault_text
from foundation.inbox.scanning import scan
from vendors.models import Scan, VendorFile


@transaction.atomic
def keep_file(*, vendor_id: int, name: str, content: bytes, by: User | None, now: datetime) -> VendorFile:
    """Keep a file of a vendor; the same bytes are the same file. With a scanner it waits for its answer.

    Raises:
        ValidationError: at ``file``, when it is empty, too big, or of a type that is not taken.
    """
    judged = judge(name, content)
    if isinstance(judged, EvidenceFault):
        raise ValidationError({"file": fault_text(judged)})
    file, is_new = VendorFile.objects.get_or_create(
        vendor_id=vendor_id,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={
            "name": judged.name,
            "media_type": judged.media_type,
            "size": len(content),
            "content": content,
            "scan": Scan.WAITING if settings.FILE_SCANNER else Scan.UNSCANNED,
            "uploaded_by": by,
            "uploaded_at": now,
        },
    )
    if is_new:
        record("vendorfile.uploaded", by=by, subject=file, vendor=vendor_id, sha256=file.sha256, size=file.size)
    return file


def scan_file(*, file_id: int, now: datetime) -> None:
    """Ask the scanner about a file that waits, and keep its answer; doing it twice changes nothing.

    Raises:
        ScannerAwayError: when it does not answer; the file goes on waiting.
    """
    with transaction.atomic():
        file = VendorFile.objects.filter(pk=file_id, scan=Scan.WAITING).first()
    if file is None:
        return
    said = Scan.CLEAN if scan(bytes(file.content)).is_clean else Scan.REFUSED
    with transaction.atomic():
        if VendorFile.objects.filter(pk=file_id, scan=Scan.WAITING).update(scan=said, scanned_at=now) == 1:
            record("vendorfile.scanned", by=None, subject=file, answer=said.value)
