"""Reads about the sharing out of processes: allocations and their shares, routes by type of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from engagements.models import Engagement, Process
from engagements.queries.catalogue import not_ended
from sourcing.models import Allocation, AllocationShare, Part, WorkRoute


def allocations_of(process: Process) -> list[Allocation]:
    """Every allocation of a process, the one that begins last first; of the same day, the later agreed first."""
    rows = Allocation.objects.filter(process=process).select_related("metric", "created_by")
    return list(rows.order_by("-valid_from", "-pk"))


def in_force(allocations: Iterable[Allocation], day: date) -> Allocation | None:
    """Of a process's allocations in the order of ``allocations_of``, the one in force on a day."""
    return next((each for each in allocations if each.valid_from <= day), None)


def newest_id(process: Process) -> int:
    """The id of the allocation that was agreed last, 0 for none: what a form has seen."""
    return Allocation.objects.filter(process=process).order_by("-pk").values_list("pk", flat=True).first() or 0


def shares_by_allocation(allocations: Iterable[Allocation]) -> dict[int, list[AllocationShare]]:
    """The shares of some allocations, the primary first, then the largest."""
    found: dict[int, list[AllocationShare]] = defaultdict(list)
    rows = AllocationShare.objects.filter(allocation__in=list(allocations)).select_related("engagement__vendor")
    for row in sorted(rows, key=lambda row: (row.part != Part.PRIMARY, -row.share, row.engagement.name)):
        found[row.allocation_id].append(row)
    return dict(found)


def engagements_of(process: Process, *, today: date) -> list[Engagement]:
    """Who does the process, or will: its engagements that have not ended, by name."""
    rows = Engagement.objects.filter(not_ended(today), process=process).select_related("vendor", "calendar")
    return list(rows.order_by("name", "pk"))


def routes_of(process: Process) -> list[WorkRoute]:
    """The routes in use, by type."""
    rows = WorkRoute.objects.filter(process=process, retired_at=None).select_related("engagement__vendor")
    return list(rows.order_by("item_type", "pk"))


def planned_shares(*, today: date) -> dict[int, list[AllocationShare]]:
    """The shares in force today, by process; two queries whatever their number."""
    newest: dict[int, Allocation] = {}
    begun = Allocation.objects.filter(Q(valid_from__lte=today)).order_by("process_id", "-valid_from", "-pk")
    for each in begun.distinct("process_id"):
        newest[each.pk] = each
    found = shares_by_allocation(newest.values())
    return {newest[key].process_id: shares for key, shares in found.items()}
