"""Filters of the item list that somebody gave a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantModel


class SavedView(TenantModel):
    """A filter of the item list under a name: its owner's alone, or everybody's in the workspace when shared.

    ``query`` is the address of the filter, without "?". Saved again under the same name, it takes its place.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=2000)
    is_shared = models.BooleanField(_("for everybody here"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "owner", "name"], name="workitems_savedview_once")
        ]

    def __str__(self) -> str:
        return self.name
