"""Business cases: what is asked for, in versions, and who may approve how much."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Process
from finance.case import Document, from_json
from foundation.accounts.models.memberships import ROLE_CHOICES
from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class CaseState(models.TextChoices):
    """Where a version is: written, asked for, decided, or replaced by a later one."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waits for a decision")
    APPROVED = "approved", _("Approved")
    CONDITIONS = "conditions", _("Approved with conditions")
    DEFERRED = "deferred", _("Deferred")
    REJECTED = "rejected", _("Rejected")
    SUPERSEDED = "superseded", _("Superseded")


APPROVED_STATES = (CaseState.APPROVED, CaseState.CONDITIONS)
DECIDED_STATES = (*APPROVED_STATES, CaseState.DEFERRED, CaseState.REJECTED)


class BusinessCase(TenantModel):
    """A question for whoever holds the money: do this instead of what we do today?

    Stands alone, or belongs to a process, or to an engagement (then to its process as well). All of its versions are in
    ``currency``. An archived one is kept and no longer shown among the others.
    """

    title = models.CharField(_("title"), max_length=120)
    engagement = TenantForeignKey(
        Engagement, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("engagement")
    )
    process = TenantForeignKey(
        Process, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("process")
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="finance_case_has_title")]
        indexes = [
            models.Index(F("organization"), F("id").desc(), name="finance_case_newest"),
            models.Index(fields=["organization", "engagement"], name="finance_case_of_engagement"),
        ]

    def __str__(self) -> str:
        return self.title


class CaseVersion(Revised, TenantModel):
    """One version of a case. A draft is edited; the others never change again (a trigger of the database sees to it).

    draft -> submitted by whoever wrote it (inputs and results are fixed and sealed) -> approved, approved with
    conditions, deferred or rejected by somebody else who may approve ``amount``; withdrawn, a submitted one is a draft
    again. A later version that is approved makes the approved one superseded.

    ``document`` is the JSON of ``finance.case.Document``; ``results`` that of ``finance.case.findings``, ``input_hash``
    and ``seal`` (over inputs and results) are SHA-256, empty in a draft. ``amount`` is what the preferred option costs
    in all over its horizon, ``npv`` its NPV, both in the case's currency and kept up to date in a draft.
    """

    case = TenantForeignKey(BusinessCase, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=CaseState, default=CaseState.DRAFT)
    document = models.JSONField()
    results = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    amount = models.DecimalField(max_digits=20, decimal_places=3, default=Decimal(0))
    npv = models.DecimalField(max_digits=20, decimal_places=3, default=Decimal(0))
    note = models.CharField(_("what is different"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "case", "number"], name="finance_version_once"),
            models.UniqueConstraint(
                fields=["organization", "case"], condition=Q(state="draft"), name="finance_version_one_draft"
            ),
            models.UniqueConstraint(
                fields=["organization", "case"], condition=Q(state="submitted"), name="finance_version_one_submitted"
            ),
            models.UniqueConstraint(
                fields=["organization", "case"],
                condition=Q(state__in=["approved", "conditions"]),
                name="finance_version_one_approved",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", seal="", input_hash="", submitted_at__isnull=True)
                | (~Q(state="draft") & ~Q(seal="") & ~Q(input_hash="") & Q(submitted_at__isnull=False)),
                name="finance_version_sealed_once_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"], decided_at__isnull=True)
                | (~Q(state__in=["draft", "submitted"]) & Q(decided_at__isnull=False)),
                name="finance_version_decided_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["conditions", "deferred", "rejected"]) | ~Q(conditions=""),
                name="finance_version_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "submitted_at"], condition=Q(state="submitted"), name="finance_version_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.title}, v{self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be edited."""
        return self.state == CaseState.DRAFT

    @property
    def is_approved(self) -> bool:
        """Whether it is in force."""
        return self.state in APPROVED_STATES

    def read(self) -> Document:
        """Its inputs; raises CaseError when the document is of a form that is not known."""
        return from_json(self.document)


class CasePolicy(TenantModel):
    """How a workspace reckons its cases; at most one row, without it the defaults hold.

    ``counts_non_cash``: whether value that nobody pays out, such as leadership time, is in the flows or only listed.
    ``discount_rate`` (a fraction a year) is proposed to new cases.
    """

    counts_non_cash = models.BooleanField(_("count non-cash value"), default=False)
    discount_rate = models.DecimalField(
        _("discount rate"),
        max_digits=6,
        decimal_places=4,
        default=Decimal("0.09"),
        validators=[MinValueValidator(Decimal("-0.5")), MaxValueValidator(Decimal(10))],
    )

    class Meta:
        verbose_name_plural = "case policies"
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="finance_policy_once"),
            models.CheckConstraint(
                condition=Q(discount_rate__gte=Decimal("-0.5"), discount_rate__lte=10), name="finance_policy_rate"
            ),
        ]

    def __str__(self) -> str:
        return "How cases are reckoned"


class ApprovalLimit(TenantModel):
    """Up to which amount a role, or one person, approves; ``up_to`` empty is any amount.

    The amount is what the preferred option costs in all over its horizon. A person's own row goes before the role's.
    Without any row whoever may approve at all approves any amount; once there is one, nobody without a row approves.
    """

    role = models.CharField(_("role"), max_length=20, choices=ROLE_CHOICES, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    up_to = models.DecimalField(
        _("up to"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(user__isnull=False, role="") | (Q(user__isnull=True) & ~Q(role=""))),
                name="finance_limit_role_or_person",
            ),
            models.CheckConstraint(
                condition=Q(up_to__isnull=True) | Q(up_to__gte=0), name="finance_limit_not_negative"
            ),
            models.UniqueConstraint(
                fields=["organization", "role", "user", "currency"], nulls_distinct=False, name="finance_limit_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.get_role_display()}: {self.up_to or '∞'} {self.currency}"
