"""Making the sample: people, what was agreed, what happened, and the weeks that were judged."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from engagements.actions.grants import grant_engagement
from engagements.models import Engagement
from engagements.periods import Period, PeriodKind, period_at
from foundation.accounts.audit import record
from foundation.accounts.models import Membership, Organization, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from outsourcing.sample import people
from outsourcing.sample.agreements import ZONE, agree
from outsourcing.sample.cases import make_cases
from outsourcing.sample.desk import work_together
from outsourcing.sample.dossiers import keep_records
from outsourcing.sample.history import import_history
from outsourcing.sample.invoices import charge
from outsourcing.sample.leaving import plan_exits
from outsourcing.sample.partner import speak_up
from outsourcing.sample.pilots import try_out
from outsourcing.sample.questions import question_partners
from outsourcing.sample.selections import choose_partners
from outsourcing.sample.shares import share_out
from outsourcing.sample.story import PLANS, Plan
from outsourcing.sample.weeks import live_through, schedule_all
from outsourcing.sample.written import write_down
from scorecards.actions.measuring import measure_dirty_weeks
from vendors.models import Vendor
from workitems.actions.statistics import refresh_statistics

WEEKS = 26
SEED = 47


HANDLED = 3
"""Closed weeks that were frozen; all but the newest were issued."""


@transaction.atomic
def make_sample(*, now: datetime) -> Organization:
    """The sample workspace Northwind Services and a small second one, Umbra, that must never be seen from it."""
    staff = {role: people.sample_person(name, login) for role, name, login in people.STAFF}
    northwind = people.found("Northwind Services", owner=staff[Role.OWNER], time_zone=ZONE, slug="northwind")
    members = [people.join(northwind, person, role) for role, person in staff.items() if role != Role.OWNER]
    readers = [each for each in members if each.role in (Role.OPS_LEAD, Role.FINANCE)]
    owners = [staff[Role.OPS_LEAD], staff[Role.OWNER]]
    _furnish(northwind, PLANS, owners, readers, vendor_people=True, seed=SEED, now=now)
    olga = people.sample_person("Olga Stern", "olga")
    umbra = people.found("Umbra Works", owner=olga, time_zone="America/New_York", slug="umbra")
    _furnish(umbra, PLANS[8:10], [olga], [], vendor_people=False, seed=SEED + 1, now=now)
    return northwind


@transaction.atomic
def fill_workspace(*, membership: Membership, now: datetime) -> int:
    """Fill somebody's own empty workspace with the sample's agreements and history; they get the scorecards by mail.

    Returns how many engagements were made: none when there are some already, so that a rerun changes nothing.
    """
    if Engagement.objects.exists():
        return 0
    _furnish(membership.organization, PLANS, [membership.user], [membership], vendor_people=False, seed=SEED, now=now)
    record("sample.added", by=membership.user, subject=membership.organization)
    return Engagement.objects.count()


def _furnish(
    organization: Organization,
    plans: tuple[Plan, ...],
    owners: list[User],
    readers: list[Membership],
    *,
    vendor_people: bool,
    seed: int,
    now: datetime,
) -> None:
    """Agreements, history, figures and the last weeks of one workspace."""
    week = period_at(PeriodKind.WEEK, now, organization.time_zone)
    weeks: list[Period] = [week.shift(back - WEEKS) for back in range(WEEKS + 1)]
    handled = weeks[-1 - HANDLED : -1]
    with context.system([organization.pk]):
        engagements = agree(organization, owners, plans=plans, start=weeks[0].first_date, now=now)
        partners: dict[int, list[Membership]] = {}
        if readers:
            partners = _let_vendors_in(organization, engagements, by=owners[0]) if vendor_people else {}
            recipients = {name: [*readers, *partners.get(row.vendor_id, [])] for name, row in engagements.items()}
            schedule_all(engagements, recipients, by=owners[0], now=handled[0].start)
        import_history(plans, engagements, weeks, seed=seed, by=owners[0], now=now)
        refresh_statistics()
        while measure_dirty_weeks(now=now).weeks:
            pass
        if readers:
            write_down(engagements, plans=plans, zone=organization.time_zone, by=owners[0], now=now)
            deciders = [each.user for each in readers if each.role == Role.FINANCE]
            make_cases(engagements, by=owners[0], decider=next(iter(deciders), None), now=now)
            charge(engagements, plans=plans, seed=seed, by=owners[0], now=now)
            share_out(engagements, weeks, by=owners[0])
            keep_records(by=owners[0], today=week.first_date, now=now)
            question_partners(by=owners[0], today=week.first_date, now=now)
            measure_dirty_weeks(now=now)
            work_together(organization, engagements, by=owners[0], now=now)
            live_through(organization, engagements, handled, by=owners[0], now=now)
            try_out(engagements, weeks, by=owners[0], now=now)
            plan_exits(engagements, partners, by=owners[0], now=now)
        if partners:
            _choose(partners, list(dict.fromkeys([*owners, *(each.user for each in readers)])), now=now)
            speak_up(engagements, partners, handled[:-1], now=now)


def _choose(partners: dict[int, list[Membership]], raters: list[User], *, now: datetime) -> None:
    """Selections between the partners whose people use the portal."""
    rows = {row.name: row for row in Engagement.objects.select_related("process", "vendor")}
    vendors = {row.name: row for row in Vendor.objects.filter(pk__in=partners)}
    names = ("Ledgerline BPO", "Kestrel Field Services", "Harbour CX")
    choose_partners(rows, raters, [vendors[name] for name in names], by=raters[0], now=now)


def _let_vendors_in(
    organization: Organization, engagements: dict[str, Engagement], *, by: User
) -> dict[int, list[Membership]]:
    """The partners' people, each with a grant for every engagement of their vendor; returns them by vendor."""
    found: dict[int, list[Membership]] = {}
    for vendor, role, name, login in people.VENDOR_PEOPLE:
        person = people.sample_person(name, login)
        own = [row for row in engagements.values() if row.vendor.name == vendor]
        membership = people.join(organization, person, role, own[0].vendor_id)
        found.setdefault(own[0].vendor_id, []).append(membership)
        for engagement in own:
            grant_engagement(engagement=engagement, person=person, by=by)
    return found
