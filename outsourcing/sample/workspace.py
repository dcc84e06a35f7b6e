"""Making the sample: people, what was agreed, what happened, and the weeks that were judged."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from engagements.models import Engagement
from engagements.periods import Period, PeriodKind, period_at
from foundation.accounts.models import Organization, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from outsourcing.sample import people
from outsourcing.sample.agreements import ZONE, agree
from outsourcing.sample.history import import_history
from outsourcing.sample.story import PLANS, Plan
from scorecards.actions.measuring import measure_dirty_weeks
from workitems.actions.statistics import refresh_statistics

WEEKS = 26
SEED = 47


@transaction.atomic
def make_sample(*, now: datetime) -> Organization:
    """The sample workspace Northwind Services and a small second one, Umbra, that must never be seen from it."""
    with context.identity():
        staff = {role: people.make_person(name, login) for role, name, login in people.STAFF}
    northwind = people.found("Northwind Services", owner=staff[Role.OWNER], time_zone=ZONE, slug="northwind")
    for role, person in staff.items():
        if role != Role.OWNER:
            people.join(northwind, person, role)
    _furnish(northwind, PLANS, [staff[Role.OPS_LEAD], staff[Role.OWNER]], seed=SEED, now=now)
    with context.identity():
        olga = people.make_person("Olga Stern", "olga")
    umbra = people.found("Umbra Works", owner=olga, time_zone="America/New_York", slug="umbra")
    _furnish(umbra, PLANS[8:10], [olga], seed=SEED + 1, now=now)
    return northwind


def _furnish(
    organization: Organization, plans: tuple[Plan, ...], owners: list[User], *, seed: int, now: datetime
) -> dict[str, Engagement]:
    """Agreements, history and figures of one workspace."""
    week = period_at(PeriodKind.WEEK, now, organization.time_zone)
    weeks: list[Period] = [week.shift(back - WEEKS) for back in range(WEEKS + 1)]
    with context.system([organization.pk]):
        engagements = agree(organization, owners, plans=plans, start=weeks[0].first_date, now=now)
        import_history(plans, engagements, weeks, seed=seed, by=owners[0], now=now)
        refresh_statistics()
        while measure_dirty_weeks(now=now).weeks:
            pass
    return engagements
