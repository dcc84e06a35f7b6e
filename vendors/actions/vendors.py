"""Vendors: added, changed, retired."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import Organization, User
from vendors.models import Vendor, VendorKind
from vendors.queries import engagement_counts


def make_own_team(organization: Organization) -> None:
    """Give a new workspace its own team, so that scorecards and comparisons treat it like any vendor."""
    Vendor.objects.create(name=_("Own team"), kind=VendorKind.INTERNAL, time_zone=organization.time_zone)


@transaction.atomic
def add_vendor(*, vendor: Vendor, by: User | None) -> Vendor:
    """Put a partner on the list (an unsaved row)."""
    vendor.save(force_insert=True)
    record("vendor.added", by=by, subject=vendor)
    return vendor


@transaction.atomic
def change_vendor(*, vendor: Vendor, by: User, was: dict[str, Any]) -> Vendor:
    """Save what changed; ``was`` holds the old values, for the audit log."""
    if was:
        vendor.save(update_fields=list(was))
        changes = {name: [str(old), str(getattr(vendor, name))] for name, old in was.items()}
        record("vendor.changed", by=by, subject=vendor, **changes)
    return vendor


@transaction.atomic
def archive_vendor(*, vendor: Vendor, by: User | None, now: datetime) -> Vendor:
    """Take a partner off the list; what was measured stays. Doing it twice changes nothing.

    Raises:
        ValidationError: for the own team, and while an engagement with it has not ended.
    """
    if vendor.is_own_team:
        raise ValidationError(_("The own team stays: scorecards compare partners with it."))
    if engagement_counts()(now.date()).get(vendor.pk):
        raise ValidationError(_("Engagements with this vendor have not ended. End them first."))
    if Vendor.objects.filter(pk=vendor.pk, archived_at=None).update(archived_at=now) == 1:
        vendor.archived_at = now
        record("vendor.archived", by=by, subject=vendor)
    return vendor


@transaction.atomic
def restore_vendor(*, vendor: Vendor, by: User) -> Vendor:
    """Put a partner back on the list. Doing it twice changes nothing."""
    if Vendor.objects.filter(pk=vendor.pk).exclude(archived_at=None).update(archived_at=None) == 1:
        vendor.archived_at = None
        record("vendor.restored", by=by, subject=vendor)
    return vendor
