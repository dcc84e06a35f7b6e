"""Writing the audit log: one line next to every change, in its transaction."""

from __future__ import annotations

from typing import Any

import structlog
from django.db import models

from foundation.accounts.models import AuditEvent, User


def record(verb: str, *, by: User | None, subject: models.Model | None = None, **data: Any) -> AuditEvent:
    """Append what happened to the audit log of the organization in force.

    ``verb`` is dotted ("scorecard.issued"); ``by`` is None for the machine; ``data`` must be JSON and hold no secrets.
    """
    return AuditEvent.objects.create(
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "",
        verb=verb,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        subject_name=str(subject)[:254] if subject else "",
        data=data,
        request_id=structlog.contextvars.get_contextvars().get("request_id", ""),
    )
