"""The work items and the events of their lives."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from engagements.models import Client, Engagement, Process, Segment
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from foundation.inbox.models import ImportBatch
from vendors.models import Vendor


class StatusClass(models.TextChoices):
    """What a source's state means for us."""

    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class WorkItem(TenantModel):
    """One piece of work, from a source system: a ticket, an invoice, a task. Known by (organization, source, external
    id).

    Without an engagement it is in the Unassigned bucket: counted and shown, never dropped. Vendor, process and client
    are the engagement's as at closing. ``closed_at`` is the source's; the product counts an item as closed at
    ``resolved_at``, else ``closed_at``. ``first_resolved_at`` is filled only for an item that was reopened: throughput
    counts its first resolution, whatever came after. ``source_met`` is the source's own verdict on its SLA, empty
    when it has none.
    ``group_seconds`` holds the seconds per source group. Changed only by imports (and undo).
    """

    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    title = models.CharField(max_length=500, blank=True)
    description = models.TextField(blank=True)
    item_type = models.CharField(max_length=120, blank=True)
    priority = models.CharField(max_length=60, blank=True)
    queue = models.CharField(max_length=200, blank=True)
    requester = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=120, blank=True)
    status_class = models.CharField(max_length=10, choices=StatusClass, default=StatusClass.OPEN)
    engagement = TenantForeignKey(Engagement, models.PROTECT, null=True, related_name="work_items")
    vendor = TenantForeignKey(Vendor, models.PROTECT, null=True, related_name="+")
    process = TenantForeignKey(Process, models.PROTECT, null=True, related_name="+")
    client = TenantForeignKey(Client, models.PROTECT, null=True, related_name="+")
    segment = TenantForeignKey(Segment, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    first_response_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    # resolved_at, else closed_at: stored so that a week's items are one index range.
    completed_at = models.GeneratedField(
        expression=Coalesce("resolved_at", "closed_at"),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    first_resolved_at = models.DateTimeField(null=True)
    # The instant that throughput counts: the first resolution of a reopened item, else completed_at.
    first_completed_at = models.GeneratedField(
        expression=Coalesce("first_resolved_at", "resolved_at", "closed_at"),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    reopen_count = models.PositiveIntegerField(default=0)
    reassignment_count = models.PositiveIntegerField(default=0)
    csat_score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    csat_at = models.DateTimeField(null=True)
    handled_minutes = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True, validators=[RegexValidator(r"^([A-Z]{3})?$")])
    checked = models.BooleanField(null=True)
    defective = models.BooleanField(null=True)
    source_met = models.BooleanField(null=True)
    group_seconds = models.JSONField(default=dict)
    raw = models.JSONField(default=dict)
    row_hash = models.CharField(max_length=64)
    batch = TenantForeignKey(ImportBatch, models.PROTECT, null=True, related_name="+")
    is_history = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "source", "external_id"], name="workitems_workitem_external_once"
            ),
            models.CheckConstraint(
                condition=Q(defective__isnull=True) | Q(defective=False) | Q(checked=True),
                name="workitems_workitem_defective_was_checked",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "engagement", "completed_at"], name="workitems_item_completed"),
            # Partial, so that counting throughput never has to look at the rows themselves.
            models.Index(
                fields=["organization", "engagement", "first_completed_at"],
                condition=~Q(status_class="cancelled"),
                name="workitems_item_first_done",
            ),
            models.Index(fields=["organization", "engagement", "opened_at"], name="workitems_item_opened"),
            models.Index(fields=["organization", "engagement", "closed_at"], name="workitems_item_closed"),
            models.Index(F("organization"), F("opened_at").desc(), F("id").desc(), name="workitems_item_newest"),
            models.Index(
                fields=["organization", "engagement"],
                condition=Q(resolved_at__isnull=True, closed_at__isnull=True),
                name="workitems_item_open",
            ),
            models.Index(
                fields=["organization", "engagement"], condition=Q(reopen_count__gt=0), name="workitems_item_reopened"
            ),
            models.Index(
                fields=["organization", "engagement", "csat_at"],
                condition=Q(csat_at__isnull=False),
                name="workitems_item_rated",
            ),
        ]

    def __str__(self) -> str:
        return self.external_id


class EventKind(models.TextChoices):
    """What can happen to an item."""

    START = "start", _("opened")
    RESPOND = "respond", _("first response")
    PAUSE = "pause", _("paused")
    RESUME = "resume", _("resumed")
    STOP = "stop", _("resolved")
    REOPEN = "reopen", _("reopened")
    REPRIORITISE = "reprioritise", _("priority changed")
    ASSIGN = "assign", _("assigned")
    CANCEL = "cancel", _("cancelled")


class PauseReason(models.TextChoices):
    """Why a clock may stand still. A vendor's own subcontractor is no reason."""

    CLIENT = "client", _("waiting for the client")
    HOLD = "hold", _("approved hold")
    CLIENT_THIRD_PARTY = "client_third_party", _("waiting for the client's third party")


class WorkItemEvent(TenantModel):
    """Something that happened to an item, in order of ``sequence``. Append-only: a source that tells a different story
    later retracts the old event (``retracted_at``, by the import ``retracted_batch``) and adds the new one."""

    item = TenantForeignKey(WorkItem, models.CASCADE, related_name="events")
    sequence = models.PositiveIntegerField()
    occurred_at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=EventKind)
    reason = models.CharField(max_length=20, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    batch = TenantForeignKey(ImportBatch, models.PROTECT, null=True, related_name="+")
    retracted_at = models.DateTimeField(null=True)
    retracted_batch = TenantForeignKey(ImportBatch, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "item", "sequence"],
                condition=Q(retracted_at__isnull=True),
                name="workitems_event_sequence_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="pause") | Q(reason__in=["client", "hold", "client_third_party"]),
                name="workitems_event_pause_has_reason",
            ),
        ]
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.kind} {self.occurred_at:%Y-%m-%d %H:%M}"
