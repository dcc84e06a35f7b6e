"""Who did what, when: append-only, sealed by a hash chain per organization."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from foundation.accounts.tenancy.models import TenantModel


class AuditEvent(TenantModel):
    """One thing that somebody (or the system, ``actor_id`` empty) did. Never changed, never deleted.

    ``verb`` is dotted (``scorecard.issued``); ``subject_type`` and ``subject_id`` name the row.
    ``data`` holds no secrets.
    """

    occurred_at = models.DateTimeField(db_default=Now())
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=254, blank=True)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_name = models.CharField(max_length=254, blank=True)
    data = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "-id"], name="accounts_auditevent_newest")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_name}".strip()


class AuditSeal(TenantModel):
    """A link of the chain: SHA-256 over the previous link and the events up to ``last_event_id``. Never changed."""

    sealed_at = models.DateTimeField(db_default=Now())
    last_event_id = models.BigIntegerField()
    event_count = models.PositiveIntegerField()
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "last_event_id"], name="accounts_auditseal_once"),
            models.UniqueConstraint(fields=["organization", "previous_digest"], name="accounts_auditseal_no_fork"),
        ]

    def __str__(self) -> str:
        return self.digest[:12]
