"""What became of it: the verdicts, the decision, and how it grows."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from pilots.models.criteria import SuccessCriterion
from pilots.models.pilots import Pilot


class Outcome(models.TextChoices):
    """What a verdict says."""

    MET = "met", _("met")
    NOT_MET = "not_met", _("not met")
    NOT_ENOUGH = "not_enough", _("not enough evidence")


class Verdict(TenantModel):
    """A criterion was decided, once, at the end of ``decided_on``: its planned n was reached, or the pilot was over.

    Figures as in ``CriterionReading``; ``why`` says why there is not enough evidence (``figures.verdicts.Why``). What
    had not enough evidence when the pilot was extended gets one more, last ``look`` at its end, with stricter bounds.
    ``definition_version`` is the metric's. Append-only.
    """

    criterion = TenantForeignKey(SuccessCriterion, models.PROTECT, related_name="verdicts")
    decided_on = models.DateField()
    decided_at = models.DateTimeField()
    n = models.PositiveIntegerField()
    numerator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    estimate = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    deviation = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    lower = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    upper = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    why = models.CharField(max_length=10, blank=True, default="", db_default="")
    look = models.PositiveSmallIntegerField(default=1, db_default=1)
    definition_version = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "criterion", "look"], name="pilots_verdict_once_a_look"),
            models.CheckConstraint(condition=Q(look__in=[1, 2]), name="pilots_verdict_two_looks_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.outcome}"


class Choice(models.TextChoices):
    """What may be decided about a pilot."""

    SCALE = "scale", _("Scale")
    EXTEND = "extend", _("Extend")
    STOP = "stop", _("Stop")


class PilotDecision(TenantModel):
    """Somebody decided: scale or stop ends the pilot, extend (once) moves its last day to ``until``.

    ``memo`` is the evidence as it was put before them. Append-only.
    """

    pilot = TenantForeignKey(Pilot, models.PROTECT, related_name="decisions")
    choice = models.CharField(_("decision"), max_length=6, choices=Choice)
    why = models.TextField(_("why"))
    until = models.DateField(_("until"), null=True, blank=True)
    memo = models.JSONField(default=dict)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="pilots_decision_says_why"),
            models.CheckConstraint(
                condition=Q(choice="extend", until__isnull=False) | (~Q(choice="extend") & Q(until__isnull=True)),
                name="pilots_decision_extends_until",
            ),
            models.UniqueConstraint(
                fields=["organization", "pilot"], condition=Q(choice="extend"), name="pilots_decision_extends_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "pilot"], condition=~Q(choice="extend"), name="pilots_decision_ends_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot_id}: {self.choice}"


class VolumeStep(TenantModel):
    """After scaling: from ``starts_on`` the partner gets ``share`` % of the volume, if the gate criterion then holds
    (an empty one means all of the pilot's).

    planned -> reached (``reached_at``) or held back (``held_at``, with the note why), by the people of the workspace.
    """

    pilot = TenantForeignKey(Pilot, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    starts_on = models.DateField(_("from"))
    share = models.DecimalField(
        _("share of the volume, %"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(100))],
    )
    gate = TenantForeignKey(
        SuccessCriterion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("only if it holds")
    )
    reached_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "pilot", "position"], name="pilots_step_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="pilots_step_share"),
            models.CheckConstraint(
                condition=Q(reached_at__isnull=True) | Q(held_at__isnull=True), name="pilots_step_reached_or_held"
            ),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.starts_on}: {self.share} %"
