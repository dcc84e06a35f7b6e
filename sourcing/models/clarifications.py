"""What vendors ask about a brief, and what all of them are told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from sourcing.models.briefs import Brief
from vendors.models import Vendor


class Clarification(TenantModel):
    """A question about a brief with its answer, for every vendor that was asked. It does not tell whose it was: the
    client words it, and the key to the inquiry lies on the other side. Never changed."""

    brief = TenantForeignKey(Brief, models.PROTECT, related_name="clarifications")
    question = models.TextField(_("question"), max_length=2_000)
    answer = models.TextField(_("answer"), max_length=4_000)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(question="") & ~Q(answer=""), name="sourcing_clarification_says_something"
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.question[:80]


class BriefInquiry(TenantModel):
    """A question of one vendor about a brief, while it takes offers. Other vendors never read it; they read the
    ``clarification`` that the client makes of it. ``announced_at``: the client's people were told by mail."""

    brief = TenantForeignKey(Brief, models.PROTECT, related_name="inquiries")
    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="+")
    text = models.TextField(_("question"), max_length=2_000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, blank=True)
    clarification = TenantForeignKey(Clarification, models.PROTECT, null=True, blank=True, related_name="inquiries")

    class Meta:
        verbose_name_plural = "brief inquiries"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="sourcing_briefinquiry_asks_something")]
        indexes = [
            models.Index(
                fields=["organization", "id"],
                condition=Q(announced_at__isnull=True),
                name="sourcing_briefinquiry_new",
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:80]
