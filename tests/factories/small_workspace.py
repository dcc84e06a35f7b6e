"""A small workspace with everything in it, made of the sample's pieces: four engagements, thirteen weeks, two of them
handled: one issued (and mailed by the partner's engagement), the newest frozen for whoever signs in. Made in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.db import transaction

from engagements.actions.grants import grant_engagement
from engagements.models import Engagement
from engagements.periods import Period, PeriodKind, cutoff, period_at
from foundation.accounts.models import Membership, Organization, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.outbox import delivering
from foundation.outbox.models import Message
from outsourcing.sample import people
from outsourcing.sample.agreements import ZONE, agree
from outsourcing.sample.history import import_history
from outsourcing.sample.story import PLANS, Plan
from outsourcing.sample.weeks import live_through, schedule_all
from scorecards import running
from scorecards.actions.measuring import measure_dirty_weeks
from scorecards.actions.returns import open_returns
from scorecards.models import ReportRun
from scorecards.models.schedules import RunState
from workitems.actions.statistics import refresh_statistics

WEEKS = 13
HANDLED = 2
SEED = 47
NAMES = ("After-hours IT support", "Customer service ES", "Content formatting", "IT support, day desk")
A_WEEK = 16
PARTNER = "Kestrel Field Services"


@dataclass
class SmallWorkspace:
    """What was made. ``staff`` by role, ``engagements`` by name; ``partner`` is the manager of vendor ``PARTNER``."""

    organization: Organization
    staff: dict[Role, User]
    engagements: dict[str, Engagement]
    partner: Membership
    now: datetime

    @property
    def slug(self) -> str:
        return self.organization.slug


def small_plans() -> tuple[Plan, ...]:
    """The sample's plans that differ most (slipping, segments, quiet weeks, the own team), with little work."""
    return tuple(replace(plan, a_week=A_WEEK) for plan in PLANS if plan.name in NAMES)


def make_small_workspace(*, now: datetime) -> SmallWorkspace:
    """Make it, committed; ``now`` is any instant, for the pages the real one."""
    with transaction.atomic():
        made = _agree_and_live(now)
    _mail(made)
    return made


def _agree_and_live(now: datetime) -> SmallWorkspace:
    staff = {role: people.sample_person(name, login) for role, name, login in people.STAFF}
    organization = people.found("Northwind Services", owner=staff[Role.OWNER], time_zone=ZONE, slug="northwind")
    members = [people.join(organization, person, role) for role, person in staff.items() if role != Role.OWNER]
    organization.cutoff_time = time(0)  # also before nine on a Monday, the last week is handled
    with context.staff(organization.pk):
        organization.save(update_fields=["cutoff_time"])
    weeks = _weeks(organization, now)
    lead = staff[Role.OPS_LEAD]
    with context.system([organization.pk]):
        plans = small_plans()
        engagements = agree(
            organization, [lead, staff[Role.OWNER]], plans=plans, start=weeks[0].first_date, now=weeks[0].start
        )
        partner = _let_partner_in(organization, engagements, by=lead)
        readers = [each for each in members if each.role == Role.OPS_LEAD]
        handled = [week for week in weeks if _cut(organization, week) <= now][-HANDLED:]
        recipients = {
            name: [*readers, partner] if row.vendor_id == partner.vendor_id else readers
            for name, row in engagements.items()
        }
        schedule_all(engagements, recipients, by=lead, now=handled[0].start)
        import_history(plans, engagements, weeks, seed=SEED, by=lead, now=now)
        refresh_statistics()
        while measure_dirty_weeks(now=now).weeks:
            pass
        live_through(organization, engagements, handled, by=lead, now=now)
        open_returns(now=now)
    return SmallWorkspace(organization, staff, engagements, partner, now)


def _weeks(organization: Organization, now: datetime) -> list[Period]:
    running_week = period_at(PeriodKind.WEEK, now, organization.time_zone)
    return [running_week.shift(back - WEEKS) for back in range(WEEKS + 1)]


def _cut(organization: Organization, week: Period) -> datetime:
    return cutoff(week, weekday=organization.cutoff_weekday, at=organization.cutoff_time)


def _let_partner_in(organization: Organization, engagements: dict[str, Engagement], *, by: User) -> Membership:
    _, role, name, login = next(each for each in people.VENDOR_PEOPLE if each[0] == PARTNER)
    own = [row for row in engagements.values() if row.vendor.name == PARTNER]
    person = people.sample_person(name, login)
    membership = people.join(organization, person, role, own[0].vendor_id)
    for engagement in own:
        grant_engagement(engagement=engagement, person=person, by=by)
    return membership


def _mail(made: SmallWorkspace) -> None:
    """What a worker does with the partner's issued card: PDFs, mails, delivery, a minute ago, so that none waits."""
    before = made.now - timedelta(minutes=1)
    with context.system([made.organization.pk]):
        with transaction.atomic():
            issued = ReportRun.objects.filter(state=RunState.ISSUED)
            runs = list(issued.filter(schedule__engagement__vendor=made.partner.vendor_id).values_list("pk", flat=True))
        running.advance_runs(run_ids=runs, now=before)
        with transaction.atomic():
            messages = list(Message.objects.values_list("pk", flat=True))
        delivering.deliver_all(message_ids=messages)
