"""What the client keeps about a vendor for itself. None of these tables is open to the portal."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from vendors.models.vendors import Vendor


class Status(models.TextChoices):
    """How far the relationship is."""

    PROSPECT = "prospect", _("Prospect")
    ONBOARDING = "onboarding", _("Being onboarded")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


class Standing(models.TextChoices):
    """What we think of it, all told."""

    NONE = "", _("not judged")
    PREFERRED = "preferred", _("Preferred")
    APPROVED = "approved", _("Approved")
    WATCH = "watch", _("On watch")
    AVOID = "avoid", _("No new work")


class WorkingModel(models.TextChoices):
    """How its people work with ours."""

    UNDECIDED = "", _("not decided")
    EXTENSION = "extension", _("Integrated extension of a team")
    UNIT = "unit", _("Independent unit")


class WorkerClass(models.TextChoices):
    """What the people are who do the work, in law."""

    UNKNOWN = "", _("not recorded")
    EMPLOYEE = "employee", _("Our employees")
    CONTRACTOR = "contractor", _("Contractors, each by themselves")
    VENDOR = "vendor", _("Employees of the vendor")


class Substitution(models.TextChoices):
    """How hard somebody is to replace."""

    UNKNOWN = "", _("not judged")
    EASY = "easy", _("Easy to replace")
    HARD = "hard", _("Hard to replace")
    IMPOSSIBLE = "impossible", _("Cannot be replaced")


class VendorDossier(TenantModel):
    """The internal side of a vendor's record: status, standing, notes, how we work with it. One a vendor, or none yet.

    ``status`` is moved by ``set_status``, which keeps the history. ``worker_class`` is decided with a ``worker_basis``.
    """

    vendor = TenantForeignKey(Vendor, models.CASCADE, related_name="dossiers")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing, blank=True, default="")
    standing_reason = models.CharField(_("why"), max_length=300, blank=True)
    substitution = models.CharField(_("replacing it"), max_length=10, choices=Substitution, blank=True, default="")
    working_model = models.CharField(_("works as"), max_length=10, choices=WorkingModel, blank=True, default="")
    working_reason = models.CharField(_("why so"), max_length=300, blank=True)
    worker_class = models.CharField(
        _("classification of workers"), max_length=10, choices=WorkerClass, blank=True, default=""
    )
    worker_basis = models.CharField(_("on what ground"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "vendor"], name="vendors_dossier_once"),
            models.CheckConstraint(
                condition=Q(worker_class="") | ~Q(worker_basis=""), name="vendors_dossier_class_has_basis"
            ),
            models.CheckConstraint(
                condition=Q(working_model="") | ~Q(working_reason=""), name="vendors_dossier_model_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.vendor)


class StatusChange(TenantModel):
    """The relationship moved on: from when, why, who said so. Never changed."""

    vendor = TenantForeignKey(Vendor, models.CASCADE, related_name="status_changes")
    from_status = models.CharField(max_length=10, choices=Status)
    to_status = models.CharField(max_length=10, choices=Status)
    since_date = models.DateField(_("since"))
    reason = models.CharField(_("reason"), max_length=300)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="vendors_statuschange_has_reason"),
            models.CheckConstraint(condition=~Q(from_status=F("to_status")), name="vendors_statuschange_moves"),
        ]
        indexes = [models.Index(F("organization"), F("vendor"), F("id").desc(), name="vendors_statuschange_newest")]

    def __str__(self) -> str:
        return f"{self.vendor}: {self.from_status} -> {self.to_status}"


class VendorContact(TenantModel):
    """Whom to call at a vendor, and about what. Each engagement names its own contacts besides."""

    class Topic(models.TextChoices):
        """What they are asked about."""

        GENERAL = "general", _("Everything")
        OPERATIONS = "operations", _("Operations")
        CONTRACT = "contract", _("Contract")
        SECURITY = "security", _("Security")
        PRIVACY = "privacy", _("Data protection")
        BILLING = "billing", _("Billing")
        ESCALATION = "escalation", _("Escalation")

    vendor = TenantForeignKey(Vendor, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    topic = models.CharField(_("about"), max_length=10, choices=Topic, default=Topic.GENERAL)
    position = models.CharField(_("position"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization", "vendor", Lower("name"), "topic", name="vendors_vendorcontact_once"
            ),
            models.CheckConstraint(condition=~Q(email="") | ~Q(phone=""), name="vendors_vendorcontact_can_be_reached"),
        ]
        ordering = ["topic", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class SubProcessor(TenantModel):
    """Somebody whom a vendor has do a part of the work, or who stands behind such a one (``parent``).

    The vendor is tier 1, those without a parent are tier 2, and so on. In use until ``ended_on`` (last day).
    """

    vendor = TenantForeignKey(Vendor, models.CASCADE, related_name="sub_processors")
    parent = TenantForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("name"), max_length=160)
    service = models.CharField(_("does"), max_length=160)
    country = models.CharField(_("country"), max_length=2, blank=True)
    lei = models.CharField(_("LEI"), max_length=20, blank=True)
    data = models.CharField(_("data it sees"), max_length=200, blank=True)
    substitution = models.CharField(
        _("replacing it"), max_length=10, choices=Substitution, blank=True, default=Substitution.UNKNOWN
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    ended_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", "vendor", Lower("name"), name="vendors_subprocessor_once"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="vendors_subprocessor_not_its_own_parent"
            ),
        ]
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class VendorInterface(TenantModel):
    """Where a vendor's way of working touches ours: what passes, who has it on either side, where and how often."""

    vendor = TenantForeignKey(Vendor, models.CASCADE, related_name="interfaces")
    name = models.CharField(_("what passes"), max_length=160)
    ours = models.CharField(_("on our side"), max_length=120)
    theirs = models.CharField(_("on their side"), max_length=120)
    where = models.CharField(_("where"), max_length=120)
    how_often = models.CharField(_("how often"), max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", "vendor", Lower("name"), name="vendors_vendorinterface_once")
        ]
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class VendorRate(TenantModel):
    """What a vendor asks for a kind of work, from a day on; ``amount`` in ``currency`` for one ``unit``."""

    class Unit(models.TextChoices):
        """What the amount buys."""

        HOUR = "hour", _("an hour")
        DAY = "day", _("a day")
        MONTH = "month", _("a month")
        ITEM = "item", _("an item")

    vendor = TenantForeignKey(Vendor, models.CASCADE, related_name="rates")
    name = models.CharField(_("for"), max_length=120)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    unit = models.CharField(_("for one"), max_length=5, choices=Unit, default=Unit.HOUR)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization", "vendor", Lower("name"), "unit", "valid_from", name="vendors_vendorrate_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="vendors_vendorrate_not_negative"),
        ]
        ordering = ["name", "-valid_from", "pk"]

    def __str__(self) -> str:
        return self.name
