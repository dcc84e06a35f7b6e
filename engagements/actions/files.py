"""Files from one side to the other: taken by what they hold, scanned, and only then served."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from engagements.models import Engagement, SharedFile, ThreadMessage
from engagements.models.files import ScanVerdict
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.inbox.evidence import EvidenceFault, judge
from foundation.inbox.faults import fault_text
from foundation.inbox.scanning import ScannerAwayError, scan

MOST = 50


@transaction.atomic
def share_file(
    *,
    engagement: Engagement,
    name: str,
    content: bytes,
    side: str,
    by: User,
    now: datetime,
    message: ThreadMessage | None = None,
    about: tuple[str, str] = ("", ""),
    shows: str = "",
) -> SharedFile:
    """Keep a file for both sides of an engagement; it is served once it was scanned.

    Raises:
        ValidationError: at ``file``, when it is empty, too big, or of a type that is not taken.
    """
    judged = judge(name, content)
    if isinstance(judged, EvidenceFault):
        raise ValidationError({"file": fault_text(judged)})
    digest = hashlib.sha256(content).hexdigest()
    file: SharedFile = SharedFile.objects.create(
        engagement=engagement,
        message=message,
        about_kind=about[0],
        about_key=about[1],
        shows=shows,
        name=judged.name,
        media_type=judged.media_type,
        size=len(content),
        sha256=digest,
        content=content,
        side=side,
        added_by_id=by.pk,
        added_by_name=str(by)[:254],
        added_at=now,
    )
    record("sharedfile.added", by=by, subject=file, engagement=engagement.pk, sha256=digest)
    return file


def scan_new_files(*, now: datetime, organization_ids: tuple[int, ...]) -> int:
    """Ask the scanner about every file that waits; returns how many got a verdict. While it is away, none does."""
    done = 0
    for organization_id in organization_ids:
        with transaction.atomic():
            waiting = SharedFile.objects.filter(organization_id=organization_id, verdict=ScanVerdict.WAITING)
            ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:MOST])
        for pk in ids:
            try:
                done += _scan(organization_id, pk, now=now)
            except ScannerAwayError:
                return done
    return done


@transaction.atomic
def _scan(organization_id: int, pk: int, *, now: datetime) -> int:
    file = SharedFile.objects.get(organization_id=organization_id, pk=pk)
    found = scan(bytes(file.content))
    verdict = ScanVerdict.CLEAN if found.is_clean else ScanVerdict.REFUSED
    waiting = SharedFile.objects.filter(organization_id=organization_id, pk=pk, verdict=ScanVerdict.WAITING)
    return waiting.update(verdict=verdict, scanned_at=now, finding=found.finding)
