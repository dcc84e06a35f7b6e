"""An engagement: a process that a vendor does, perhaps for a client."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models.calendars import BusinessCalendar
from engagements.models.processes import Process
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from vendors.models import DataClass, Vendor


class Client(TenantModel):
    """For whom the work is done, when the organization is itself somebody's partner."""

    name = models.CharField(_("name"), max_length=120)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("organization", Lower("name"), name="engagements_client_name_once")]

    def __str__(self) -> str:
        return self.name


class Stage(models.TextChoices):
    """The order of the playbook: an engagement walks from what is wanted to the way out."""

    OUTCOMES = "outcomes", _("Outcomes")
    SCOPE = "scope", _("Scope")
    GUARDRAILS = "guardrails", _("Guardrails")
    BUSINESS_CASE = "business_case", _("Business case")
    PARTNER = "partner", _("Partner")
    PILOT = "pilot", _("Pilot")
    LIVE = "live", _("Live")
    EXIT = "exit", _("Exit")


class Engagement(TenantModel):
    """A process done by a vendor, perhaps for one client: what a scorecard is about.

    Runs from ``started_on`` until ``ended_on`` (the last day, empty while open). ``owner`` is the client's person who
    gets the replies to its mails. ``calendar`` is when the vendor is there (empty: around the clock), proposed for its
    service levels. The vendor's people see it only with an ``EngagementGrant``.

    ``stage`` is how far it is; work that already runs when it is entered or imported begins as live. A planned one is
    with the own team until a partner is chosen. ``raci_revision`` counts the edits of its RACI grid. ``data_class``
    decides which evidence its partner must have.
    """

    name = models.CharField(_("name"), max_length=120)
    reference = models.CharField(_("contract reference"), max_length=60, blank=True)
    process = TenantForeignKey(Process, models.PROTECT, related_name="engagements", verbose_name=_("process"))
    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="engagements", verbose_name=_("vendor"))
    client = TenantForeignKey(
        Client, models.PROTECT, null=True, blank=True, related_name="engagements", verbose_name=_("client")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    started_on = models.DateField(_("started on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    calendar = TenantForeignKey(
        BusinessCalendar, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("coverage")
    )
    communication_norms = models.TextField(_("communication norms"), blank=True, default="", db_default="")
    stage = models.CharField(_("stage"), max_length=14, choices=Stage, default=Stage.LIVE, db_default=Stage.LIVE)
    data_class = models.CharField(
        _("most sensitive data that the partner sees"),
        max_length=12,
        choices=DataClass,
        blank=True,
        default="",
        db_default="",
    )
    raci_revision = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        permissions = [("follow_engagement", "See the engagement in the partner portal")]
        constraints = [
            models.UniqueConstraint("organization", Lower("name"), name="engagements_engagement_name_once"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="engagements_engagement_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EngagementTerms(TenantModel):
    """The money of an engagement from a day on. Internal: the portal cannot read this table.

    ``monthly_fee`` accrues evenly per calendar day; oversight is own hours a month at a loaded rate, same currency.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="terms")
    valid_from = models.DateField(_("valid from"))
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    monthly_fee = models.DecimalField(
        _("monthly fee"), max_digits=14, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    oversight_hours = models.DecimalField(
        _("oversight hours a month"), max_digits=8, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    oversight_rate = models.DecimalField(
        _("oversight rate an hour"), max_digits=10, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name_plural = "engagement terms"
        constraints = [
            models.UniqueConstraint(fields=["organization", "engagement", "valid_from"], name="engagements_terms_once"),
            models.CheckConstraint(
                condition=Q(monthly_fee__gte=0, oversight_hours__gte=0, oversight_rate__gte=0),
                name="engagements_terms_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement} from {self.valid_from}"


class Route(models.TextChoices):
    """Who does a segment's work."""

    PARTNER = "partner", _("Partner")
    IN_HOUSE = "in_house", _("In-house")


class Complexity(models.TextChoices):
    """How hard a segment's work is."""

    SIMPLE = "simple", _("simple")
    MEDIUM = "medium", _("medium")
    COMPLEX = "complex", _("complex")


class Segment(TenantModel):
    """A part of an engagement's work that is looked at on its own, for example a language or a site.

    Expected volume is items a week, with the forecast band from ``volume_low`` to ``volume_high``. Each segment is
    routed to the partner or stays in-house; both in one engagement is normal.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="segments")
    name = models.CharField(_("name"), max_length=120)
    contact_type = models.CharField(_("contact type"), max_length=80, blank=True, default="", db_default="")
    channel = models.CharField(_("channel"), max_length=80, blank=True, default="", db_default="")
    complexity = models.CharField(
        _("complexity"), max_length=8, choices=Complexity, blank=True, default="", db_default=""
    )
    language = models.CharField(_("language"), max_length=80, blank=True, default="", db_default="")
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, default="", db_default="")
    weekly_volume = models.PositiveIntegerField(_("expected a week"), null=True, blank=True)
    volume_low = models.PositiveIntegerField(_("band from"), null=True, blank=True)
    volume_high = models.PositiveIntegerField(_("band to"), null=True, blank=True)
    route = models.CharField(
        _("routed to"), max_length=8, choices=Route, default=Route.PARTNER, db_default=Route.PARTNER
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", "engagement", Lower("name"), name="engagements_segment_name_once"),
            models.CheckConstraint(
                condition=Q(volume_low__isnull=True, volume_high__isnull=True)
                | Q(volume_low__lte=F("weekly_volume"), volume_high__gte=F("weekly_volume")),
                name="engagements_segment_band_holds_volume",
            ),
        ]

    def __str__(self) -> str:
        return self.name
