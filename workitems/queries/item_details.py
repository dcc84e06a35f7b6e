"""Everything a work item's page tells: its facts, events, clocks as they stand now, and what they are counted by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from workitems.clock import ClockState
from workitems.models import Exclusion, SlaClock, WorkItem, WorkItemEvent
from workitems.queries.agreements import agreements
from workitems.queries.clock_facts import item_facts, told_events
from workitems.replaying import Counted, clocks_of


@dataclass(frozen=True, slots=True)
class ClockDetail:
    """A stored clock, its state at the moment of asking, and the hours it runs in.

    ``counted`` is None when no level governs it any more, though its row is not yet gone.
    """

    stored: SlaClock
    counted: Counted | None

    @property
    def state(self) -> ClockState | None:
        """The clock replayed now; elapsed time and a paused clock's deadline move with time."""
        return self.counted.state if self.counted else None

    @property
    def open_seconds(self) -> int:
        """Open time used so far."""
        return self.state.elapsed_us // 1_000_000 if self.state else self.stored.open_seconds

    @property
    def left_seconds(self) -> int | None:
        """Open time left of the target, negative when overspent; None without data."""
        return self.state.remaining_us // 1_000_000 if self.state and self.state.due_at else None

    @property
    def over_seconds(self) -> int:
        """Open time used beyond the target, 0 while there is some left."""
        return max(0, -(self.left_seconds or 0))


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """A work item's page. ``groups`` are calendar seconds by group, longest first."""

    item: WorkItem
    clocks: list[ClockDetail]
    events: list[WorkItemEvent]
    exclusions: list[Exclusion]
    groups: list[tuple[str, int]]

    @property
    def may_be_claimed(self) -> bool:
        """Whether no claim waits and none was approved."""
        return all(claim.rejected_at is not None for claim in self.exclusions)


def items_with_places() -> QuerySet[WorkItem]:
    """Work items with the names of where they belong and the import they came with."""
    places = ("engagement", "vendor", "client", "process", "segment", "batch__file")
    found: QuerySet[WorkItem] = WorkItem.objects.select_related(*places)
    return found


def item_detail(item: WorkItem, *, now: datetime) -> ItemDetail:
    """What the page of an item tells at ``now``; as many queries for ten events as for one."""
    claims = Exclusion.objects.filter(item=item).select_related("claimed_by", "decided_by").order_by("-claimed_at")
    events = WorkItemEvent.objects.filter(item=item, retracted_at=None).order_by("occurred_at", "sequence")
    groups = sorted(item.group_seconds.items(), key=lambda group: -group[1])
    return ItemDetail(item, _clocks(item, now), list(events), list(claims), groups)


def _clocks(item: WorkItem, now: datetime) -> list[ClockDetail]:
    versions = ("level_version__service_level", "target", "calendar_version__calendar", "level_version__calendar")
    stored = list(SlaClock.objects.filter(item=item).select_related(*versions).order_by("-kind"))
    if not stored:
        return []
    counted: dict[str, Counted] = {}
    for facts in item_facts([item.pk]):
        told = told_events([item.pk]).get(item.pk, [])
        counted = {each.kind: each for each in clocks_of(facts, told, agreements([facts.engagement_id]), now)}
    return [ClockDetail(clock, counted.get(clock.kind)) for clock in stored]
