"""IT support between three: a primary who slips, a challenger on trial, and the own desk behind them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from engagements.models import Engagement, Metric
from engagements.models.metrics import Measure
from engagements.periods import Period
from foundation.accounts.models import User
from sourcing.actions.allocation import Given, allocate, route_type
from sourcing.models import Allocation, WorkRoute

PRIMARY, CHALLENGER, OWN = "After-hours IT support", "IT support, evenings", "IT support, day desk"
PLANS: Final = (
    # weeks back, why, shares of primary, challenger and own desk
    (26, "Nights to a partner, days with us", (50, 5, 45)),
    (9, "A challenger takes evenings, so that we can switch", (45, 12, 43)),
)
RULE: Final = (
    "Three weeks in a row with fewer than 93 % answered in time: the evenings go to the challenger from the next month."
    " The ops lead proposes it, the owner decides."
)
ROUTES: Final = (
    ("Network", PRIMARY),
    ("Account", OWN),
    ("Hardware", OWN),
    ("Hardware", PRIMARY),
    ("Outage", PRIMARY),
    ("Access", OWN),
)


def share_out(engagements: dict[str, Engagement], weeks: Sequence[Period], *, by: User) -> None:
    """Two plans and six routes, two for kinds of the intake form; nothing when one of the three is not there."""
    if not {PRIMARY, CHALLENGER, OWN} <= set(engagements):
        return
    metric = Metric.objects.filter(measure=Measure.SLA_RESPONSE, archived_at=None).order_by("pk").first()
    process = engagements[PRIMARY].process
    parts = ((PRIMARY, "primary"), (CHALLENGER, "challenger"), (OWN, "backup"))
    for back, why, shares in PLANS:
        week = weeks[-1 - back]
        plan = Allocation(process=process, valid_from=week.first_date, reason=why, switch_rule=RULE)
        if metric is not None:
            plan.metric, plan.beyond, plan.threshold, plan.weeks = metric, "below", Decimal(93), 3
        given = [
            Given(engagements[name], part, Decimal(share)) for (name, part), share in zip(parts, shares, strict=True)
        ]
        allocate(allocation=plan, shares=given, seen=None, today=week.first_date, by=by, now=week.start)
    for item_type, name in ROUTES:
        route = WorkRoute(process=process, item_type=item_type, engagement=engagements[name])
        route_type(route=route, by=by, now=weeks[-1].start)
