"""What vendors answered, and what we add to it before it is judged."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from sourcing.models.briefs import Basis, Brief, BriefQuestion, PriceLine
from sourcing.models.selections import Selection
from vendors.models import Vendor, VendorFile


class Offer(TenantModel):
    """A vendor's proposal: a draft of its people, then submitted once; closed at the brief's due time.

    Only they write it. Ours read answers and prices when it was submitted and the due time is over, no earlier: the
    database sees to both.
    """

    brief = TenantForeignKey(Brief, models.PROTECT, related_name="offers")
    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="offers")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "brief", "vendor"], name="sourcing_offer_once")]

    def __str__(self) -> str:
        return f"{self.brief}: {self.vendor}"


class OfferAnswer(Revised, TenantModel):
    """An answer to a question; ``says_yes`` is that of a knock-out, and ``value`` then its explanation."""

    offer = TenantForeignKey(Offer, models.CASCADE, related_name="answers")
    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="+")
    question = TenantForeignKey(BriefQuestion, models.PROTECT, related_name="answers")
    says_yes = models.BooleanField(null=True, blank=True)
    value = models.TextField(_("answer"), blank=True)
    file = TenantForeignKey(VendorFile, models.PROTECT, null=True, blank=True, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "offer", "question"], name="sourcing_offeranswer_once")
        ]

    def __str__(self) -> str:
        return self.value[:60]


class OfferPrice(Revised, TenantModel):
    """A price in the brief's currency, for one unit of its line's basis."""

    offer = TenantForeignKey(Offer, models.CASCADE, related_name="prices")
    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="+")
    line = TenantForeignKey(PriceLine, models.PROTECT, related_name="prices")
    amount = models.DecimalField(_("price"), max_digits=14, decimal_places=4, validators=[MinValueValidator(0)])
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "offer", "line"], name="sourcing_offerprice_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="sourcing_offerprice_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.amount}"


class KnockoutVerdict(TenantModel):
    """Whether an offer passes a knock-out, as one of ours judged it; failing it has a reason."""

    offer = TenantForeignKey(Offer, models.CASCADE, related_name="verdicts")
    question = TenantForeignKey(BriefQuestion, models.PROTECT, related_name="+")
    passes = models.BooleanField(_("passes"))
    reason = models.TextField(_("reason"), blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "offer", "question"], name="sourcing_knockoutverdict_once"),
            models.CheckConstraint(
                condition=Q(passes=True) | ~Q(reason=""), name="sourcing_knockoutverdict_failing_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.passes}"


class Interview(Revised, TenantModel):
    """What was heard when we talked to a vendor: does it understand the problem, has it done it, how would it go about
    it?"""

    offer = TenantForeignKey(Offer, models.CASCADE, related_name="interviews")
    held_on = models.DateField(_("held on"))
    people = models.CharField(_("who took part"), max_length=300)
    understands = models.TextField(_("understands the problem"), blank=True)
    has_done = models.TextField(_("has done it"), blank=True)
    approach = models.TextField(_("explains the approach"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "offer"], name="sourcing_interview_once")]

    def __str__(self) -> str:
        return f"{self.offer}, {self.held_on}"


class OwnCost(TenantModel):
    """What an offer costs us beside its price: oversight, tools, training, rework, transition, leaving again.

    Without an ``offer`` it falls with every one. In the brief's currency.
    """

    class Kind(models.TextChoices):
        """What for."""

        TRANSITION = "transition", _("Transition")
        OVERSIGHT = "oversight", _("Own oversight")
        TOOLS = "tools", _("Tools")
        TRAINING = "training", _("Training")
        REWORK = "rework", _("Rework")
        EXIT = "exit", _("Leaving again")
        OTHER = "other", _("Other")

    selection = TenantForeignKey(Selection, models.CASCADE, related_name="own_costs")
    offer = TenantForeignKey(Offer, models.CASCADE, null=True, blank=True, related_name="own_costs")
    kind = models.CharField(_("what for"), max_length=10, choices=Kind)
    note = models.CharField(_("note"), max_length=200, blank=True)
    basis = models.CharField(
        _("basis"), max_length=8, choices=[choice for choice in Basis.choices if choice[0] in ("once", "monthly")]
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="sourcing_owncost_not_negative"),
            models.CheckConstraint(condition=Q(basis__in=["once", "monthly"]), name="sourcing_owncost_basis"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
