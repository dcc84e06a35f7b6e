"""The base of every tenant table: the organization column, the manager and the key that cannot leave the tenant."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.db.models import Func

from foundation.accounts.tenancy import context

__all__ = ["CurrentOrganization", "TenantForeignKey", "TenantManager", "TenantModel"]


class CurrentOrganization(Func):
    """The organization of the transaction, as a database default."""

    template = "current_setting('app.organization_id')::bigint"
    arity = 0
    output_field = models.BigIntegerField()


class TenantForeignKey(models.ForeignKey):  # type: ignore[type-arg]  # generic only in the stubs
    """A foreign key inside a tenant. ``TenantTable`` makes the real constraint, (organization_id, x_id)."""

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs.setdefault("db_constraint", False)
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)


Row = TypeVar("Row", bound=models.Model)


class TenantManager(models.Manager[Row]):
    """Adds the literal organization to every explicit queryset, so that the planner sees the tenant's statistics."""

    def get_queryset(self) -> models.QuerySet[Row]:
        queryset = super().get_queryset()
        ids = context.current().organization_ids
        if not ids:
            return queryset
        return queryset.filter(organization_id=ids[0]) if len(ids) == 1 else queryset.filter(organization_id__in=ids)


class TenantModel(models.Model):
    """A row that belongs to one organization, behind the wall."""

    organization = models.ForeignKey(
        "accounts.Organization",
        models.PROTECT,
        related_name="+",
        db_default=CurrentOrganization(),
        db_index=False,
        editable=False,
    )

    objects = TenantManager()

    class Meta:
        abstract = True
