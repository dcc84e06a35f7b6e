"""What ties a person to an organization: memberships, invitations to them, tokens that act for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.roles import VENDOR_ROLES, Permission, Role, may
from foundation.accounts.tenancy.models import TenantModel

ROLE_LABELS = {
    Role.OWNER: _("Owner"),
    Role.OPS_LEAD: _("Ops lead"),
    Role.ANALYST: _("Analyst"),
    Role.FINANCE: _("Finance"),
    Role.VIEWER: _("Viewer"),
    Role.VENDOR_MANAGER: _("Vendor manager"),
    Role.VENDOR_AGENT: _("Vendor agent"),
}
ROLE_CHOICES = [(role.value, label) for role, label in ROLE_LABELS.items()]
_VENDOR_ROLE = Q(role__in=[role.value for role in sorted(VENDOR_ROLES)])
# A vendor's role needs a vendor, and a vendor's person can never be staff.
_ROLE_FITS_VENDOR = (_VENDOR_ROLE & Q(vendor_id__isnull=False)) | (~_VENDOR_ROLE & Q(vendor_id__isnull=True))


class Membership(TenantModel):
    """A person's place in an organization, as staff or for one vendor.

    Active until ``left_at``; leaving is for good, coming back is a new membership. Owners end it on the people page.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=ROLE_CHOICES)
    vendor_id = models.BigIntegerField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "vendor_id"],
                condition=Q(left_at__isnull=True),
                nulls_distinct=False,
                name="accounts_membership_once",
            ),
            models.CheckConstraint(condition=_ROLE_FITS_VENDOR, name="accounts_membership_role_fits_vendor"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    def may(self, permission: Permission) -> bool:
        """Whether this membership carries a permission now."""
        return self.left_at is None and may(self.role, permission)


class Invitation(TenantModel):
    """An offer of a membership, bound to address, organization, role and vendor.

    Open until accepted, revoked or expired. The token is kept only as a SHA-256 hash and works once.
    """

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=ROLE_CHOICES)
    vendor_id = models.BigIntegerField(null=True, blank=True, editable=False)
    token_hash = models.CharField(max_length=64, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "token_hash"], name="accounts_invitation_token_once"),
            models.CheckConstraint(condition=_ROLE_FITS_VENDOR, name="accounts_invitation_role_fits_vendor"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accounts_invitation_accepted_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.email


class ApiToken(TenantModel):
    """A key that lets a program act for a person: shown once, kept as a hash, until expiry or revocation.

    ``can_write`` false means reading only. With ``vendor_id`` it sees what the portal sees.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(max_length=12, editable=False)
    token_hash = models.CharField(max_length=64, editable=False)
    can_write = models.BooleanField(_("may write"), default=False)
    vendor_id = models.BigIntegerField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "token_hash"], name="accounts_apitoken_once"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="accounts_apitoken_expires_later"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
