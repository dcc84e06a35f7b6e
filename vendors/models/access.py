"""Who of a vendor may use what: grants of access, credentials, and where data went that it should not."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from vendors.models.vendors import Vendor


class AccessLevel(models.TextChoices):
    """How much somebody may do."""

    READ = "read", _("reads")
    WRITE = "write", _("changes")
    ADMIN = "admin", _("administers")


class AccessGrant(TenantModel):
    """A person of a vendor may use a system: why, what exactly, until when, and who approved it.

    Open until revoked. Past ``expires_on`` (its last day) it should have been: the register says so. The register
    records; it does not switch anything off in the system itself.
    """

    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="access_grants")
    system = models.CharField(_("system"), max_length=120)
    person_name = models.CharField(_("person"), max_length=120)
    person_email = models.EmailField(_("e-mail"), blank=True)
    level = models.CharField(_("may do"), max_length=5, choices=AccessLevel, default=AccessLevel.READ)
    scope = models.CharField(_("what exactly"), max_length=200)
    reason = models.CharField(_("reason"), max_length=300)
    granted_on = models.DateField(_("granted on"))
    expires_on = models.DateField(_("last day"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    last_reviewed_on = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoke_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization",
                "vendor",
                Lower("system"),
                Lower("person_name"),
                condition=Q(revoked_on__isnull=True),
                name="vendors_accessgrant_one_open",
                violation_error_message=_("This person has access to this system already. Change that grant."),
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("granted_on")), name="vendors_accessgrant_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(scope=""), name="vendors_accessgrant_says_why"),
        ]
        indexes = [
            models.Index(
                fields=["organization", "expires_on"],
                condition=Q(revoked_on__isnull=True),
                name="vendors_accessgrant_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.system}"


class AccessReview(TenantModel):
    """Somebody looked at a grant and said whether it stays. Never changed."""

    grant = TenantForeignKey(AccessGrant, models.CASCADE, related_name="reviews")
    stays = models.BooleanField()
    note = models.CharField(_("note"), max_length=300, blank=True)
    reviewed_on = models.DateField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stays=True) | ~Q(note=""), name="vendors_accessreview_end_has_note")
        ]

    def __str__(self) -> str:
        return f"{self.grant}, {self.reviewed_on}"


class Credential(TenantModel):
    """A secret that a vendor's people hold (never the secret itself), and how often it must be changed.

    ``due_on`` is stored when it is changed; it falls due at once when somebody who held it leaves. In use until
    ``retired_on``.
    """

    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="credentials")
    name = models.CharField(_("name"), max_length=120)
    system = models.CharField(_("system"), max_length=120)
    held_by = models.CharField(_("held by"), max_length=200)
    rotate_days = models.PositiveSmallIntegerField(
        _("changed every so many days"), default=90, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    due_on = models.DateField(_("due"))
    due_because = models.CharField(max_length=200, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization", "vendor", Lower("name"), Lower("system"), name="vendors_credential_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class CredentialRotation(TenantModel):
    """A credential was changed: when, by whom, and what proves it. Never changed."""

    credential = TenantForeignKey(Credential, models.CASCADE, related_name="rotations")
    rotated_on = models.DateField(_("changed on"))
    proof = models.CharField(_("proof"), max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(proof=""), name="vendors_rotation_has_proof")]

    def __str__(self) -> str:
        return f"{self.credential}, {self.rotated_on}"


class Deviation(TenantModel):
    """Data was in a place that nobody approved: reported by either side, open until what was done about it is written.

    The vendor's people see those of their vendor, and may report.
    """

    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="deviations")
    place = models.CharField(_("place"), max_length=160)
    what = models.TextField(_("what happened"))
    data = models.CharField(_("which data"), max_length=200)
    found_on = models.DateField(_("found on"))
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField()
    is_theirs = models.BooleanField(default=False)
    resolved_on = models.DateField(null=True, blank=True)
    resolution = models.TextField(_("what was done"), blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_on__isnull=True) | ~Q(resolution=""), name="vendors_deviation_resolved_says_how"
            )
        ]

    def __str__(self) -> str:
        return self.place
