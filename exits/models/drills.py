"""The plan run as an exercise."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exits.models.plans import ExitPlan
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class Mode(models.TextChoices):
    """In agreement and with time, or at short notice and perhaps without help."""

    PLANNED = "planned", _("planned")
    STRESSED = "stressed", _("under stress")


class Worked(models.TextChoices):
    """How a step went in a drill."""

    UNTRIED = "", _("not tried")
    YES = "yes", _("worked")
    PARTLY = "partly", _("worked with help")
    NO = "no", _("did not work")


class DrillResult(models.TextChoices):
    """What a drill came to, from its steps."""

    RUNNING = "", _("under way")
    PASSED = "passed", _("passed")
    GAPS = "gaps", _("passed with gaps")
    FAILED = "failed", _("failed")


class ExitDrill(TenantModel):
    """An exercise of an exit plan on a day. Under way until somebody finishes it; the result follows from its steps."""

    plan = TenantForeignKey(ExitPlan, models.CASCADE, related_name="drills")
    mode = models.CharField(_("which exit"), max_length=8, choices=Mode, default=Mode.PLANNED)
    held_on = models.DateField(_("held on"))
    took_part = models.CharField(_("who took part"), max_length=300)
    result = models.CharField(max_length=6, choices=DrillResult, blank=True, default="")
    note = models.TextField(_("what was learned"), blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    finished_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", finished_at__isnull=True) | (~Q(result="") & Q(finished_at__isnull=False)),
                name="exits_drill_finished_has_result",
            ),
            models.UniqueConstraint(
                fields=["organization", "plan"], condition=Q(finished_at__isnull=True), name="exits_drill_one_under_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.held_on}"


class DrilledStep(TenantModel):
    """How one step of the plan went in a drill; its words are kept as they read then."""

    drill = TenantForeignKey(ExitDrill, models.CASCADE, related_name="steps")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=160)
    worked = models.CharField(_("how it went"), max_length=6, choices=Worked, blank=True, default="")
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "drill", "key"], name="exits_drilledstep_once")]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title
