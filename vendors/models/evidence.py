"""Proof of what a vendor claims: reports, certificates, agreements, with their days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from vendors.models.files import VendorFile
from vendors.models.vendors import Vendor


class EvidenceKind(models.TextChoices):
    """What is proven."""

    SOC2 = "soc2", _("SOC 2 report")
    ISO27001 = "iso27001", _("ISO 27001 certificate")
    DPA = "dpa", _("Data processing agreement")
    INSURANCE = "insurance", _("Insurance")
    OTHER = "other", _("Other evidence")


class DataClass(models.TextChoices):
    """The most sensitive data that somebody gets to see."""

    UNSAID = "", _("not said")
    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    CONFIDENTIAL = "confidential", _("Confidential")
    PERSONAL = "personal", _("Personal data")
    SPECIAL = "special", _("Special categories of personal data, or payment data")


class Opinion(models.TextChoices):
    """What the auditor said."""

    NONE = "", _("not said")
    UNQUALIFIED = "unqualified", _("Unqualified")
    QUALIFIED = "qualified", _("Qualified")
    ADVERSE = "adverse", _("Adverse")
    DISCLAIMER = "disclaimer", _("Disclaimer")


class SubProcessing(models.TextChoices):
    """What an agreement says about sub-processors."""

    UNSAID = "", _("not said")
    NONE = "none", _("None allowed")
    CONSENT = "consent", _("Only with consent for each")
    GENERAL = "general", _("Allowed, changes are announced")


class Decided(models.TextChoices):
    """What we said to a piece of evidence."""

    WAITING = "waiting", _("waits for a decision")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


def needs_confidential() -> list[str]:
    """What confidential data demands unless told."""
    return [EvidenceKind.ISO27001.value]


def needs_personal() -> list[str]:
    """What personal data demands unless told."""
    return [EvidenceKind.SOC2.value, EvidenceKind.ISO27001.value, EvidenceKind.DPA.value]


def needs_special() -> list[str]:
    """What special categories demand unless told."""
    return [*needs_personal(), EvidenceKind.INSURANCE.value]


def _kinds(name: Any, default: Callable[[], list[str]]) -> Any:
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    return ArrayField(kind, verbose_name=name, blank=True, default=default)


class EvidencePolicy(TenantModel):
    """What a workspace demands of evidence, one row or none (then the defaults hold): see ``rules``.

    ``*_needs`` are the kinds that an engagement's vendor must have before it sees data of that class.
    """

    soc2_months = models.PositiveSmallIntegerField(
        _("a SOC 2 report counts for"), default=18, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    soc2_basis = models.CharField(
        _("counted from"),
        max_length=10,
        choices=[("period_end", _("the end of its period")), ("issued_on", _("the day it was issued"))],
        default="period_end",
    )
    breach_hours = models.PositiveSmallIntegerField(
        _("a breach is told within"), default=72, validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    grace_days = models.PositiveSmallIntegerField(_("days of grace"), default=0, validators=[MaxValueValidator(90)])
    internal_needs = _kinds(_("for internal data"), list)
    confidential_needs = _kinds(_("for confidential data"), needs_confidential)
    personal_needs = _kinds(_("for personal data"), needs_personal)
    special_needs = _kinds(_("for special categories"), needs_special)

    class Meta:
        verbose_name_plural = "evidence policies"
        constraints = [models.UniqueConstraint(fields=["organization"], name="vendors_evidencepolicy_once")]

    def __str__(self) -> str:
        return f"{self.soc2_months} months"

    def needs(self, data_class: str) -> list[str]:
        """The kinds demanded for a class of data; none for public data and for none said."""
        return list(getattr(self, f"{data_class}_needs", []))


class Evidence(TenantModel):
    """A report, certificate or agreement of a vendor, as it reads. A newer one is another row; none is changed.

    waiting (as the vendor's people put it there) -> accepted or refused by ours, with a note that the vendor reads;
    what ours put there is accepted at once. Withdrawn when it should not have been there. ``valid_until`` (inclusive,
    empty: no end) and ``fault`` are what the workspace's policy makes of it, stored when it is accepted.
    """

    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind)
    title = models.CharField(_("title"), max_length=160, blank=True)
    issuer = models.CharField(_("issued by"), max_length=160, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"))
    received_on = models.DateField(_("received on"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    soc2_type = models.CharField(_("type"), max_length=1, choices=[("1", _("Type I")), ("2", _("Type II"))], blank=True)
    criteria = ArrayField(
        models.CharField(max_length=20), verbose_name=_("trust services criteria"), default=list, blank=True
    )
    period_start = models.DateField(_("period from"), null=True, blank=True)
    period_end = models.DateField(_("period to"), null=True, blank=True)
    opinion = models.CharField(_("opinion"), max_length=12, choices=Opinion, blank=True)
    exceptions = models.TextField(_("exceptions"), blank=True)
    bridge_until = models.DateField(_("bridge letter until"), null=True, blank=True)
    scope = models.TextField(_("scope"), blank=True)
    purposes = models.TextField(_("purposes"), blank=True)
    breach_hours = models.PositiveSmallIntegerField(_("hours until a breach is told"), null=True, blank=True)
    retention = models.CharField(_("retention"), max_length=300, blank=True)
    sub_processing = models.CharField(_("sub-processors"), max_length=10, choices=SubProcessing, blank=True)
    cover_amount = models.DecimalField(
        _("sum insured"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    cover_currency = models.CharField(
        _("currency"), max_length=3, blank=True, validators=[RegexValidator(r"^[A-Z]{3}$")]
    )
    file = TenantForeignKey(VendorFile, models.PROTECT, null=True, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decided, default=Decided.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(_("note"), max_length=300, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    fault = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_start__lte=F("period_end")),
                name="vendors_evidence_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(decision="waiting", decided_at__isnull=True)
                | (~Q(decision="waiting") & Q(decided_at__isnull=False)),
                name="vendors_evidence_decided_at",
            ),
            models.CheckConstraint(
                condition=~Q(decision="refused") | ~Q(decision_note=""), name="vendors_evidence_refused_has_note"
            ),
            models.CheckConstraint(
                condition=Q(cover_amount__isnull=True) | ~Q(cover_currency=""),
                name="vendors_evidence_cover_has_currency",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "vendor", "kind"],
                condition=Q(decision="accepted"),
                name="vendors_evidence_accepted",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class EvidenceRequest(TenantModel):
    """We asked a vendor for evidence until a day. Open until something of the kind is accepted, or it is called off."""

    vendor = TenantForeignKey(Vendor, models.CASCADE, related_name="evidence_requests")
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind)
    due_date = models.DateField(_("due"))
    note = models.CharField(_("what exactly"), max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "vendor", "kind"],
                condition=Q(closed_at__isnull=True),
                name="vendors_evidencerequest_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.vendor}: {self.get_kind_display()}"
