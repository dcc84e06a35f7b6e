"""How things reach people: documents as they were sent, messages and their states."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Membership
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class Document(TenantModel):
    """A rendered file, kept as it went out. ``key`` says what it is of (``scorecard/12/client/A4``); never changes.

    With ``vendor_id`` it shows only what that vendor's people may see; without, it is for the client's people alone.
    ``fingerprint`` hashes what it was made from, so that an unchanged document is not rendered again.
    """

    key = models.CharField(max_length=160)
    engagement_id = models.BigIntegerField(null=True)
    vendor_id = models.BigIntegerField(null=True)
    fingerprint = models.CharField(max_length=64)
    filename = models.CharField(max_length=160)
    media_type = models.CharField(max_length=80, default="application/pdf")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    page_count = models.PositiveSmallIntegerField(null=True)
    content = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "key", "fingerprint"], name="outbox_document_once")
        ]

    def __str__(self) -> str:
        return self.filename


class MessageState(models.TextChoices):
    """Where a message stands, in words for people; who may follow whom stands in ``states``."""

    PENDING = "pending", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    TRANSMITTING = "transmitting", _("Transmitting")
    SENT = "sent", _("Sent")
    RETRY = "retry", _("Will try again")
    FAILED = "failed", _("Failed")
    UNCERTAIN = "uncertain", _("Uncertain")
    SUPPRESSED = "suppressed", _("Not sent")

    @property
    def shown_as(self) -> str:
        """The status whose shape and colour stand beside the word."""
        return _SHAPES.get(self.value, "none")


_SHAPES = {
    "claimed": "run",
    "transmitting": "run",
    "sent": "ok",
    "retry": "warn",
    "failed": "bad",
    "uncertain": "warn",
}


class Message(TenantModel):
    """One mail to one recipient. Exactly one row per (document, recipient, channel, send number).

    pending -> claimed (lease, attempt) -> transmitting (committed before the mail's data goes out)
    -> sent | retry | failed | uncertain | suppressed. ``uncertain`` is settled by a person or the journal mailbox.
    ``send_no`` is 1 for the automatic send; only a person's resend, with a reason, raises it. ``vendor_id`` set means
    the recipient is a vendor's person and the mail carries what the portal may see.
    """

    document = TenantForeignKey(Document, models.PROTECT, null=True)
    subject_key = models.CharField(max_length=160)
    recipient = TenantForeignKey(Membership, models.PROTECT)
    channel = models.CharField(max_length=10, default="email")
    send_no = models.PositiveSmallIntegerField(default=1)
    message_id = models.CharField(max_length=200)
    to_address = models.EmailField()
    to_name = models.CharField(max_length=120, blank=True)
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    engagement_id = models.BigIntegerField(null=True)
    vendor_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=14, choices=MessageState, default=MessageState.PENDING)
    not_before = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    resend_reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "subject_key", "recipient", "channel", "send_no"], name="outbox_message_once"
            ),
            models.UniqueConstraint(fields=["organization", "message_id"], name="outbox_message_id_once"),
            models.CheckConstraint(
                condition=Q(send_no=1) | ~Q(resend_reason=""), name="outbox_message_resend_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "transmitting"]) | Q(lease_until__isnull=False),
                name="outbox_message_claim_has_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "not_before"],
                condition=Q(state__in=["pending", "retry", "claimed", "transmitting"]),
                name="outbox_message_open",
            ),
            models.Index(F("organization"), F("id").desc(), name="outbox_message_newest"),
            models.Index(
                fields=["organization", "id"],
                condition=Q(state__in=["failed", "uncertain"]),
                name="outbox_message_troubled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} -> {self.to_address}"

    @property
    def shown_as(self) -> str:
        """The status whose shape and colour stand beside the state's word."""
        return MessageState(self.state).shown_as


class MessageEvent(TenantModel):
    """A change of a message's state, as it happened. Append-only."""

    message = TenantForeignKey(Message, models.PROTECT, related_name="events")
    occurred_at = models.DateTimeField()
    state = models.CharField(max_length=14, choices=MessageState)
    attempt = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.state

    @property
    def shown_as(self) -> str:
        """The status whose shape and colour stand beside the state's word."""
        return MessageState(self.state).shown_as


class KeptMail(models.Model):
    """A mail of the local set-up, kept instead of sent, for the mail page. Global: account mails have no tenant."""

    received_at = models.DateTimeField()
    subject = models.CharField(max_length=250)
    from_address = models.CharField(max_length=254)
    to_addresses = ArrayField(models.CharField(max_length=254))
    message_id = models.CharField(max_length=200, blank=True)
    raw = models.BinaryField()

    def __str__(self) -> str:
        return self.subject
