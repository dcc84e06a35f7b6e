"""What vendors are told and asked. The portal reads it once it is published, and only who was invited."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from sourcing.models.selections import Group, Selection
from vendors.models import Vendor


class Brief(Revised, TenantModel):
    """The request for proposals of a selection: a draft, then published and sealed.

    The texts are the client's; ``content`` (plain values of ``sourcing.content``) is what was published: the texts with
    the facts of process, scope and procedures as they stood. Offers are taken until ``due_at``, which may be moved.
    ``months`` is the time over which offers are compared, ``currency`` the one in which all are made.
    """

    selection = TenantForeignKey(Selection, models.CASCADE, related_name="briefs")
    title = models.CharField(_("title"), max_length=160)
    problem = models.TextField(_("the problem"))
    in_scope = models.TextField(_("in scope"), blank=True)
    out_of_scope = models.TextField(_("out of scope"), blank=True)
    guardrails = models.TextField(_("guardrails"), blank=True)
    evidence = models.TextField(_("evidence we ask for"), blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    trial_task = models.TextField(_("trial task"), blank=True)
    trial_pay = models.DecimalField(
        _("pay for the task"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    months = models.PositiveSmallIntegerField(
        _("months"), default=24, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    shows_weights = models.BooleanField(_("show the weights to the vendors"), default=False)
    due_at = models.DateTimeField(_("due"))
    content = models.JSONField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "selection"], name="sourcing_brief_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(content__isnull=False), name="sourcing_brief_published_whole"
            ),
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=60), name="sourcing_brief_months"),
        ]

    def __str__(self) -> str:
        return self.title


class BriefQuestion(TenantModel):
    """Something that is asked; a knock-out is answered yes or no, and whoever fails it is out."""

    brief = TenantForeignKey(Brief, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    group = models.CharField(_("about"), max_length=12, choices=Group, default=Group.CAPABILITY)
    text = models.CharField(_("question"), max_length=500)
    is_knockout = models.BooleanField(_("knock-out"), default=False)
    wants_file = models.BooleanField(_("with a file"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="sourcing_briefquestion_asks_something"),
        ]
        ordering = ["-is_knockout", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Basis(models.TextChoices):
    """How often a price falls."""

    ONCE = "once", _("once")
    MONTHLY = "monthly", _("a month")
    UNIT = "unit", _("for each unit")
    HOUR = "hour", _("for each hour")


class PriceLine(TenantModel):
    """A price that is asked. ``quantity`` is how many units or hours a month we expect; 1 for the other bases."""

    brief = TenantForeignKey(Brief, models.CASCADE, related_name="price_lines")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("price of"), max_length=160)
    basis = models.CharField(_("basis"), max_length=8, choices=Basis)
    quantity = models.DecimalField(
        _("expected a month"), max_digits=12, decimal_places=2, default=1, validators=[MinValueValidator(0)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=0), name="sourcing_priceline_not_negative"),
            models.CheckConstraint(
                condition=Q(basis__in=["unit", "hour"]) | Q(quantity=1), name="sourcing_priceline_counts_once"
            ),
        ]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class Outcome(models.TextChoices):
    """How it ended for a vendor, as it is told: never more than its own."""

    OPEN = "", _("not decided")
    CHOSEN = "chosen", _("chosen")
    OTHER = "other", _("another was chosen")
    CANCELLED = "cancelled", _("called off")


class BriefInvitation(TenantModel):
    """A vendor was asked for an offer. It may decline, with a reason if it likes. No vendor learns of another's."""

    brief = TenantForeignKey(Brief, models.CASCADE, related_name="invitations")
    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="brief_invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(_("reason"), blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "brief", "vendor"], name="sourcing_briefinvitation_once")
        ]

    def __str__(self) -> str:
        return f"{self.brief}: {self.vendor}"
