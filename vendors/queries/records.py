"""Reads about what is kept of a vendor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from vendors.models import StatusChange, SubProcessor, Vendor, VendorDossier


class Tier(NamedTuple):
    """A sub-processor with the tier it stands at (the vendor itself is 1)."""

    row: SubProcessor
    tier: int
    is_living: bool


def dossier_of(vendor: Vendor) -> VendorDossier:
    """The internal side of a vendor's record; an empty unsaved one when nobody wrote anything yet."""
    found = VendorDossier.objects.filter(vendor=vendor).first()
    return found or VendorDossier(vendor=vendor)


def dossiers_by_vendor() -> dict[int, VendorDossier]:
    """Every dossier there is, by the vendor's id."""
    return {row.vendor_id: row for row in VendorDossier.objects.all()}


def status_history(vendor: Vendor) -> list[StatusChange]:
    """The moves of a relationship, the newest first."""
    return list(StatusChange.objects.filter(vendor=vendor).select_related("changed_by").order_by("-since_date", "-pk"))


def tiers_of(vendor: Vendor, *, today: date) -> list[Tier]:
    """A vendor's sub-processors as a tree, each below the one it stands behind, with its tier."""
    return in_tiers(SubProcessor.objects.filter(vendor=vendor), today=today)


def in_tiers(rows: Iterable[SubProcessor], *, today: date) -> list[Tier]:
    """Sub-processors of one vendor in the order of a tree; one whose parent is not among them stands at the top."""
    known = list(rows)
    ids = {row.pk for row in known}
    below: dict[int | None, list[SubProcessor]] = {}
    for row in known:
        below.setdefault(row.parent_id if row.parent_id in ids else None, []).append(row)
    found: list[Tier] = []
    waiting = [(row, 2) for row in reversed(below.get(None, []))]
    while waiting:
        row, tier = waiting.pop()
        found.append(Tier(row, tier, row.ended_on is None or row.ended_on >= today))
        waiting += [(child, tier + 1) for child in reversed(below.get(row.pk, []))]
    return found


def living_sub_processors(today: date) -> list[SubProcessor]:
    """Every sub-processor in use, of vendors that are on the list."""
    in_use = Q(ended_on=None) | Q(ended_on__gte=today)
    rows = SubProcessor.objects.filter(in_use, vendor__archived_at=None).select_related("vendor")
    return list(rows.order_by("name", "pk"))
