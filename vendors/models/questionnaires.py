"""What vendors are asked before and while they work for us, and what they answered."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from vendors.models.files import VendorFile
from vendors.models.vendors import Vendor


class QuestionSet(TenantModel):
    """Questions that can be sent to vendors, as they came out of a file. Its questions never change."""

    name = models.CharField(_("name"), max_length=160)
    source = models.CharField(_("file"), max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization",
                Lower("name"),
                condition=Q(archived_at__isnull=True),
                name="vendors_questionset_name_once",
                violation_error_message=_("Another set of questions has this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class AnswerKind(models.TextChoices):
    """How a question is answered."""

    TEXT = "text", _("in words")
    CHOICE = "choice", _("one of several")
    NUMBER = "number", _("a number")
    DAY = "day", _("a day")


class Question(TenantModel):
    """One question of a set. With a ``condition`` it is asked when that one was answered ``condition_value``."""

    question_set = TenantForeignKey(QuestionSet, models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField()
    section = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    kind = models.CharField(max_length=6, choices=AnswerKind, default=AnswerKind.TEXT)
    choices = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    wants_evidence = models.BooleanField(default=False)
    condition = TenantForeignKey("self", models.CASCADE, null=True, blank=True, related_name="depending")
    condition_value = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "question_set", "position"], name="vendors_question_position_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="choice") | ~Q(choices=[]), name="vendors_question_choice_has_choices"
            ),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()


class Questionnaire(TenantModel):
    """A set of questions sent to a vendor, due on a day.

    Open -> submitted by the vendor's people (who may still correct) -> closed by ours: then no answer changes any more.
    """

    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="questionnaires")
    question_set = TenantForeignKey(QuestionSet, models.PROTECT, related_name="questionnaires")
    due_date = models.DateField(_("due"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "vendor", "question_set"],
                condition=Q(closed_at__isnull=True),
                name="vendors_questionnaire_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_set}: {self.vendor}"

    @property
    def state(self) -> str:
        """``open``, ``submitted`` or ``closed``."""
        if self.closed_at is not None:
            return "closed"
        return "open" if self.submitted_at is None else "submitted"


class Answer(Revised, TenantModel):
    """What a vendor's people answered. Only they write it: the client's role has no right to change this table.

    ``is_late`` says that it came after the due day; ``is_reused`` that it was taken over from an earlier questionnaire.
    """

    questionnaire = TenantForeignKey(Questionnaire, models.CASCADE, related_name="answers")
    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="+")
    question = TenantForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.TextField(_("answer"))
    note = models.TextField(_("remark"), blank=True)
    file = TenantForeignKey(VendorFile, models.PROTECT, null=True, blank=True, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    is_reused = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "questionnaire", "question"], name="vendors_answer_once"),
            models.CheckConstraint(condition=~Q(value=""), name="vendors_answer_says_something"),
        ]

    def __str__(self) -> str:
        return self.value[:60]


class AnswerComment(TenantModel):
    """A remark of either side about a question, read by both. Never changed."""

    questionnaire = TenantForeignKey(Questionnaire, models.CASCADE, related_name="comments")
    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="+")
    question = TenantForeignKey(Question, models.PROTECT, related_name="+")
    text = models.TextField(_("comment"))
    is_theirs = models.BooleanField(default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="vendors_answercomment_says_something")]

    def __str__(self) -> str:
        return self.text[:60]


class AnswerVerdict(TenantModel):
    """What we make of an answer, for ourselves: the portal cannot read this table."""

    class Verdict(models.TextChoices):
        """Good enough, or not."""

        FINE = "fine", _("fine")
        CONCERN = "concern", _("a concern")
        BAD = "bad", _("not acceptable")

    questionnaire = TenantForeignKey(Questionnaire, models.CASCADE, related_name="verdicts")
    question = TenantForeignKey(Question, models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict)
    note = models.CharField(_("internal note"), max_length=300, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "questionnaire", "question"], name="vendors_answerverdict_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_verdict_display())
