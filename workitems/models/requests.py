"""What was asked for: the request behind a work item, its points to answer, and the files that show it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from foundation.inbox.models import InboundMessage, StoredFile
from workitems.models.intake import IntakeForm, RequestTemplate
from workitems.models.items import WorkItem


class Via(models.TextChoices):
    """How a request came in."""

    PAGE = "page", _("the page")
    API = "api", _("the API")
    MAIL = "mail", _("mail")


class Route(models.TextChoices):
    """Where a request went."""

    PARTNER = "partner", _("to the partner")
    OWN_TEAM = "own_team", _("to the own team")
    UNASSIGNED = "unassigned", _("to nobody yet")


class IntakeRequest(TenantModel):
    """A request through an intake form, and the work item that it became at once. What was asked never changes.

    ``answers`` are the form's own questions with their labels as they read then. ``reasons`` say why it did not go to
    the partner. ``priority_because`` says which rule chose the priority, or who did. The commitment is the day that
    whoever does the work promised; ``first_committed_on`` keeps the first promise when a later one replaces it.
    """

    item = TenantForeignKey(WorkItem, models.CASCADE, related_name="requests")
    number = models.PositiveIntegerField()
    form = TenantForeignKey(IntakeForm, models.PROTECT, related_name="requests")
    template = TenantForeignKey(RequestTemplate, models.SET_NULL, null=True, related_name="+")
    via = models.CharField(max_length=4, choices=Via)
    message = TenantForeignKey(InboundMessage, models.PROTECT, null=True, related_name="+")
    problem = models.TextField()
    outcome = models.TextField()
    known = models.TextField(blank=True)
    steps = models.TextField()
    verification = models.TextField(blank=True)
    answers = models.JSONField(default=list)
    due_zone = models.CharField(max_length=64)
    route = models.CharField(max_length=10, choices=Route)
    reasons = models.JSONField(default=list)
    priority_because = models.CharField(max_length=300, blank=True)
    committed_on = models.DateField(_("promised for"), null=True, blank=True)
    first_committed_on = models.DateField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "item"], name="workitems_intakerequest_item_once"),
            models.UniqueConstraint(fields=["organization", "number"], name="workitems_intakerequest_number_once"),
            models.CheckConstraint(
                condition=~Q(outcome="") & ~Q(problem="") & ~Q(steps=""), name="workitems_intakerequest_says_enough"
            ),
            models.CheckConstraint(
                condition=Q(committed_on__isnull=True) | Q(first_committed_on__isnull=False),
                name="workitems_intakerequest_first_promise_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"REQ-{self.number}"


class PointKind(models.TextChoices):
    """What is to be answered."""

    CRITERION = "criterion", _("Acceptance criterion")
    CHECKLIST = "checklist", _("Checklist")
    BEFORE = "before", _("Evidence before")
    AFTER = "after", _("Evidence after")


class PointAnswer(models.TextChoices):
    """The answers: pass or fail for a criterion, done for everything else."""

    OPEN = "", _("open")
    DONE = "done", _("done")
    PASSED = "pass", _("pass")
    FAILED = "fail", _("fail")


class RequestPoint(TenantModel):
    """A line of a request that is answered while the work is done: a criterion, a step, a piece of evidence.

    ``note`` says where the evidence lies, or why a criterion failed.
    """

    request = TenantForeignKey(IntakeRequest, models.CASCADE, related_name="points")
    kind = models.CharField(max_length=9, choices=PointKind)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    answer = models.CharField(max_length=4, choices=PointAnswer, blank=True, default="")
    note = models.CharField(_("note"), max_length=300, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "request", "kind", "position"], name="workitems_requestpoint_position_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="workitems_requestpoint_answered_at",
            ),
            models.CheckConstraint(
                condition=Q(answer="")
                | Q(kind="criterion", answer__in=["pass", "fail"])
                | (~Q(kind="criterion") & Q(answer="done")),
                name="workitems_requestpoint_answer_fits",
            ),
            models.CheckConstraint(
                condition=~Q(answer="fail") | ~Q(note=""), name="workitems_requestpoint_failure_has_note"
            ),
        ]
        ordering = ["kind", "position"]

    def __str__(self) -> str:
        return self.text


class EvidenceKind(models.TextChoices):
    """What a file shows."""

    BEFORE = "before", _("Before the work")
    AFTER = "after", _("After the work")
    OTHER = "other", _("Something else")


class Attachment(TenantModel):
    """A file on a work item. Its bytes are kept until the retention schedule takes them; one put here by mistake is
    withdrawn."""

    item = TenantForeignKey(WorkItem, models.CASCADE, related_name="attachments")
    file = TenantForeignKey(StoredFile, models.PROTECT, related_name="+")
    kind = models.CharField(_("shows"), max_length=6, choices=EvidenceKind, default=EvidenceKind.OTHER)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "item", "file", "kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="workitems_attachment_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
