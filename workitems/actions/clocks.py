"""Writing the clocks of many items at once: read, counted by the pure clock, written where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from workitems.actions.clock_rows import ClockRow, write_clocks
from workitems.actions.locking import lock_items
from workitems.clock import ClockOutcome
from workitems.queries.agreements import agreements
from workitems.queries.clock_facts import item_facts, items_opened, told_events
from workitems.replaying import Counted, ItemFacts, clocks_of

CHUNK = 5_000
SECOND_US = 1_000_000


@dataclass(frozen=True, slots=True)
class ClockCounts:
    """What a computation came to: items looked at, clocks they have, rows written and removed, weeks marked."""

    items: int = 0
    clocks: int = 0
    changed: int = 0
    removed: int = 0
    weeks: int = 0

    def __add__(self, other: ClockCounts) -> ClockCounts:
        return ClockCounts(
            self.items + other.items,
            self.clocks + other.clocks,
            self.changed + other.changed,
            self.removed + other.removed,
            self.weeks + other.weeks,
        )


@transaction.atomic
def recompute_clocks(
    *,
    now: datetime,
    item_ids: Iterable[int] | None = None,
    engagement_ids: Sequence[int] = (),
    opened_from: datetime | None = None,
    opened_before: datetime | None = None,
    quiet_before: datetime | None = None,
    progress: Callable[[int], None] | None = None,
) -> ClockCounts:
    """Compute the clocks of the items named, or of the engagements' items opened in [opened_from, opened_before).

    A pure function of events, versions in force at the opening, and ``now``: a rerun changes no row. Clocks that no
    level governs any more are removed. Weeks whose figures change are marked dirty. An outcome before
    ``quiet_before``, or before the item was first imported, is quiet (docs/metrics.md, clocks 8); one that stands as it
    stood keeps what it was. ``progress`` is told the items done so far. Items stay locked until the transaction ends.
    """
    if item_ids is None:
        item_ids = items_opened(engagement_ids, opened_from=opened_from, opened_before=opened_before)
    ordered = sorted(set(item_ids))
    counts = ClockCounts()
    for place in range(0, len(ordered), CHUNK):
        chunk = ordered[place : place + CHUNK]
        counts += _recompute(chunk, now=now, quiet_before=quiet_before)
        if progress is not None:
            progress(place + len(chunk))
    return counts


def _recompute(item_ids: Sequence[int], *, now: datetime, quiet_before: datetime | None) -> ClockCounts:
    lock_items(item_ids)
    items = item_facts(item_ids)
    told = told_events(item_ids)
    governed_by = agreements(sorted({item.engagement_id for item in items}))
    rows = [
        _row(item, counted, now, quiet_before)
        for item in items
        for counted in clocks_of(item, told.get(item.id, ()), governed_by, now)
    ]
    written = write_clocks(rows, item_ids, now=now)
    return ClockCounts(len(item_ids), len(rows), written.changed, written.removed, written.weeks)


def _row(item: ItemFacts, counted: Counted, now: datetime, quiet_before: datetime | None) -> ClockRow:
    state = counted.state
    known_at = max(item.known_at, quiet_before) if quiet_before else item.known_at
    is_quiet = state.outcome_at is not None and state.outcome_at < known_at
    is_missed = state.outcome is ClockOutcome.MISSED
    ahead = [warning.at for warning in state.warnings if not warning.is_reached]
    return ClockRow(
        organization_id=item.organization_id,
        item_id=item.id,
        engagement_id=item.engagement_id,
        kind=counted.kind,
        level_version_id=counted.governing.level.pk,
        target_id=counted.target.pk,
        calendar_version_id=counted.governing.calendar_version,
        started_at=state.started_at or item.opened_at,
        paused_at=state.paused_at,
        due_at=state.due_at,
        stopped_at=state.stopped_at,
        breached_at=state.breached_at,
        outcome=state.outcome.value,
        outcome_at=state.outcome_at,
        open_seconds=max(state.elapsed_us, 0) // SECOND_US,
        next_warning_at=ahead[0] if ahead and state.outcome is ClockOutcome.RUNNING else None,
        warned_percent=max((warning.percent for warning in state.warnings if warning.is_reached), default=0),
        is_quiet=is_quiet,
        noticed_at=now if is_missed and not is_quiet else None,
        computed_at=now,
        first_completed_at=item.first_stop_at or item.closed_at,
    )
