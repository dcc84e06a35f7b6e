"""A choice between vendors, and what it is made by. For the client alone: the portal reads none of these tables."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from vendors.models import Vendor


class Path(models.TextChoices):
    """How the vendors are tried: by a request for proposals, or, for a freelancer or agency, by a paid task."""

    REQUEST = "request", _("Request for proposals")
    TRIAL = "trial", _("Freelancer or agency, with a trial task")


class Group(models.TextChoices):
    """What criteria are about. The first four have a minimum; price is computed, never judged."""

    CAPABILITY = "capability", _("Capability")
    OPERATING = "operating", _("Operating model")
    CULTURE = "culture", _("Culture")
    TRANSPARENCY = "transparency", _("Transparency")
    SCOPE = "scope", _("Fit of scope")
    INTERVIEW = "interview", _("Interview")
    PRICE = "price", _("Price")


class Selection(Revised, TenantModel):
    """Choosing who does an engagement's work, from the brief to the decision.

    Its brief is a draft, then published until its due time. ``locked_at`` seals weights, minimums and anchors: no
    score without it, no edit after it, and it opens again only while nobody has scored (triggers see to that).
    It ends decided for a vendor (``chosen``, with a ``reason`` when another came first; ``result`` keeps the figures
    as they were), or cancelled. A decided selection never changes.
    """

    engagement = TenantForeignKey(Engagement, models.PROTECT, related_name="selections", verbose_name=_("engagement"))
    name = models.CharField(_("name"), max_length=160)
    path = models.CharField(_("how"), max_length=8, choices=Path, default=Path.REQUEST)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)
    chosen = TenantForeignKey(Vendor, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    result = models.JSONField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", Lower("name"), name="sourcing_selection_name_once"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(chosen__isnull=False, result__isnull=False),
                name="sourcing_selection_decided_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="sourcing_selection_one_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Decided or cancelled."""
        return self.decided_at is not None or self.cancelled_at is not None


class CriterionGroup(TenantModel):
    """A group's ``weight`` in percent (all of a selection come to 100), and the ``minimum`` of its points."""

    selection = TenantForeignKey(Selection, models.CASCADE, related_name="groups")
    key = models.CharField(max_length=12, choices=Group)
    position = models.PositiveSmallIntegerField()
    weight = models.DecimalField(
        _("weight"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    minimum = models.DecimalField(
        _("minimum"),
        max_digits=2,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(5)],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "selection", "key"], name="sourcing_criteriongroup_once"),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=100), name="sourcing_criteriongroup_weight_is_share"
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(minimum__gte=0, minimum__lte=5),
                name="sourcing_criteriongroup_minimum_in_scale",
            ),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.get_key_display())


class Criterion(TenantModel):
    """One thing that is judged from 0 to 5, each point with an anchor that says what it looks like."""

    selection = TenantForeignKey(Selection, models.CASCADE, related_name="criteria")
    group = TenantForeignKey(CriterionGroup, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("criterion"), max_length=120)
    anchors = ArrayField(models.CharField(max_length=200), size=6)

    class Meta:
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(
                "organization", "selection", "group", Lower("name"), name="sourcing_criterion_name_once"
            ),
            models.CheckConstraint(condition=Q(anchors__len=6), name="sourcing_criterion_six_anchors"),
        ]
        ordering = ["group__position", "position"]

    def __str__(self) -> str:
        return self.name
