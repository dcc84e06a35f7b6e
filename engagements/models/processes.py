"""The work inventory: what is done, by whom, how ripe it is for somebody else's hands."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class Service(models.TextChoices):
    """The service taxonomy: what kind of outsourcing it is."""

    OPERATIONS = "operations", _("Operations outsourcing")
    CUSTOMER_SERVICE = "customer_service", _("Customer service")
    IT_SUPPORT = "it_support", _("IT support")
    FIELD_SERVICE = "field_service", _("Field service")
    VIRTUAL_ASSISTANCE = "virtual_assistance", _("Virtual assistance")


class Frequency(models.TextChoices):
    """How often a process is done; its volume counts per such period."""

    DAILY = "daily", _("daily")
    WEEKLY = "weekly", _("weekly")
    MONTHLY = "monthly", _("monthly")


class Reason(models.TextChoices):
    """Why it is outsourced."""

    CAPACITY = "capacity", _("Capacity or seasonality")
    COVERAGE = "coverage", _("Coverage of time zones")
    COST = "cost", _("Cost of simple, high volume")
    EXPERTISE = "expertise", _("Expertise we lack")


class Verdict(models.TextChoices):
    """Whether it may leave the house."""

    OPEN = "", _("not decided")
    CAN = "can", _("can be outsourced")
    CANNOT = "cannot", _("cannot be outsourced")


def _short(label: object) -> models.TextField[str, str]:
    return models.TextField(label, blank=True, default="", db_default="")  # type: ignore[arg-type]  # a lazy text


class Process(Revised, TenantModel):
    """A kind of work, for example "After-hours IT support": a row of the work inventory.

    ``volume`` counts per ``frequency``; ``minutes`` is the handling time of one. ``repetition`` and ``strategic`` are
    judged 0 (not at all) to 3 (wholly). A ``verdict`` has a reason and a day on which it is looked at again.
    """

    name = models.CharField(_("name"), max_length=120)
    area = models.CharField(_("process area"), max_length=80, blank=True)
    description = models.TextField(_("description"), blank=True)
    service = models.CharField(_("service"), max_length=20, choices=Service, blank=True, default="", db_default="")
    trigger = _short(_("trigger"))
    inputs = _short(_("inputs"))
    outputs = _short(_("outputs"))
    quality_bar = _short(_("quality bar"))
    acceptance_criteria = _short(_("acceptance criteria"))
    done_by = models.CharField(_("done by"), max_length=120, blank=True, default="", db_default="")
    frequency = models.CharField(
        _("frequency"), max_length=10, choices=Frequency, blank=True, default="", db_default=""
    )
    volume = models.PositiveIntegerField(_("volume"), null=True, blank=True)
    minutes = models.DecimalField(
        _("minutes each"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    repetition = models.PositiveSmallIntegerField(
        _("how repetitive"), null=True, blank=True, validators=[MaxValueValidator(3)]
    )
    strategic = models.PositiveSmallIntegerField(
        _("how strategic"), null=True, blank=True, validators=[MaxValueValidator(3)]
    )
    needs_presence = models.BooleanField(_("somebody has to be there"), default=False, db_default=False)
    presence_place = models.CharField(_("where"), max_length=120, blank=True, default="", db_default="")
    reasons = ArrayField(
        models.CharField(max_length=10, choices=Reason),
        verbose_name=_("why we outsource this"),
        default=list,
        db_default=[],
        blank=True,
    )
    reason_note = _short(_("in your words"))
    verdict = models.CharField(_("verdict"), max_length=6, choices=Verdict, blank=True, default="", db_default="")
    verdict_reason = _short(_("reason"))
    review_date = models.DateField(_("look at it again on"), null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "processes"
        constraints = [
            models.UniqueConstraint("organization", Lower("name"), name="engagements_process_name_once"),
            models.CheckConstraint(
                condition=Q(verdict="") | (~Q(verdict_reason="") & Q(review_date__isnull=False)),
                name="engagements_process_verdict_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(needs_presence=False) | ~Q(presence_place=""), name="engagements_process_presence_has_place"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProcessBaseline(TenantModel):
    """Doing it oneself first: who did how many in how many minutes, with how many errors.

    Entered by hand (``done_on``, ``count``, ``minutes``) or timed: ``started_at`` set and ``stopped_at`` empty while
    the clock runs; stopping it asks for count and errors.
    """

    process = TenantForeignKey(Process, models.CASCADE, related_name="baselines")
    who = models.CharField(_("who"), max_length=120)
    done_on = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    minutes = models.DecimalField(
        _("minutes in all"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    errors = models.PositiveIntegerField(_("with errors"), null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(errors__isnull=True) | Q(errors__lte=F("count")),
                name="engagements_baseline_errors_within_count",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="engagements_baseline_stops_after_start",
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=False, stopped_at__isnull=True)
                | Q(count__isnull=False, minutes__isnull=False),
                name="engagements_baseline_complete",
            ),
            models.UniqueConstraint(
                fields=["organization", "process", "created_by"],
                condition=Q(started_at__isnull=False, stopped_at__isnull=True),
                name="engagements_baseline_one_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.process}: {self.who}, {self.done_on}"

    @property
    def each(self) -> Decimal | None:
        """Minutes of one; None while the clock runs."""
        return self.minutes / self.count if self.minutes is not None and self.count else None


class Aspect(models.TextChoices):
    """What makes a process mature."""

    STABLE = "stable", _("Stable")
    DOCUMENTED = "documented", _("Documented")
    MEASURABLE = "measurable", _("Measurable")


class MaturityProof(TenantModel):
    """Evidence that a process is stable, documented or measurable; one in force per aspect, older ones withdrawn."""

    process = TenantForeignKey(Process, models.CASCADE, related_name="proofs")
    aspect = models.CharField(_("aspect"), max_length=10, choices=Aspect)
    evidence = models.TextField(_("evidence"))
    url = models.URLField(_("link"), max_length=500, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "process", "aspect"],
                condition=Q(withdrawn_at__isnull=True),
                name="engagements_proof_one_in_force",
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="engagements_proof_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.process}: {self.aspect}"


class SourcingModel(models.TextChoices):
    """Who could do it, and how."""

    IN_HOUSE = "in_house", _("In-house")
    AUGMENTATION = "augmentation", _("Staff augmentation")
    MANAGED = "managed", _("Managed service")
    BUILD_OPERATE_TRANSFER = "bot", _("Build, operate, transfer")
    AGENCY = "agency", _("Agency")
    FREELANCER = "freelancer", _("Freelancer")
    ASSISTANT = "assistant", _("Dedicated assistant")


class FitAssessment(TenantModel):
    """One walk through the fit wizard: the answers, what the rules recommended, and what a person chose. Never changed.

    ``answers`` is key -> value of ``engagements.fit``; ``fired`` the keys of the rules that fired.
    """

    process = TenantForeignKey(Process, models.CASCADE, related_name="assessments")
    answers = models.JSONField()
    recommended = models.CharField(_("recommended"), max_length=14, choices=SourcingModel)
    fired = ArrayField(models.CharField(max_length=60), default=list)
    chosen = models.CharField(_("chosen"), max_length=14, choices=SourcingModel)
    chosen_reason = models.TextField(_("reason"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(chosen=F("recommended")) | ~Q(chosen_reason=""),
                name="engagements_fit_other_choice_has_reason",
            )
        ]
        indexes = [models.Index(F("organization"), F("process"), F("id").desc(), name="engagements_fit_newest")]

    def __str__(self) -> str:
        return f"{self.process}: {self.recommended}"


class GraduationStep(models.TextChoices):
    """The provider path: agency, then freelancer, then in-house."""

    TO_FREELANCER = "to_freelancer", _("From agency to freelancer")
    TO_IN_HOUSE = "to_in_house", _("From freelancer to in-house")


class GraduationCriterion(TenantModel):
    """What must be true before a process moves one step along the provider path."""

    process = TenantForeignKey(Process, models.CASCADE, related_name="graduation_criteria")
    step = models.CharField(_("step"), max_length=14, choices=GraduationStep)
    text = models.CharField(_("criterion"), max_length=300)
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    evidence = models.TextField(_("evidence"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization", "process", "step", Lower("text"), name="engagements_graduation_criterion_once"
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | ~Q(evidence=""), name="engagements_graduation_met_has_evidence"
            ),
        ]

    def __str__(self) -> str:
        return self.text
