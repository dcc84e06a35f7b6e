"""How things get in: stored files, import batches and every row of them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from foundation.jobs.models import Job

DELETED_MARK = "deleted/"


class StoredFile(TenantModel):
    """An uploaded original, kept by its SHA-256; the same bytes are the same file. Never changes.

    The retention schedule may take its bytes and its name; ``sha256`` is a mark then, so that the same bytes brought
    again are another file.
    """

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "sha256"], name="inbox_storedfile_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_deleted(self) -> bool:
        """Whether the retention schedule took its bytes."""
        return self.sha256.startswith(DELETED_MARK)


class ImportMapping(TenantModel):
    """How the columns of a kind of file are read, remembered so that week two is two clicks.

    ``header_fingerprint`` recognises the next file of the same source. ``rules`` is the mapping as JSON.
    """

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=40, default="workitems")
    preset = models.CharField(max_length=40)
    header_fingerprint = models.CharField(max_length=64)
    rules = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="inbox_importmapping_name_once")]

    def __str__(self) -> str:
        return self.name


class BatchState(models.TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", _("Uploaded")
    CHECKED = "checked", _("Checked")
    COMMITTING = "committing", _("Being imported")
    COMMITTED = "committed", _("Imported")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Failed")


class ImportBatch(TenantModel):
    """One file read with one mapping; the same file and mapping is the same batch.

    uploaded -> checked (counts proposed) -> committing -> committed -> undone, or failed with the reason. It
    closes only when rows read = created + updated + unchanged + duplicate + quarantined (a constraint says so).

    ``options`` is how the file is opened (sheet, delimiter, encoding, header line), ``rules`` the mapping,
    ``findings`` what detection, check and commit found. A batch that ``corrects`` another reads the same file again
    with the lines in ``mended`` replaced (line number -> cells), for the items of those lines alone.
    """

    kind = models.CharField(max_length=40, default="workitems")
    file = TenantForeignKey(StoredFile, models.PROTECT)
    mapping = TenantForeignKey(ImportMapping, models.SET_NULL, null=True)
    preset = models.CharField(max_length=40, blank=True)
    header = ArrayField(models.TextField(), default=list)
    options = models.JSONField(default=dict)
    mended = models.JSONField(default=dict)
    corrects = TenantForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    rules = models.JSONField(default=dict)
    rules_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.UPLOADED)
    rows_read = models.PositiveIntegerField(default=0)
    rows_created = models.PositiveIntegerField(default=0)
    rows_updated = models.PositiveIntegerField(default=0)
    rows_unchanged = models.PositiveIntegerField(default=0)
    rows_duplicate = models.PositiveIntegerField(default=0)
    rows_quarantined = models.PositiveIntegerField(default=0)
    items_created = models.PositiveIntegerField(default=0)
    items_updated = models.PositiveIntegerField(default=0)
    items_unchanged = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    job = TenantForeignKey(Job, models.SET_NULL, null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "file", "rules_hash"],
                condition=Q(state__in=["committing", "committed"]),
                name="inbox_importbatch_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="committed")
                | Q(
                    rows_read=F("rows_created")
                    + F("rows_updated")
                    + F("rows_unchanged")
                    + F("rows_duplicate")
                    + F("rows_quarantined")
                ),
                name="inbox_importbatch_rows_add_up",
            ),
        ]
        indexes = [models.Index(F("organization"), F("id").desc(), name="inbox_importbatch_newest")]

    def __str__(self) -> str:
        return f"{self.file} ({self.get_state_display()})"


class RowState(models.TextChoices):
    """What became of a row; the same words as ``accounting.RowOutcome``."""

    CREATED = "created", _("New")
    UPDATED = "updated", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    DUPLICATE = "duplicate", _("Duplicate in the file")
    QUARANTINED = "quarantined", _("Quarantined")


class ImportRow(TenantModel):
    """One physical row of a file: its line number, its values as they came, and what became of it.

    ``errors`` is a list of {column, code, message, value}.
    """

    batch = TenantForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    external_id = models.CharField(max_length=200, blank=True)
    raw = ArrayField(models.TextField())
    row_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=RowState)
    errors = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "batch", "line"], name="inbox_importrow_once")]
        indexes = [
            models.Index(
                fields=["organization", "batch", "line"],
                condition=Q(state="quarantined"),
                name="inbox_importrow_quarantined",
            )
        ]

    def __str__(self) -> str:
        return f"line {self.line}"


class InboundHook(TenantModel):
    """An address that a mail provider posts mails to, each signed (Standard Webhooks). Open until revoked.

    ``public_id`` is the address: 256 random bits that say nothing. The secret itself is stored nowhere: it is derived
    from the installation's key and ``salt``; a new salt is a new secret. What was last refused is kept, so that
    whoever sets it up sees why.
    """

    name = models.CharField(_("name"), max_length=120)
    public_id = models.CharField(max_length=64)
    salt = models.CharField(max_length=64)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    renewed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_why = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "public_id"], name="inbox_inboundhook_public_id_once")
        ]
        indexes = [models.Index(fields=["public_id"], name="inbox_inboundhook_address")]

    def __str__(self) -> str:
        return self.name


class MessageState(models.TextChoices):
    """What became of a mail."""

    RECEIVED = "received", _("Received")
    TAKEN = "taken", _("Became a work item")
    WAITING = "waiting", _("Needs completing")
    DISCARDED = "discarded", _("Discarded")


class InboundMessage(TenantModel):
    """A mail that came through a hook, kept before anything is made of it; ``body`` is what was posted, byte by byte.

    received -> taken, or waiting with the reasons (in ``problems``: field, text) until a person completes it (taken) or
    discards it with a note. The same ``message_id`` of a hook is the same mail, however often it comes.
    """

    hook = TenantForeignKey(InboundHook, models.PROTECT, related_name="messages")
    message_id = models.CharField(max_length=200)
    body = TenantForeignKey(StoredFile, models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=100)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.RECEIVED)
    problems = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "hook", "message_id"], name="inbox_inboundmessage_once"),
            models.CheckConstraint(
                condition=~Q(state="discarded") | ~Q(note=""), name="inbox_inboundmessage_discarded_has_note"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "state", "received_at"],
                condition=Q(state__in=["received", "waiting"]),
                name="inbox_inboundmessage_open",
            )
        ]

    def __str__(self) -> str:
        return self.subject or self.message_id
