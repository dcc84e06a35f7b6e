"""Who takes part, from either side, and who decides what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models.engagements import Engagement
from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class Side(models.TextChoices):
    """The organization, or its partner."""

    CLIENT = "client", _("Us")
    VENDOR = "vendor", _("Partner")


class Contact(models.TextChoices):
    """The named contacts of an engagement; each held by one person at a time."""

    OWNER = "owner", _("Owner")
    DEPUTY = "deputy", _("Deputy")
    VENDOR_CONTACT = "vendor_contact", _("Partner's single contact")
    TEAM_LEAD = "team_lead", _("Team lead")


class Participant(TenantModel):
    """A role in an engagement and the person who holds it: "Service desk lead: Priya Nair". Vacant without a name.

    ``user`` is set when the person has a login. Departed once ``left_on`` is past: shown, and a fault in the RACI
    until somebody takes over. A team lead promoted from the team has ``handover`` telling what was handed over.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="participants")
    side = models.CharField(_("side"), max_length=6, choices=Side)
    title = models.CharField(_("role"), max_length=80)
    name = models.CharField(_("person"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.CharField(_("named contact"), max_length=14, choices=Contact, blank=True)
    promoted_on = models.DateField(_("promoted from the team on"), null=True, blank=True)
    handover = models.TextField(_("handover"), blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization", "engagement", "side", Lower("title"), name="engagements_participant_title_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "engagement", "contact"],
                condition=~Q(contact=""),
                name="engagements_participant_contact_once",
            ),
            models.CheckConstraint(
                condition=~Q(contact="vendor_contact") | Q(side="vendor"),
                name="engagements_participant_vendor_contact_side",
            ),
            models.CheckConstraint(
                condition=~Q(contact__in=["owner", "deputy"]) | Q(side="client"),
                name="engagements_participant_owner_side",
            ),
            models.CheckConstraint(
                condition=Q(promoted_on__isnull=True) | ~Q(handover=""),
                name="engagements_participant_promotion_handed_over",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.title


class Activity(TenantModel):
    """A row of the RACI: something that has to be done, with exactly one accountable role (A).

    ``accountable`` cannot be empty, so the database holds "exactly one A"; R, C and I are ``RaciAssignment`` rows.
    ``kind`` marks the four that every engagement has.
    """

    class Kind(models.TextChoices):
        """The activities that every engagement has."""

        INTAKE = "intake", _("Intake")
        DELIVERY = "delivery", _("Delivery")
        QUALITY = "quality", _("Quality assurance")
        REPORTING = "reporting", _("Reporting")
        ACCEPTANCE = "acceptance", _("Acceptance")
        PAYMENT = "payment", _("Payment")
        OTHER = "other", _("Other")

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="activities")
    name = models.CharField(_("activity"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OTHER)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    accountable = TenantForeignKey(
        Participant, models.PROTECT, related_name="accountable_for", verbose_name=_("accountable")
    )

    class Meta:
        verbose_name_plural = "activities"
        constraints = [
            models.UniqueConstraint("organization", "engagement", Lower("name"), name="engagements_activity_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class RaciAssignment(TenantModel):
    """One letter of a RACI cell besides A: responsible, consulted or informed."""

    class Letter(models.TextChoices):
        """The letters besides A."""

        RESPONSIBLE = "R", _("Responsible")
        CONSULTED = "C", _("Consulted")
        INFORMED = "I", _("Informed")

    activity = TenantForeignKey(Activity, models.CASCADE, related_name="assignments")
    participant = TenantForeignKey(Participant, models.PROTECT, related_name="assignments")
    letter = models.CharField(max_length=1, choices=Letter)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "activity", "participant", "letter"], name="engagements_raci_letter_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "activity", "participant"],
                condition=Q(letter__in=["C", "I"]),
                name="engagements_raci_not_both_c_and_i",
            ),
            models.CheckConstraint(condition=Q(letter__in=["R", "C", "I"]), name="engagements_raci_letter_known"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.participant} {self.letter}"


class DecisionRight(Revised, TenantModel):
    """Who decides what, on either side, up to which limit, and who takes over."""

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="decision_rights")
    decision = models.CharField(_("decision"), max_length=160)
    decided_by = TenantForeignKey(Participant, models.PROTECT, related_name="+", verbose_name=_("decided by"))
    limit = models.CharField(_("up to"), max_length=160, blank=True)
    escalates_to = TenantForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("beyond that")
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization", "engagement", Lower("decision"), name="engagements_decision_right_once"
            )
        ]

    def __str__(self) -> str:
        return self.decision
