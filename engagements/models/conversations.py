"""What both sides write to each other about an engagement, and how soon a question is to be answered."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models.engagements import Engagement
from engagements.models.parties import Side
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class AboutKind(models.TextChoices):
    """What a thread is about, beside its engagement."""

    NOTHING = "", _("the engagement")
    ITEM = "item", _("a work item")
    LINE = "line", _("a line of a scorecard")
    ACTION = "action", _("an action")


class PromiseUnit(models.TextChoices):
    """What an answer's time is counted in."""

    HOURS = "hours", _("open hours")
    BUSINESS_DAYS = "business_days", _("business days")


class AnswerPromise(TenantModel):
    """How soon either side answers the other's question, from a day on, in the engagement's coverage hours.

    A question keeps the deadline that held when it was asked. Without a row ``answer_clock.USUAL`` holds.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="answer_promises")
    valid_from = models.DateField(_("from"))
    amount = models.PositiveSmallIntegerField(_("within"), validators=[MinValueValidator(1), MaxValueValidator(240)])
    unit = models.CharField(_("counted in"), max_length=13, choices=PromiseUnit, default=PromiseUnit.BUSINESS_DAYS)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement", "valid_from"], name="engagements_answerpromise_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=240), name="engagements_answerpromise_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_unit_display()}"


class Thread(TenantModel):
    """A conversation between client and vendor about an engagement, perhaps about one thing of it. Never deleted.

    ``about_key`` is the id of what it is about (the rooms above know how to find it), ``about_label`` what that was
    called when the thread was opened.
    """

    engagement = TenantForeignKey(Engagement, models.PROTECT, related_name="threads")
    subject = models.CharField(_("subject"), max_length=160)
    about_kind = models.CharField(max_length=6, choices=AboutKind, blank=True, default="")
    about_key = models.CharField(max_length=60, blank=True)
    about_label = models.CharField(max_length=200, blank=True)
    side = models.CharField(max_length=6, choices=Side)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_by_name = models.CharField(max_length=254)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="engagements_thread_has_subject"),
            models.CheckConstraint(
                condition=Q(about_kind="", about_key="") | (~Q(about_kind="") & ~Q(about_key="")),
                name="engagements_thread_about_something",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "engagement"], name="engagements_thread_of"),
            models.Index(
                fields=["organization", "about_kind", "about_key"],
                condition=~Q(about_kind=""),
                name="engagements_thread_about",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class ThreadMessage(TenantModel):
    """One message of a thread. Append-only: what was said stays said.

    A question is one to the other side, to be answered until ``answer_due_at`` (fixed when it is asked). ``answers``
    points at the question that a message answers, or takes back when the asking side writes it. The names are kept,
    since neither side sees the other's people. ``announced_at``: the mails about it are in the outbox.
    """

    thread = TenantForeignKey(Thread, models.PROTECT, related_name="messages")
    side = models.CharField(max_length=6, choices=Side)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=254)
    text = models.TextField(_("message"))
    written_at = models.DateTimeField()
    answer_due_at = models.DateTimeField(null=True, blank=True)
    answers = TenantForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answered_by")
    announced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="engagements_threadmessage_says_something")]
        indexes = [
            models.Index(fields=["organization", "thread", "id"], name="engagements_threadmessage_in"),
            models.Index(
                fields=["organization", "answer_due_at"],
                condition=Q(answer_due_at__isnull=False),
                name="engagements_threadmessage_asks",
            ),
            models.Index(
                fields=["organization", "id"],
                condition=Q(announced_at__isnull=True),
                name="engagements_threadmessage_new",
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_question(self) -> bool:
        """Whether the other side is to answer it."""
        return self.answer_due_at is not None


class MessageRead(TenantModel):
    """A read receipt: somebody of the other side has opened a message, and when first. Append-only."""

    message = TenantForeignKey(ThreadMessage, models.PROTECT, related_name="reads")
    side = models.CharField(max_length=6, choices=Side)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=254)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "message", "person"], name="engagements_messageread_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.message_id}"
