"""Where items belong: the value map's keys as engagements, vendors, clients and segments of the workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from engagements.models import Client, Engagement, Segment
from vendors.models import Vendor
from workitems.canonical import CanonicalItem
from workitems.mapping import Mapping, same_value

# A key names a row ("Night desk", "Night desk / Berlin"), gives its id ("#12", "#12/7"), or is not made yet ("+Night").
BY_ID = "#"
BY_VENDOR = "@"  # "@5" is the vendor with that id, whatever the value map leads to
TO_MAKE = "+"


class Place(NamedTuple):
    """The ids an item points at; without an engagement it is in the Unassigned bucket."""

    engagement_id: int | None = None
    vendor_id: int | None = None
    process_id: int | None = None
    client_id: int | None = None
    segment_id: int | None = None


class _Engagement(NamedTuple):
    place: Place
    name: str
    is_open: bool


NOWHERE = Place()
Found = TypeVar("Found")


@dataclass
class Places:
    """Every engagement, vendor, client and segment of the workspace in force; keys are compared without regard to case.

    ``to_make`` has the engagements that a check foretells, by name, with ids below zero.
    """

    engagements: dict[int, _Engagement] = field(default_factory=dict)
    segments: dict[int, dict[str, int]] = field(default_factory=dict)
    vendors: dict[int, str] = field(default_factory=dict)
    clients: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.to_make: dict[str, int] = {}
        self._by_name = {same_value(each.name): pk for pk, each in self.engagements.items()}
        self._vendor_by_name = {same_value(name): pk for pk, name in self.vendors.items()}
        self._known: dict[tuple[str, str], Place | None] = {}

    def unknown(self, mapping: Mapping) -> list[str]:
        """The keys of the value map that lead nowhere, in its order, each once; those still to make are among them."""
        if mapping.placement is None:
            return []
        target = mapping.placement.target
        keys = dict.fromkeys(mapping.placement.values.values())
        return [key for key in keys if key.startswith(TO_MAKE) or self._find(target, key) is None]

    def place_of(self, item: CanonicalItem, mapping: Mapping) -> Place:
        """Where an item belongs.

        The value map decides; without one, a vendor named exactly in the item does. A vendor with one engagement in
        force stands for that engagement. The item's own client, if it is known by name, goes before the engagement's.
        """
        if mapping.placement is not None:
            found = self._find(mapping.placement.target, item.placement) if item.placement else None
        else:
            found = self._find("vendor", item.vendor) if item.vendor else None
        place = found or NOWHERE
        client = self.clients.get(same_value(item.client)) if item.client else None
        return place if client is None else place._replace(client_id=client)

    def _find(self, target: str, key: str) -> Place | None:
        if key.startswith(TO_MAKE):
            return Place(self.to_make.setdefault(key.removeprefix(TO_MAKE), -1 - len(self.to_make)))
        if key.startswith(BY_VENDOR):
            target, key = "vendor", BY_ID + key.removeprefix(BY_VENDOR)
        known = (target, key)
        if known not in self._known:
            self._known[known] = self._vendor(key) if target == "vendor" else self._engagement(key)
        return self._known[known]

    def _vendor(self, key: str) -> Place | None:
        pk = _by_id(key, self.vendors) if key.startswith(BY_ID) else self._vendor_by_name.get(same_value(key))
        if pk is None:
            return None
        own = [each.place for each in self.engagements.values() if each.is_open and each.place.vendor_id == pk]
        return own[0] if len(own) == 1 else Place(vendor_id=pk)

    def _engagement(self, key: str) -> Place | None:
        name, _, segment = key.partition("/") if key.startswith(BY_ID) else (key, "", "")
        pk = _by_id(name, self.engagements) if key.startswith(BY_ID) else self._by_name.get(same_value(key))
        if pk is None and " / " in key and not key.startswith(BY_ID):
            name, _, segment = key.rpartition(" / ")
            pk = self._by_name.get(same_value(name))
        if pk is None:
            return None
        place = self.engagements[pk].place
        if not segment:
            return place
        segments = self.segments.get(pk, {})
        segment_id = int(segment) if segment.isdigit() else segments.get(same_value(segment))
        return place._replace(segment_id=segment_id) if segment_id in segments.values() else None


def _by_id(key: str, rows: Iterable[int]) -> int | None:
    digits = key.removeprefix(BY_ID).strip()
    return int(digits) if digits.isdigit() and int(digits) in rows else None


def load_places() -> Places:
    """The places of the workspace in force; four queries."""
    engagements = {
        pk: _Engagement(Place(pk, vendor, process, client), name, ended is None)
        for pk, name, vendor, process, client, ended in Engagement.objects.values_list(
            "pk", "name", "vendor_id", "process_id", "client_id", "ended_on"
        )
    }
    segments: dict[int, dict[str, int]] = {}
    for pk, engagement, name in Segment.objects.values_list("pk", "engagement_id", "name"):
        segments.setdefault(engagement, {})[same_value(name)] = pk
    vendors = dict(Vendor.objects.values_list("pk", "name"))
    clients = {same_value(name): pk for pk, name in Client.objects.values_list("pk", "name")}
    return Places(engagements, segments, vendors, clients)


def rewritten(mapping: Mapping, change: Callable[[str], str]) -> dict[str, str]:
    """The value map's values with each key changed."""
    return {value: change(key) for value, key in mapping.placement.values.items()} if mapping.placement else {}
