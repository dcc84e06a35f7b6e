"""Keeping documents as they went out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from foundation.outbox.models import Document


def store_document(
    *,
    key: str,
    fingerprint: str,
    filename: str,
    render: Callable[[], bytes],
    now: datetime,
    engagement_id: int | None = None,
    vendor_id: int | None = None,
    media_type: str = "application/pdf",
) -> Document:
    """The document of a key and a fingerprint of what it is made from; ``render`` runs only if there is none yet.

    ``vendor_id`` says that it shows only what that vendor's people may see. Rendering happens outside
    any transaction of ours, so that none waits for it.
    """
    known = Document.objects.filter(key=key, fingerprint=fingerprint)
    with transaction.atomic():
        if found := known.first():
            return found
    content = render()
    made = Document(
        key=key,
        engagement_id=engagement_id,
        vendor_id=vendor_id,
        fingerprint=fingerprint,
        filename=filename,
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        page_count=getattr(content, "page_count", None),
        content=bytes(content),
        created_at=now,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        with transaction.atomic():
            if found := known.first():
                return found  # another worker was quicker with the same
        raise
    return made
