"""How an engagement is left, written down while everybody still gets on."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Side
from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from vendors.models import Vendor

MOST_MONTHS = 120
_MONTHS = [MinValueValidator(0), MaxValueValidator(MOST_MONTHS)]


class Alternative(models.TextChoices):
    """Who does the work afterwards."""

    OWN_TEAM = "own_team", _("The own team")
    VENDOR = "vendor", _("Another provider")
    STEP_IN = "step_in", _("Step in: take over their people and tools for a time")


class Topic(models.TextChoices):
    """What an exit plan speaks about, in the order of its clauses."""

    TRIGGERS = "triggers", _("Triggers")
    NOTICE = "notice", _("Notice")
    ASSISTANCE = "assistance", _("Termination assistance")
    ALTERNATIVE = "alternative", _("Alternative provider or step-in")
    KNOWLEDGE = "knowledge", _("Knowledge transfer")
    DOCUMENTATION = "documentation", _("Documentation and handover")
    DATA_RETURN = "data_return", _("Data return and deletion")
    ACCESS = "access", _("Access and credentials")
    ASSETS = "assets", _("Assets and licences")
    INVOICES = "invoices", _("Open work and invoices")
    CREDITS = "credits", _("Credits")
    RETENTION = "retention", _("Retention")
    PROPERTY = "property", _("Intellectual property")
    COMMUNICATION = "communication", _("Communication")


class Agreement(models.TextChoices):
    """Where a clause stands."""

    MASTER = "master", _("Master agreement")
    STATEMENT = "statement", _("Statement of work")


class StepKind(models.TextChoices):
    """What must hold before a step counts as done; most need no more than somebody's word."""

    PLAIN = "plain", _("a task")
    ACCESS = "access", _("every grant of access is taken back, each with proof")
    CERTIFICATE = "certificate", _("a certificate is on file")
    RETENTION = "retention", _("what may not be kept is deleted")
    SCORECARD = "scorecard", _("the final scorecard is issued")
    SETTLEMENT = "settlement", _("the settlement is agreed")


class Disposition(models.TextChoices):
    """What becomes of a class of data."""

    DELETE = "delete", _("deleted")
    KEEP = "keep", _("kept")


class ExitPlan(Revised, TenantModel):
    """The way out of one engagement: its terms, who does the work afterwards, what leaving would cost.

    Kept from the first day; an engagement cannot go live without one. The contract runs from ``starts_on`` to
    ``ends_on`` (its original last day, empty: no end) and renews itself by ``tacit_months`` (0: it just ends) unless
    one of the sides says no ``notice_months`` before. ``reserve`` is set aside for leaving. Internal: the portal cannot
    read it.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="exit_plans")
    starts_on = models.DateField(_("contract from"), null=True, blank=True)
    ends_on = models.DateField(_("original last day"), null=True, blank=True)
    tacit_months = models.PositiveSmallIntegerField(_("renews itself by (months)"), default=0, validators=_MONTHS)
    notice_months = models.PositiveSmallIntegerField(_("notice (months)"), default=3, validators=_MONTHS)
    assistance_months = models.PositiveSmallIntegerField(_("assistance (months)"), default=3, validators=_MONTHS)
    assistance_hours = models.DecimalField(
        _("hours of assistance a month"), max_digits=8, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    assistance_rate = models.DecimalField(
        _("rate an hour"), max_digits=10, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    alternative = models.CharField(_("who takes over"), max_length=8, choices=Alternative, blank=True)
    alternative_vendor = TenantForeignKey(
        Vendor, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("provider")
    )
    alternative_note = models.CharField(_("how it was made sure of"), max_length=300, blank=True)
    parallel_months = models.DecimalField(
        _("months of both at once"), max_digits=5, decimal_places=1, default=1, validators=[MinValueValidator(0)]
    )
    own_hours = models.DecimalField(
        _("own hours for leaving"), max_digits=8, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    own_rate = models.DecimalField(
        _("own rate an hour"), max_digits=10, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    replacement_cost = models.DecimalField(
        _("finding and training the next one"),
        max_digits=14,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
    )
    stress_percent = models.PositiveSmallIntegerField(
        _("dearer under stress by (%)"), default=50, validators=[MaxValueValidator(500)]
    )
    reserve = models.DecimalField(
        _("set aside"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "engagement"], name="exits_plan_once"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="exits_plan_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(alternative="vendor", alternative_vendor__isnull=False)
                | (~Q(alternative="vendor") & Q(alternative_vendor__isnull=True)),
                name="exits_plan_alternative_named",
            ),
        ]

    def __str__(self) -> str:
        return str(self.engagement)


class ExitStep(TenantModel):
    """A line of an exit plan: a rule that holds, or a task counted backwards from the last day.

    With ``days_before`` it becomes a task of an exit, due so many days before the last day (negative: after it), under
    stress ``stressed_days_before``. Empty: it is a rule. ``after`` names the keys of the steps that come first. Each
    cites its ``clause``. ``owner`` is one of ours; without one the engagement's owner, or the partner, does it.
    """

    plan = TenantForeignKey(ExitPlan, models.CASCADE, related_name="steps")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    topic = models.CharField(_("about"), max_length=14, choices=Topic)
    title = models.CharField(_("what"), max_length=160)
    detail = models.TextField(_("in detail"), blank=True)
    agreement = models.CharField(_("agreement"), max_length=9, choices=Agreement, default=Agreement.MASTER)
    clause = models.CharField(_("clause"), max_length=40, blank=True)
    side = models.CharField(_("done by"), max_length=6, choices=Side, default=Side.CLIENT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    days_before = models.SmallIntegerField(
        _("days before the last day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-3660), MaxValueValidator(3660)],
    )
    stressed_days_before = models.SmallIntegerField(
        _("under stress"), null=True, blank=True, validators=[MinValueValidator(-3660), MaxValueValidator(3660)]
    )
    after = ArrayField(models.SlugField(max_length=40), default=list, blank=True)
    kind = models.CharField(_("done when"), max_length=11, choices=StepKind, default=StepKind.PLAIN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "plan", "key"], name="exits_step_key_once"),
            models.CheckConstraint(
                condition=Q(days_before__isnull=False) | Q(stressed_days_before__isnull=True, after=[]),
                name="exits_step_rule_has_no_time",
            ),
        ]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title

    def days(self, mode: str) -> int:
        """The days before the last day in a kind of exit; a rule has none and counts as 0."""
        if mode == "stressed" and self.stressed_days_before is not None:
            return self.stressed_days_before
        return self.days_before or 0


class RetentionRule(TenantModel):
    """How long a class of data (a key of ``data_classes``) stays after the last day, and what becomes of it then."""

    plan = TenantForeignKey(ExitPlan, models.CASCADE, related_name="retention")
    data = models.SlugField(max_length=40)
    keep_days = models.PositiveSmallIntegerField(_("kept for (days)"), default=30, validators=[MaxValueValidator(3660)])
    disposition = models.CharField(_("then"), max_length=6, choices=Disposition, default=Disposition.DELETE)
    clause = models.CharField(_("clause"), max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "plan", "data"], name="exits_retention_once"),
        ]

    def __str__(self) -> str:
        return self.data
