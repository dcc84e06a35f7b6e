"""How work is asked for: one form per process, its own fields, and patterns of requests that come again."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Process
from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from foundation.inbox.models import InboundHook


def _lines(label: object, help_text: object = "") -> ArrayField:  # type: ignore[type-arg]  # generic only in the stubs
    entry: models.CharField[str, str] = models.CharField(max_length=300)
    return ArrayField(entry, verbose_name=label, help_text=help_text, default=list, db_default=[], blank=True)  # type: ignore[arg-type]  # lazy texts


class IntakeForm(Revised, TenantModel):
    """The form by which work of a process is asked for. One is in force per process; a retired one stays, with what
    was asked through it.

    Title, problem, outcome, steps, deadline and acceptance criteria are asked by every form; ``IntakeField`` adds the
    process's own. The lists are what each request begins with. ``engagement`` is where its work goes unless a request
    says otherwise; ``item_types`` are the kinds of request that its triage rubric tells apart. Mail comes through
    ``hook``.
    """

    process = TenantForeignKey(Process, models.PROTECT, related_name="intake_forms", verbose_name=_("process"))
    engagement = TenantForeignKey(
        Engagement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("goes to"),
        help_text=_("Where its work goes unless a request says otherwise."),
    )
    name = models.CharField(_("name"), max_length=120)
    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("Shown above the form: what belongs here, and what does not.")
    )
    item_types = _lines(_("kinds of request"), _("One a line; the triage rubric can tell them apart."))
    criteria = _lines(_("acceptance criteria"), _("One a line. Each is answered pass or fail when the work is done."))
    checklist = _lines(_("checklist"), _("One step a line, in the order in which they are done."))
    evidence_before = _lines(
        _("evidence before the work"), _("One a line, for example: Backup made, and where it lies.")
    )
    evidence_after = _lines(_("evidence after the work"), _("One a line, for example: Screenshot of the result."))
    hook = TenantForeignKey(InboundHook, models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "process"],
                condition=Q(retired_at__isnull=True),
                name="workitems_intakeform_one_in_force",
                violation_error_message=_("This process has an intake form already. Change that one, or retire it."),
            ),
            models.UniqueConstraint(
                fields=["organization", "hook"],
                condition=Q(hook__isnull=False),
                name="workitems_intakeform_hook_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FieldKind(models.TextChoices):
    """What a field takes."""

    TEXT = "text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", _("Number")
    DATETIME = "datetime", _("Date and time, with time zone")
    CHOICE = "choice", _("Choice")
    YES_NO = "yes_no", _("Yes or no")
    FILE = "file", _("File")


class IntakeField(TenantModel):
    """A question of the process's own. ``key`` names it to programs and never changes; ``choices`` are for a choice."""

    form = TenantForeignKey(IntakeForm, models.CASCADE, related_name="fields")
    key = models.CharField(_("key"), max_length=40, validators=[RegexValidator(r"^[a-z][a-z0-9_]*$")])
    label = models.CharField(_("label"), max_length=120)
    kind = models.CharField(_("type"), max_length=10, choices=FieldKind, default=FieldKind.TEXT)
    required = models.BooleanField(_("must be answered"), default=False)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    choices = _lines(_("choices"), _("One a line; for the type “Choice”."))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "form", "key"], name="workitems_intakefield_key_once"),
            models.UniqueConstraint("organization", "form", Lower("label"), name="workitems_intakefield_label_once"),
        ]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class RequestTemplate(Revised, TenantModel):
    """A request that comes again: what stays the same is filled in, only the specifics are typed.

    ``preset`` is field -> text, as the form's fields are named.
    """

    form = TenantForeignKey(IntakeForm, models.CASCADE, related_name="templates")
    name = models.CharField(_("name"), max_length=120)
    preset = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization",
                "form",
                Lower("name"),
                condition=Q(archived_at__isnull=True),
                name="workitems_requesttemplate_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
