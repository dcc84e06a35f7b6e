"""Reads about those who deliver."""

from __future__ import annotations

from vendors.models import Vendor, VendorKind


def vendor_choices() -> list[tuple[int, str]]:
    """The partners in use, as (id, name) in the order of names; not the own team, nobody archived."""
    partners = Vendor.objects.filter(kind=VendorKind.EXTERNAL, archived_at=None)
    return list(partners.order_by("name", "pk").values_list("pk", "name"))
