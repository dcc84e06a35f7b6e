"""Random items with clocks, events and exclusions, drawn on a coarse grid so that instants meet the week's edges."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from engagements.models import Engagement
from foundation.accounts.roles import Role
from tests.factories.cast import House
from tests.factories.scorecards import LONG_AGO, Levels, exclude, item
from workitems.models import WorkItem, WorkItemEvent

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


def scatter(house: House, engagement: Engagement, seed: int, *, size: int = 60) -> list[WorkItem]:
    """Items of about three weeks around 2026-W47."""
    draw = random.Random(seed)  # samples are no secrets
    levels = Levels(engagement)
    return [_one(house, engagement, levels, draw) for _ in range(size)]


def _instant(draw: random.Random, since: datetime) -> datetime:
    """Up to twelve days later, in steps of six hours."""
    return since + timedelta(hours=6 * draw.randrange(48))


def _one(house: House, engagement: Engagement, levels: Levels, draw: random.Random) -> WorkItem:
    opened = _instant(draw, MONDAY - timedelta(days=8))
    done = _instant(draw, opened) if draw.random() < 0.7 else None
    more = _qualities(draw, opened)
    if done:
        more |= {"closed_at": draw.choice([None, _instant(draw, done)]), "source_met": draw.choice([True, False, None])}
        more["status_class"] = "cancelled" if draw.random() < 0.1 else "resolved"
    first = opened + (done - opened) / 2 if done and draw.random() < 0.25 else None
    if first:
        more |= {"reopen_count": 1, "first_resolved_at": first}
        if draw.random() < 0.3:
            done = more["closed_at"] = None
    made = item(engagement, opened, done, **more)
    if first:
        _tell(made, first, done, draw)
    for kind in ("response", "resolution"):
        outcome = draw.choice(["met", "missed", "running", "cancelled"])
        if draw.random() < 0.8:
            levels.clock(made, outcome, _instant(draw, opened), kind=kind, open_seconds=draw.randrange(400_000))
    if draw.random() < 0.15:
        approver = house.people[Role.OPS_LEAD] if draw.random() < 0.7 else None
        exclude(made, by=house.people[Role.ANALYST], approved_by=approver)
    return made


def _qualities(draw: random.Random, opened: datetime) -> dict[str, Any]:
    found: dict[str, Any] = {"priority": draw.choice(["1", "2", "3"]), "checked": draw.choice([True, False, None])}
    found["defective"] = draw.choice([True, False, None]) if found["checked"] else None
    if draw.random() < 0.3:
        found |= {"csat_score": draw.randint(1, 5), "csat_at": _instant(draw, opened)}
    if draw.random() < 0.2:
        found |= {"cost": f"{draw.randint(1, 9999) / 100:.2f}", "currency": "EUR"}
    if draw.random() < 0.6:
        found["due_at"] = _instant(draw, opened)
    if draw.random() < 0.5:
        found["handled_minutes"] = f"{draw.randint(1, 60_000) / 100:.2f}"
    if draw.random() < 0.8:
        found |= {"requester": draw.choice(["ann", "ben", "cyd"]), "item_type": draw.choice(["", "login"])}
    return found


def _tell(made: WorkItem, first: datetime, done: datetime | None, draw: random.Random) -> None:
    """The events of a reopened item, unless the source gave none."""
    if draw.random() < 0.2:
        return
    reopened = first + ((done or first + timedelta(hours=30)) - first) / 3
    story = [("stop", first), ("reopen", reopened)] + ([("stop", done)] if done else [])
    for sequence, (kind, at) in enumerate(story, 1):
        WorkItemEvent.objects.create(item=made, sequence=sequence, occurred_at=at, kind=kind)
    if draw.random() < 0.2:
        WorkItemEvent.objects.create(item=made, sequence=99, occurred_at=LONG_AGO, kind="stop", retracted_at=LONG_AGO)
