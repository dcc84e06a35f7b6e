"""What an import overwrote, so that it can be undone."""

from __future__ import annotations

from django.db import models

from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from foundation.inbox.models import ImportBatch
from workitems.models.items import WorkItem


class WorkItemBefore(TenantModel):
    """A work item as it stood before a batch changed it: written by the commit, used and removed by its undo.

    ``values`` holds the item's columns as JSON; an item that the batch created has no such row.
    """

    batch = TenantForeignKey(ImportBatch, models.CASCADE, related_name="+")
    item = TenantForeignKey(WorkItem, models.CASCADE, related_name="+")
    values = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "batch", "item"], name="workitems_workitembefore_once")
        ]

    def __str__(self) -> str:
        return f"{self.item} before {self.batch}"
