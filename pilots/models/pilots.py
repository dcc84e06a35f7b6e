"""A pilot: its plan, what the vendor does not see of it, its starter backlog, and where it leaves the rules."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from pilots.phase import Facts, Phase, day_number, phase_of
from workitems.models import IntakeForm


def _lines(label: object, help_text: object = "") -> ArrayField:  # type: ignore[type-arg]  # generic only in the stubs
    entry: models.CharField[str, str] = models.CharField(max_length=200)
    return ArrayField(entry, verbose_name=label, help_text=help_text, default=list, blank=True)  # type: ignore[arg-type]  # lazy texts


class Pilot(Revised, TenantModel):
    """A trial of one engagement, or of two of the same vendor, before it goes live: 30 to 90 days.

    Planned and edited; then started: ``locked_at`` fixes the plan, ``plan`` is its JSON and ``seal`` the SHA-256 of it
    (a trigger of the database sees to both). It runs from ``start_date`` to its last day, inclusive local dates, then
    waits for the decision (``decided_at``). A trigger that fires, or a person, starts the rollback instead
    (``rollback_started_at``), which is over at ``rolled_back_at``. ``moved_end_date`` is the last day when an amendment
    or the decision to extend moved it. ``phase`` tells where it stands.
    """

    title = models.CharField(_("title"), max_length=120)
    engagement = TenantForeignKey(
        Engagement, models.PROTECT, related_name="pilots", verbose_name=_("engagement (process and vendor)")
    )
    second_engagement = TenantForeignKey(
        Engagement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second process, if any"),
        help_text=_("Another engagement of the same vendor. A pilot covers one or two processes, never more."),
    )
    goal = models.TextField(_("what it shall show"), blank=True)
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    moved_end_date = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    intake_form = TenantForeignKey(
        IntakeForm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("intake form")
    )
    rollback_ours = _lines(_("rollback: what we do"), _("One step a line, in the order in which they are done."))
    rollback_theirs = _lines(_("rollback: what the vendor does"), _("One step a line; the vendor sees it."))
    rollback_days = models.PositiveSmallIntegerField(
        _("days for the rollback"), default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    plan = models.JSONField(default=dict)
    seal = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)
    read_until = models.DateField(null=True, blank=True)
    rollback_started_at = models.DateTimeField(null=True, blank=True)
    rollback_started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    rollback_reason = models.CharField(_("why it is rolled back"), max_length=300, blank=True)
    rolled_back_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", Lower("title"), name="pilots_pilot_title_once"),
            models.UniqueConstraint(
                fields=["organization", "engagement"],
                condition=Q(locked_at__isnull=False, decided_at__isnull=True, rollback_started_at__isnull=True),
                name="pilots_pilot_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(end_date__gte=F("start_date")), name="pilots_pilot_ends_after_start"),
            models.CheckConstraint(
                condition=Q(second_engagement__isnull=True) | ~Q(second_engagement=F("engagement")),
                name="pilots_pilot_two_different",
            ),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True, seal="") | (Q(locked_at__isnull=False) & ~Q(seal="")),
                name="pilots_pilot_sealed_once_locked",
            ),
            models.CheckConstraint(
                condition=Q(rollback_started_at__isnull=True, rolled_back_at__isnull=True)
                | (Q(rollback_started_at__isnull=False) & ~Q(rollback_reason="")),
                name="pilots_pilot_rollback_says_why",
            ),
        ]
        indexes = [
            models.Index(F("organization"), F("id").desc(), name="pilots_pilot_newest"),
            models.Index(
                fields=["organization", "start_date"],
                condition=Q(locked_at__isnull=False, decided_at__isnull=True, rollback_started_at__isnull=True),
                name="pilots_pilot_running",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date:
        """The last day, inclusive, also when it was moved."""
        return self.moved_end_date or self.end_date

    @property
    def days(self) -> int:
        """How many days it runs in all."""
        return (self.last_day - self.start_date).days + 1

    @property
    def after_last(self) -> date:
        """The day after the last, where half-open periods end."""
        return self.last_day + timedelta(days=1)

    @property
    def engagement_ids(self) -> tuple[int, ...]:
        """The one or two engagements."""
        return tuple(each for each in (self.engagement_id, self.second_engagement_id) if each is not None)

    def phase(self, today: date) -> Phase:
        """Where it stands on a day, the organization's local date."""
        facts = Facts(
            is_locked=self.locked_at is not None,
            first=self.start_date,
            last=self.last_day,
            is_decided=self.decided_at is not None,
            rolls_back=self.rollback_started_at is not None,
            is_rolled_back=self.rolled_back_at is not None,
        )
        return phase_of(facts, today)

    def day_number(self, today: date) -> int:
        """Day n of N; 0 before the first."""
        return day_number(self.start_date, self.last_day, today)


class PilotTerms(TenantModel):
    """What the vendor does not see of a pilot: its budget and whom it is compared with. One row a pilot.

    ``control`` is an engagement, as a rule of the own team, that does the same work in the same days; without one the
    criteria's baselines are what the pilot is compared with.
    """

    pilot = TenantForeignKey(Pilot, models.CASCADE, related_name="terms")
    budget = models.DecimalField(
        _("budget"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[RegexValidator(r"^[A-Z]{3}$")])
    control = TenantForeignKey(
        Engagement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("control group"),
        help_text=_("Who does the same work in the same days, as a rule your own team."),
    )

    class Meta:
        verbose_name_plural = "pilot terms"
        constraints = [
            models.UniqueConstraint(fields=["organization", "pilot"], name="pilots_terms_once"),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | (Q(budget__gte=0) & ~Q(currency="")),
                name="pilots_terms_budget_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot_id}: {self.budget} {self.currency}"


class BacklogItem(TenantModel):
    """An item of the starter backlog: prepared before the start, so that the partner has uniform work from day one."""

    pilot = TenantForeignKey(Pilot, models.CASCADE, related_name="backlog")
    position = models.PositiveIntegerField(default=0)
    reference = models.CharField(_("reference"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    item_type = models.CharField(_("type"), max_length=60, blank=True)
    size = models.CharField(_("size"), max_length=20, blank=True)
    criteria = models.CharField(_("acceptance criteria"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", "pilot", Lower("reference"), name="pilots_backlog_reference_once")
        ]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.reference


class PilotWaiver(TenantModel):
    """A readiness rule that does not hold was waved through, with a reason, by somebody with the right."""

    pilot = TenantForeignKey(Pilot, models.CASCADE, related_name="waivers")
    rule = models.CharField(max_length=40)
    reason = models.CharField(_("reason"), max_length=300)
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    waived_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "pilot", "rule"],
                condition=Q(withdrawn_at__isnull=True),
                name="pilots_waiver_one_in_force",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="pilots_waiver_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.pilot_id}: {self.rule}"


class PilotPolicy(TenantModel):
    """From which term or commitment on a contract needs a pilot first; at most one row, without it the default holds.

    ``commitment`` (what is promised to be spent over the whole term) is asked for only when it is set.
    """

    term_months = models.PositiveSmallIntegerField(
        _("term in months"), default=6, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    commitment = models.DecimalField(
        _("commitment"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[RegexValidator(r"^[A-Z]{3}$")])

    class Meta:
        verbose_name_plural = "pilot policies"
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="pilots_policy_once"),
            models.CheckConstraint(
                condition=Q(commitment__isnull=True) | ~Q(currency=""), name="pilots_policy_commitment_has_currency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term_months} months"
