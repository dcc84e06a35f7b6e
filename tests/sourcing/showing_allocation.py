"""A process that is shared out, for the walks that open every page."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from engagements.models import Engagement
from foundation.accounts.models import User
from sourcing.actions.allocation import Given, allocate, route_type
from sourcing.models import Allocation, WorkRoute


def show_allocation(engagement: Engagement, other: Engagement, *, by: User, now: datetime) -> dict[str, int]:
    """A plan for the process of both, and a route; returns ids by the word before them in addresses."""
    plan = Allocation(process=engagement.process, valid_from=engagement.started_on, reason="Spread")
    plan.switch_rule = "When the primary is late three weeks in a row."
    shares = [Given(engagement, "primary", Decimal(60)), Given(other, "challenger", Decimal(40))]
    allocate(allocation=plan, shares=shares, seen=0, today=now.date(), by=by, now=now)
    route = WorkRoute(process=engagement.process, item_type="Network", engagement=other)
    return {"routes": route_type(route=route, by=by, now=now).pk}
