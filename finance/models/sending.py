"""How a version of a case reaches people by mail, and the links in these mails through which they decide."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from finance.models.cases import CaseVersion
from foundation.accounts.models import Membership
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class About(models.TextChoices):
    """Which page a mailing carries."""

    CASE = "case", _("The case")
    REALISED = "realised", _("What became of it")


class Every(models.TextChoices):
    """How often a version is mailed."""

    ONCE = "", _("Once")
    WEEK = "week", _("Every week")
    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every quarter")


class CaseSending(TenantModel):
    """One page of a case, mailed to the same people at ``next_at``, once or again and again: a sealed version, or what
    became of the version in force.

    ``next_at`` is empty when no round is to come: it was the last, somebody stopped it, or the version is no longer the
    one that was sealed (``seal``), or was declined or replaced. ``round`` counts the rounds that left for the outbox;
    a worker holds a round by ``lease_until`` and is fenced by ``attempt``. ``period_key`` is the quarter of the last
    round of a quarterly one.
    """

    version = TenantForeignKey(CaseVersion, models.CASCADE, related_name="sendings")
    seal = models.CharField(max_length=64)
    about = models.CharField(max_length=8, choices=About, default=About.CASE, db_default=About.CASE)
    every = models.CharField(_("how often"), max_length=7, choices=Every, blank=True, default=Every.ONCE)
    first_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    round = models.PositiveSmallIntegerField(default=0)
    period_key = models.CharField(max_length=12, blank=True, default="", db_default="")
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(seal=""), name="finance_sending_is_sealed")]
        indexes = [
            models.Index(
                fields=["organization", "next_at"], condition=Q(next_at__isnull=False), name="finance_sending_due"
            ),
            models.Index(fields=["organization", "version"], name="finance_sending_of_version"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.get_every_display()}"

    def subject_key(self, round_number: int, period_key: str = "") -> str:
        """What the outbox calls the mails of a round; those of a quarter are one, however often they are planned."""
        if self.about == About.CASE:
            return f"case/{self.version_id}/{self.pk}/{round_number}"
        of = period_key or f"{self.pk}/{round_number}"
        return f"realisation/{self.version.case_id}/{of}"


class CaseRecipient(TenantModel):
    """Somebody of the workspace who gets the mails of a sending."""

    sending = TenantForeignKey(CaseSending, models.CASCADE, related_name="recipients")
    membership = TenantForeignKey(Membership, models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "sending", "membership"], name="finance_recipient_once")
        ]

    def __str__(self) -> str:
        return str(self.membership_id)


class CaseLink(TenantModel):
    """The link in one mail: one person decides one sealed version through it, once, until ``expires_at``.

    Looking uses nothing up; ``used_at`` is set by the decision, in the same transaction. The link carries no right of
    its own: what its person may approve is asked anew.
    """

    sending = TenantForeignKey(CaseSending, models.CASCADE, related_name="links")
    membership = TenantForeignKey(Membership, models.PROTECT)
    round = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "sending", "membership", "round"], name="finance_link_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)
