"""What is wanted, in plain language, and the two early looks at whether it comes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models.engagements import Engagement
from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class Outcome(Revised, TenantModel):
    """What the organization wants from an engagement, in plain language; metrics and service levels serve it."""

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="outcomes")
    statement = models.CharField(_("outcome"), max_length=300)
    why = models.TextField(_("why it matters"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(statement=""), name="engagements_outcome_has_statement"),
            models.UniqueConstraint(
                fields=["organization", "engagement", "statement"],
                condition=Q(dropped_at__isnull=True),
                name="engagements_outcome_statement_once",
            ),
        ]

    def __str__(self) -> str:
        return self.statement


class Cause(models.TextChoices):
    """Why nothing improved."""

    WORKFLOW = "workflow", _("Workflow complexity")
    DOCUMENTATION = "documentation", _("Documentation")
    COMMUNICATION = "communication", _("Communication")


class Checkpoint(TenantModel):
    """Two and four weeks after the start: has anything improved, and if not, why? Asked by a job, answered by a person.

    ``week`` is 2 or 4; ``due_date`` the day on which it is asked (local to the organization).
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="checkpoints")
    week = models.PositiveSmallIntegerField(_("week"))
    due_date = models.DateField(_("due"))
    improved = models.BooleanField(_("has anything improved?"), null=True)
    cause = models.CharField(_("what holds it back"), max_length=14, choices=Cause, blank=True)
    note = models.TextField(_("note"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "engagement", "week"], name="engagements_checkpoint_once"),
            models.CheckConstraint(condition=Q(week__in=[2, 4]), name="engagements_checkpoint_week"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, improved__isnull=True, cause="")
                | Q(answered_at__isnull=False, improved=True, cause="")
                | (Q(answered_at__isnull=False, improved=False) & ~Q(cause="")),
                name="engagements_checkpoint_no_has_cause",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "due_date"],
                condition=Q(answered_at__isnull=True),
                name="engagements_checkpoint_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.engagement}, week {self.week}"
