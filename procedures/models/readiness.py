"""Whether everything is ready: the dress rehearsal, the ramp, shadowing, and parity with the own team."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from procedures.models.guides import GuideVersion


class Rehearsal(Revised, TenantModel):
    """A dress rehearsal: a version of an SOP played through before the work goes live, and what was found.

    Open until somebody of the client signs it off; then it does not change.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="rehearsals")
    version = TenantForeignKey(GuideVersion, models.PROTECT, related_name="rehearsals", verbose_name=_("SOP"))
    held_on = models.DateField(_("held on"))
    people = models.CharField(_("who took part"), max_length=300)
    findings = models.TextField(_("what was found"), blank=True)
    signed_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_off_at__isnull=True) | Q(signed_off_by__isnull=False),
                name="procedures_rehearsal_signed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.held_on}"


class RampStage(Revised, TenantModel):
    """A stage of the ramp and its definition of ready, critical workflows first; planned day against the day reached.

    Reached once somebody confirms every criterion; then it does not change.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="ramp_stages")
    name = models.CharField(_("stage"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    critical_workflows = ArrayField(
        models.CharField(max_length=300), verbose_name=_("critical workflows"), default=list, blank=True
    )
    criteria = ArrayField(models.CharField(max_length=300), verbose_name=_("other criteria"), default=list, blank=True)
    planned_date = models.DateField(_("planned for"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    reached_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", "engagement", Lower("name"), name="procedures_rampstage_name_once"),
            models.CheckConstraint(
                condition=Q(critical_workflows__len__gt=0) | Q(criteria__len__gt=0),
                name="procedures_rampstage_has_criteria",
            ),
            models.CheckConstraint(
                condition=Q(reached_on__isnull=True) | Q(reached_by__isnull=False),
                name="procedures_rampstage_reached_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ShadowingEntry(TenantModel):
    """Somebody watched somebody work, or both worked together: when, for how long, and what was learned."""

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="shadowing")
    held_on = models.DateField(_("on"))
    who = models.CharField(_("who"), max_length=120)
    with_whom = models.CharField(_("with whom"), max_length=120)
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1)])
    learned = models.TextField(_("what was learned"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "shadowing entries"
        constraints = [models.CheckConstraint(condition=Q(minutes__gte=1), name="procedures_shadowing_took_time")]

    def __str__(self) -> str:
        return f"{self.who}, {self.with_whom}, {self.held_on}"


class Aspect(models.TextChoices):
    """What the partner is to have as the own team has it."""

    TOOLS = "tools", _("Tools")
    KNOWLEDGE = "knowledge", _("Knowledge base")
    PROCEDURES = "procedures", _("SOPs")
    QUALITY_FORM = "quality_form", _("Quality form")
    METRICS = "metrics", _("KPIs")


class ParityItem(TenantModel):
    """Whether the partner works with the same as the own team, by aspect; a gap has a day by which it is closed."""

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="parity")
    aspect = models.CharField(_("what"), max_length=12, choices=Aspect)
    same = models.BooleanField(_("the same"))
    gap = models.TextField(_("what differs"), blank=True)
    due_date = models.DateField(_("closed by"), null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "engagement", "aspect"], name="procedures_parity_once"),
            models.CheckConstraint(
                condition=Q(same=True) | (~Q(gap="") & Q(due_date__isnull=False)), name="procedures_parity_gap_has_day"
            ),
        ]

    def __str__(self) -> str:
        return self.get_aspect_display()
