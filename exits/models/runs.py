"""An exit under way: its tasks, what proves that access ended, what is deleted, what is owed."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Side
from exits.models.drills import Mode
from exits.models.plans import Disposition, StepKind, Topic
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from vendors.models import AccessGrant, VendorFile


class Exit(TenantModel):
    """An engagement is being left; its last day is ``ends_on``.

    Running -> portal narrowed (``narrowed_at``, after the last day) -> portal closed (``portal_closed_at``) -> closed
    when every task is done; or called off, with a reason. One runs at a time. The partner's people see the days, not
    the reason.
    """

    engagement = TenantForeignKey(Engagement, models.PROTECT, related_name="exits")
    mode = models.CharField(_("which exit"), max_length=8, choices=Mode)
    reason = models.TextField(_("why we leave"))
    ends_on = models.DateField(_("last day"))
    started_on = models.DateField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    narrowed_at = models.DateTimeField(null=True, blank=True)
    portal_closed_at = models.DateTimeField(null=True, blank=True)
    portal_closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    called_off_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement"],
                condition=Q(closed_at__isnull=True, called_off_at__isnull=True),
                name="exits_exit_one_running",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("started_on")), name="exits_exit_ends_after_start"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(called_off_at__isnull=True, portal_closed_at__isnull=False),
                name="exits_exit_closed_or_called_off",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True) | ~Q(called_off_reason=""),
                name="exits_exit_called_off_says_why",
            ),
            models.CheckConstraint(
                condition=Q(portal_closed_at__isnull=True) | Q(narrowed_at__isnull=False),
                name="exits_exit_narrow_before_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement}, {self.ends_on}"

    @property
    def is_running(self) -> bool:
        """Neither closed nor called off."""
        return self.closed_at is None and self.called_off_at is None


class ExitTask(TenantModel):
    """A step of the plan with a day, made when the exit started; the plan may change, the task stays.

    Open until done or dropped (with a reason). ``after`` names the keys of the tasks that come first. What kind it is
    says what must hold before it counts as done. Blocked: somebody said what it waits for.
    """

    exit = TenantForeignKey(Exit, models.CASCADE, related_name="tasks")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    topic = models.CharField(max_length=14, choices=Topic)
    title = models.CharField(max_length=160)
    detail = models.TextField(blank=True)
    clause = models.CharField(max_length=80, blank=True)
    side = models.CharField(max_length=6, choices=Side)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    due_date = models.DateField(_("due"))
    after = ArrayField(models.SlugField(max_length=40), default=list, blank=True)
    kind = models.CharField(max_length=11, choices=StepKind, default=StepKind.PLAIN)
    blocked_by = models.CharField(_("waits for"), max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proof = models.CharField(_("what shows it"), max_length=500, blank=True)
    file = TenantForeignKey(VendorFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "exit", "key"], name="exits_task_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(dropped_at__isnull=True), name="exits_task_done_or_dropped"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | ~Q(proof=""), name="exits_task_dropped_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "due_date"],
                condition=Q(done_at__isnull=True, dropped_at__isnull=True),
                name="exits_task_open",
            )
        ]
        ordering = ["due_date", "position", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """True while it still has to be done."""
        return self.done_at is None and self.dropped_at is None


class TaskReport(TenantModel):
    """The partner says that a task of theirs is done, and shows it; one of ours looks and closes it. Append-only."""

    task = TenantForeignKey(ExitTask, models.CASCADE, related_name="reports")
    text = models.CharField(_("what was done"), max_length=500)
    file = TenantForeignKey(VendorFile, models.PROTECT, null=True, blank=True, related_name="+")
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told_by_name = models.CharField(max_length=254)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="exits_report_says_something")]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:80]


class AccessProof(TenantModel):
    """What shows that a grant of the access register ended with an exit: a ticket, a line of the log. Never changed.

    ``kept_for`` names another engagement of the vendor that needs the grant; then it stays, and the proof says why.
    """

    exit = TenantForeignKey(Exit, models.CASCADE, related_name="proofs")
    grant = TenantForeignKey(AccessGrant, models.PROTECT, related_name="+")
    proof = models.CharField(_("proof"), max_length=300)
    kept_for = TenantForeignKey(Engagement, models.PROTECT, null=True, blank=True, related_name="+")
    proved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "exit", "grant"], name="exits_proof_once"),
            models.CheckConstraint(condition=~Q(proof=""), name="exits_proof_says_something"),
        ]

    def __str__(self) -> str:
        return self.proof


class Erasure(TenantModel):
    """A class of data of an exit, and its day. Counted (the dry run), approved, then deleted in batches by a job.

    ``erased`` grows with each batch, in its transaction; ``finished_at`` is set once, with one line of the audit log.
    What is kept needs no approval. A class is a key of ``data_classes``.
    """

    exit = TenantForeignKey(Exit, models.CASCADE, related_name="erasures")
    data = models.SlugField(max_length=40)
    disposition = models.CharField(max_length=6, choices=Disposition)
    due_date = models.DateField()
    counted = models.PositiveIntegerField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    erased = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "exit", "data"], name="exits_erasure_once"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(counted_at__isnull=False), name="exits_erasure_counted_first"
            ),
            models.CheckConstraint(
                condition=Q(erased=0) | Q(approved_at__isnull=False), name="exits_erasure_approved_first"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "due_date"],
                condition=Q(finished_at__isnull=True, approved_at__isnull=False),
                name="exits_erasure_due",
            )
        ]

    def __str__(self) -> str:
        return self.data


class Settlement(TenantModel):
    """What is owed at the end, in one currency: open invoices and assistance, less credits. Both sides agreed to it."""

    exit = TenantForeignKey(Exit, models.CASCADE, related_name="settlements")
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    invoices = models.DecimalField(_("open invoices"), max_digits=16, decimal_places=2, default=0)
    assistance = models.DecimalField(
        _("assistance not yet invoiced"), max_digits=14, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    credits = models.DecimalField(
        _("credits not yet applied"), max_digits=14, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    agreed_on = models.DateField(_("agreed on"))
    agreed_with = models.CharField(_("agreed with"), max_length=120)
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "exit"], name="exits_settlement_once")]

    def __str__(self) -> str:
        return f"{self.exit}: {self.currency}"
