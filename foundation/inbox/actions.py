"""Keeping what was uploaded, and remembering how it is read."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.inbox.models import ImportMapping, StoredFile

NAME_CHARS = 200


@transaction.atomic
def store_file(*, content: bytes, name: str, by: User | None, now: datetime) -> StoredFile:
    """Keep an original by its SHA-256; the same bytes are the same file, whatever they are called."""
    digest = hashlib.sha256(content).hexdigest()
    kept_name = PurePath(name.replace("\\", "/")).name[-NAME_CHARS:] or _("unnamed")
    file, is_new = StoredFile.objects.get_or_create(
        sha256=digest,
        defaults={
            "name": kept_name,
            "size": len(content),
            "content": content,
            "uploaded_by": by,
            "uploaded_at": now,
        },
    )
    if is_new:
        record("storedfile.uploaded", by=by, subject=file, sha256=digest, size=len(content))
    return file


@transaction.atomic
def remember_mapping(
    *, name: str, preset: str, header_fingerprint: str, rules: dict[str, Any], by: User | None, now: datetime
) -> ImportMapping:
    """Remember how files with this header are read; the latest mapping of a name replaces the one before."""
    mapping, _is_new = ImportMapping.objects.update_or_create(
        name=name[:120],
        defaults={
            "preset": preset,
            "header_fingerprint": header_fingerprint,
            "rules": rules,
            "updated_at": now,
        },
        create_defaults={
            "preset": preset,
            "header_fingerprint": header_fingerprint,
            "rules": rules,
            "updated_at": now,
            "created_at": now,
            "created_by": by,
        },
    )
    return mapping
