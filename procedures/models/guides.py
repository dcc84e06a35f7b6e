"""What people work by: SOPs, checklists and articles, in versions that never change once published."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Metric, Process
from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class GuideKind(models.TextChoices):
    """What a guide is."""

    SOP = "sop", _("SOP")
    CHECKLIST = "checklist", _("Checklist")
    ARTICLE = "article", _("Article")


class Audience(models.TextChoices):
    """Who acknowledges each version."""

    DELIVERY = "delivery", _("everybody who delivers")
    EVERYBODY = "everybody", _("everybody on both sides")
    NOBODY = "nobody", _("nobody, it is only for reference")


class Guide(Revised, TenantModel):
    """An SOP, a checklist or an article of the knowledge base, for one engagement, for a process, or for all.

    The words stand in ``GuideVersion`` rows. ``draft`` holds the next version while somebody writes it (the plain
    values of ``procedures.content.Content``; empty otherwise), and ``revision`` counts its edits. The ``owner`` decides
    proposals. Everybody of the ``audience`` is to acknowledge a version within ``adoption_days`` of its publication.
    Archived guides leave the lists and ask nobody.
    """

    kind = models.CharField(_("kind"), max_length=9, choices=GuideKind)
    title = models.CharField(_("title"), max_length=160)
    engagement = TenantForeignKey(
        Engagement, models.CASCADE, null=True, blank=True, related_name="guides", verbose_name=_("engagement")
    )
    process = TenantForeignKey(
        Process, models.PROTECT, null=True, blank=True, related_name="guides", verbose_name=_("process")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    audience = models.CharField(_("who acknowledges it"), max_length=9, choices=Audience, default=Audience.DELIVERY)
    adoption_days = models.PositiveSmallIntegerField(
        _("days to acknowledge"), default=7, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    review_date = models.DateField(_("look at it again on"), null=True, blank=True)
    draft = models.JSONField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization",
                "engagement",
                "process",
                "kind",
                Lower("title"),
                condition=Q(archived_at__isnull=True),
                nulls_distinct=False,
                name="procedures_guide_title_once",
            ),
            models.CheckConstraint(
                condition=Q(engagement__isnull=True) | Q(process__isnull=True), name="procedures_guide_one_place"
            ),
            models.CheckConstraint(
                condition=Q(adoption_days__gte=1, adoption_days__lte=365), name="procedures_guide_adoption_days"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="procedures_guide_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class GuideVersion(TenantModel):
    """A published version: its words, from which day they hold, and what changed. Never changed, never deleted.

    ``content`` holds the plain values of ``procedures.content.Content``, ``text`` its words for the search. In force
    is the one with the highest number among those whose ``effective_from`` (a day of the workspace) has come.
    """

    guide = TenantForeignKey(Guide, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    text = models.TextField(blank=True)
    effective_from = models.DateField(_("in force from"))
    note = models.TextField(_("what changed"), blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "guide", "number"], name="procedures_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="procedures_version_counts_from_one"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(note=""), name="procedures_version_says_what_changed"),
        ]
        indexes = [models.Index(F("organization"), F("guide"), F("number").desc(), name="procedures_version_newest")]

    def __str__(self) -> str:
        return f"{self.guide} v{self.number}"


class GuideMetric(TenantModel):
    """A metric that a guide is judged by: when it worsens, the guide is looked at."""

    guide = TenantForeignKey(Guide, models.CASCADE, related_name="yardsticks")
    metric = TenantForeignKey(Metric, models.CASCADE, related_name="+", verbose_name=_("metric"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "guide", "metric"], name="procedures_guidemetric_once")
        ]

    def __str__(self) -> str:
        return f"{self.guide}: {self.metric}"
