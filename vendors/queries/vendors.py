"""Reads about those who deliver."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db.models import Case, QuerySet, When

from foundation.accounts.slots import Slot
from vendors.models import Vendor, VendorKind

# How many engagements that have not ended on a day each vendor has, by vendor id; those without any are left out.
engagement_counts: Slot[Callable[[date], dict[int, int]]] = Slot("vendors.engagement_counts")


class ListedVendor(NamedTuple):
    """A vendor and how many engagements with it have not ended."""

    vendor: Vendor
    engagement_count: int


def vendor_choices() -> list[tuple[int, str]]:
    """The partners in use, as (id, name) in the order of names; not the own team, nobody archived."""
    partners = Vendor.objects.filter(kind=VendorKind.EXTERNAL, archived_at=None)
    return list(partners.order_by("name", "pk").values_list("pk", "name"))


def vendors(*, archived: bool = False) -> QuerySet[Vendor]:
    """Vendors by name, the own team first; the archived ones when asked."""
    rows = Vendor.objects.filter(archived_at__isnull=not archived).select_related("owner", "deputy")
    own_first = Case(When(kind=VendorKind.INTERNAL, then=0), default=1)
    return rows.order_by(own_first, "name", "pk")


def listed_vendors(*, today: date, archived: bool = False) -> list[ListedVendor]:
    """The list page's rows; ``today`` is the organization's local date."""
    counts = engagement_counts()(today)
    return [ListedVendor(vendor, counts.get(vendor.pk, 0)) for vendor in vendors(archived=archived)]
