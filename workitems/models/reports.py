"""What the vendor says of an item in its portal."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from workitems.models.items import WorkItem
from workitems.models.requests import PointAnswer, RequestPoint


class ReportKind(models.TextChoices):
    """What is said."""

    STEP = "step", _("what happened")
    PROMISE = "promise", _("a day promised")
    POINT = "point", _("an answer")
    COMMENT = "comment", _("a comment")


class ItemReport(TenantModel):
    """A word of the vendor about one of its items. Append-only for the vendor; a task takes it over.

    told -> taken (``taken_at``), or taken with what was ``refused`` about it. For a request of our own intake a step, a
    promise or an answer becomes the item's (clocks counted from ``told_at``); an item of a ticket system keeps to its
    source, and the word stands beside it.
    """

    item = TenantForeignKey(WorkItem, models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=7, choices=ReportKind)
    step = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    day = models.DateField(null=True, blank=True)
    point = TenantForeignKey(RequestPoint, models.CASCADE, null=True, blank=True, related_name="reports")
    answer = models.CharField(max_length=4, choices=PointAnswer, blank=True, default="")
    comment = models.TextField(_("comment"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=254)
    told_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    refused = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="step") & ~Q(step=""))
                | Q(kind="promise", day__isnull=False)
                | Q(kind="point", point__isnull=False)
                | (Q(kind="comment") & ~Q(comment="")),
                name="workitems_itemreport_says_something",
            )
        ]
        indexes = [
            models.Index(
                fields=["organization", "id"], condition=Q(taken_at__isnull=True), name="workitems_itemreport_new"
            ),
            models.Index(fields=["organization", "item", "id"], name="workitems_itemreport_of"),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.kind}"
