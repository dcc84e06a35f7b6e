"""What those who do the work, or watch over it, would do otherwise."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from procedures.models.guides import Guide, GuideKind


class Source(models.TextChoices):
    """From whom a proposal comes."""

    TEAM = "team", _("The team that does it")
    OVERSEER = "overseer", _("Whoever watches over it")


class Decision(models.TextChoices):
    """What the owner said."""

    OPEN = "", _("waiting for the owner")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")


class Proposal(TenantModel):
    """A change to a guide, or a checklist or SOP of one's own (without a guide, then for ``engagement``).

    The guide's owner accepts or refuses it with a note; an accepted one goes into the draft. The partner proposes in
    its portal, or one of ours records it: ``proposed_by_name`` says whose it is.
    """

    guide = TenantForeignKey(Guide, models.CASCADE, null=True, blank=True, related_name="proposals")
    engagement = TenantForeignKey(Engagement, models.CASCADE, null=True, blank=True, related_name="guide_proposals")
    kind = models.CharField(_("kind"), max_length=9, choices=GuideKind, blank=True, default="")
    title = models.CharField(_("title"), max_length=160, blank=True)
    source = models.CharField(_("from"), max_length=8, choices=Source)
    proposed_by_name = models.CharField(_("whose proposal"), max_length=120)
    text = models.TextField(_("proposal"))
    reason = models.TextField(_("why"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=Decision, blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(guide__isnull=False, engagement__isnull=True)
                | (Q(guide__isnull=True, engagement__isnull=False) & ~Q(title="") & ~Q(kind="")),
                name="procedures_proposal_of_guide_or_own",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="procedures_proposal_decided_at",
            ),
            models.CheckConstraint(
                condition=~Q(decision="refused") | ~Q(note=""), name="procedures_proposal_refused_with_note"
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(reason=""), name="procedures_proposal_has_reason"),
        ]
        indexes = [
            models.Index(
                fields=["organization", "proposed_at"], condition=Q(decision=""), name="procedures_proposal_open"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.text[:80]
