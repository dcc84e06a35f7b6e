"""Help from who runs the installation: asked for with a reason, allowed by an owner, short, and reading only."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantModel

LONGEST = timedelta(minutes=60)


class SupportAccess(TenantModel):
    """A support person's wish to look into a workspace for some minutes.

    Waiting until an owner approves or refuses it; approved until ``expires_at`` or until an owner ends it earlier
    (``ended_at``, which is also how one is refused). It never writes: its transactions are read-only.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # A workspace sees its own people alone, so the name is kept here.
    person_name = models.CharField(max_length=254)
    reason = models.CharField(_("reason"), max_length=500)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=30, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    requested_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__range=(1, 60)), name="accounts_supportaccess_at_most_an_hour"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True, expires_at__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False, expires_at__lte=F("approved_at") + LONGEST),
                name="accounts_supportaccess_approved_and_short",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="accounts_supportaccess_has_reason"),
        ]

    def __str__(self) -> str:
        return self.person_name
