"""Reads about which data partners get to see."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from engagements.models import Engagement
from engagements.queries.catalogue import not_ended


def classes_by_vendor(today: date) -> dict[int, set[str]]:
    """The classes of data of each vendor's engagements that have not ended, by vendor id."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Engagement.objects.filter(not_ended(today)).exclude(data_class="")
    for vendor, data_class in rows.values_list("vendor_id", "data_class"):
        found[vendor].add(data_class)
    return dict(found)


def lapse_home(vendor_id: int, kinds_by_class: dict[str, list[str]], kind: str, today: date) -> Engagement | None:
    """The engagement on which a lapse of a vendor's evidence is followed up: one whose data demands the kind before
    others, the oldest first; None when none runs."""
    rows = list(
        Engagement.objects.filter(not_ended(today), vendor_id=vendor_id)
        .select_related("owner", "vendor__owner")
        .order_by("started_on", "pk")
    )
    demanding = [row for row in rows if kind in kinds_by_class.get(row.data_class, [])]
    return next(iter([*demanding, *rows]), None)
