"""How ready each way out is: the facts of many plans in a constant number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q

from engagements.models import Engagement, EngagementTerms, Side
from engagements.queries.catalogue import not_ended
from engagements.queries.engagements import EngagementFilter, find_engagements, terms_by_engagement
from exits.cost import Assumptions, Estimate, planned, stressed
from exits.models import Exit, ExitDrill, ExitPlan, ExitStep, RetentionRule
from exits.queries.plans import notice_of, working_days
from exits.queries.runs import RUNNING
from exits.readiness.facts import Facts, Line
from exits.readiness.scoring import Readiness, readiness
from exits.substitution import Position, Substitutability, substitutability
from exits.terms import NoticeDay, is_weekday
from procedures.models import Guide, GuideKind
from procedures.queries.guides import versions_in_force
from vendors.models import AccessGrant, SubProcessor, VendorKind


class Overview(NamedTuple):
    """One engagement's way out: how ready, what it would cost, when notice is due, what runs. No plan: mostly None."""

    engagement: Engagement
    plan: ExitPlan | None
    run: Exit | None
    readiness: Readiness | None
    substitutability: Substitutability
    planned: Estimate | None
    stressed: Estimate | None
    notice: NoticeDay | None
    drill: ExitDrill | None


class _Known(NamedTuple):
    plans: dict[int, ExitPlan]
    steps: dict[int, list[ExitStep]]
    retention: dict[int, set[str]]
    drills: dict[int, ExitDrill]
    runs: dict[int, Exit]
    terms: dict[int, EngagementTerms]
    grants: dict[int, tuple[int, int]]
    sops: dict[int, tuple[int, int]]
    doing: dict[int, set[tuple[int, int]]]
    hands: Counter[int]


def listed(*, today: date, now: datetime) -> list[Overview]:
    """The engagements with a partner that have not ended, and those that are being left, the least ready first."""
    current = find_engagements(EngagementFilter(state="current"), today=today)
    leaving = Exit.objects.filter(RUNNING).values("engagement_id")
    found = find_engagements(EngagementFilter(state="all"), today=today).filter(
        Q(pk__in=current.values("pk")) | Q(pk__in=leaving)
    )
    rows = overviews(list(found.exclude(vendor__kind=VendorKind.INTERNAL)), today=today, now=now)
    return sorted(rows, key=lambda row: (row.run is None, row.readiness.score if row.readiness else -1))


def overview_of(engagement: Engagement, *, today: date, now: datetime) -> Overview:
    """The same of one engagement."""
    return overviews([engagement], today=today, now=now)[0]


def overviews(engagements: Sequence[Engagement], *, today: date, now: datetime) -> list[Overview]:
    """The ways out of some engagements, in their order."""
    known = _read(engagements, today=today)
    is_open = working_days(now)
    found = []
    for engagement in engagements:
        plan = known.plans.get(engagement.pk)
        position = _position(engagement, plan, known)
        if plan is None:
            place = substitutability(position)
            found.append(Overview(engagement, None, known.runs.get(engagement.pk), None, place, None, None, None, None))
            continue
        told = _assumptions(plan, known.terms.get(engagement.pk))
        usual, stress = planned(told), stressed(told)
        found.append(
            Overview(
                engagement=engagement,
                plan=plan,
                run=known.runs.get(engagement.pk),
                readiness=readiness(_facts(engagement, plan, known, usual.total, today)),
                substitutability=substitutability(position),
                planned=usual,
                stressed=stress,
                notice=notice_of(plan, today, is_open),
                drill=known.drills.get(plan.pk),
            )
        )
    return found


def _read(engagements: Sequence[Engagement], *, today: date) -> _Known:
    ids = [each.pk for each in engagements]
    vendors = {each.vendor_id for each in engagements}
    plans = {plan.engagement_id: plan for plan in ExitPlan.objects.filter(engagement__in=ids)}
    plan_ids = [plan.pk for plan in plans.values()]
    steps: dict[int, list[ExitStep]] = defaultdict(list)
    for step in ExitStep.objects.filter(plan__in=plan_ids):
        steps[step.plan_id].append(step)
    retention: dict[int, set[str]] = defaultdict(set)
    for plan_id, data in RetentionRule.objects.filter(plan__in=plan_ids).values_list("plan_id", "data"):
        retention[plan_id].add(data)
    drills = ExitDrill.objects.filter(plan__in=plan_ids, finished_at__isnull=False).order_by("held_on", "pk")
    return _Known(
        plans,
        steps,
        retention,
        {drill.plan_id: drill for drill in drills},
        {run.engagement_id: run for run in Exit.objects.filter(RUNNING, engagement__in=ids)},
        terms_by_engagement(today=today, engagement_ids=ids),
        _grants(vendors, today),
        _sops(engagements, today),
        _doing({each.process_id for each in engagements}, today),
        Counter(
            SubProcessor.objects.filter(vendor__in=vendors).filter(_living(today)).values_list("vendor_id", flat=True)
        ),
    )


def _living(today: date) -> Q:
    return Q(ended_on=None) | Q(ended_on__gt=today)


def _grants(vendors: set[int], today: date) -> dict[int, tuple[int, int]]:
    """Open grants by vendor, and how many of them are past their last day."""
    rows = AccessGrant.objects.filter(vendor__in=vendors, revoked_on=None).values("vendor_id").order_by()
    counted = rows.annotate(n=Count("pk"), late=Count("pk", filter=Q(expires_on__lt=today)))
    return {row["vendor_id"]: (row["n"], row["late"]) for row in counted}


def _sops(engagements: Sequence[Engagement], today: date) -> dict[int, tuple[int, int]]:
    """The SOPs that hold for each engagement (its own and its process's), and how many are in force."""
    mine = Q(engagement__in=[each.pk for each in engagements]) | Q(process__in=[e.process_id for e in engagements])
    guides = list(Guide.objects.filter(mine, kind=GuideKind.SOP, archived_at=None).only("engagement", "process"))
    in_force = set(versions_in_force([guide.pk for guide in guides], today))
    found = {}
    for each in engagements:
        own = [g.pk for g in guides if g.engagement_id == each.pk or (g.process_id and g.process_id == each.process_id)]
        found[each.pk] = (len(own), len(in_force.intersection(own)))
    return found


def _doing(processes: set[int], today: date) -> dict[int, set[tuple[int, int]]]:
    """Who does each process now: (vendor, engagement) by process; one's own team counts."""
    rows = Engagement.objects.filter(not_ended(today), process__in=processes, started_on__lte=today)
    found: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for process, vendor, pk in rows.values_list("process_id", "vendor_id", "pk"):
        found[process].add((vendor, pk))
    return found


def _position(engagement: Engagement, plan: ExitPlan | None, known: _Known) -> Position:
    sops, in_force = known.sops[engagement.pk]
    others = {vendor for vendor, _pk in known.doing[engagement.process_id]} - {engagement.vendor_id}
    named = bool(plan and plan.alternative)
    return Position(
        alternative=named,
        alternative_sure=named and bool(plan and plan.alternative_note),
        sops=sops,
        sops_in_force=in_force,
        others=len(others),
        hands=known.hands[engagement.vendor_id],
    )


def _assumptions(plan: ExitPlan, terms: EngagementTerms | None) -> Assumptions:
    return Assumptions(
        assistance_months=plan.assistance_months,
        assistance_hours=plan.assistance_hours,
        assistance_rate=plan.assistance_rate,
        own_hours=plan.own_hours,
        own_rate=plan.own_rate,
        parallel_months=plan.parallel_months,
        monthly_fee=terms.monthly_fee if terms and terms.currency == plan.currency else None,
        replacement_cost=plan.replacement_cost,
        stress_percent=plan.stress_percent,
    )


def _facts(engagement: Engagement, plan: ExitPlan, known: _Known, estimate: Decimal, today: date) -> Facts:
    drill = known.drills.get(plan.pk)
    sops, in_force = known.sops[engagement.pk]
    grants, overdue = known.grants.get(engagement.vendor_id, (0, 0))
    lines = tuple(
        Line(
            topic=step.topic,
            has_clause=bool(step.clause),
            has_owner=step.side == Side.VENDOR or step.owner_id is not None or engagement.owner_id is not None,
            is_task=step.days_before is not None,
        )
        for step in known.steps[plan.pk]
    )
    return Facts(
        today=today,
        reviewed_on=plan.reviewed_on,
        begun_on=plan.created_at.date(),
        lines=lines,
        terms_known=plan.ends_on is not None,
        alternative=plan.alternative,
        alternative_sure=bool(plan.alternative_note),
        drilled_on=drill.held_on if drill else None,
        drill_result=drill.result if drill else "",
        sops=sops,
        sops_in_force=in_force,
        grants=grants,
        grants_overdue=overdue,
        retention=frozenset(known.retention[plan.pk]),
        reserve=plan.reserve,
        estimate=estimate,
    )


class NearNotice(NamedTuple):
    """An engagement whose last day for notice is near."""

    engagement: Engagement
    notice: NoticeDay


def notices_near(*, today: date, now: datetime, days: int) -> list[NearNotice]:
    """Engagements whose last day for notice lies at most so many days ahead, the soonest first; none being left."""
    leaving = Exit.objects.filter(RUNNING).values("engagement_id")
    plans = ExitPlan.objects.filter(ends_on__isnull=False, tacit_months__gt=0, engagement__ended_on=None)
    rows = list(plans.exclude(engagement__in=leaving).select_related("engagement__vendor"))
    is_open = working_days(now) if rows else is_weekday
    found = [
        NearNotice(plan.engagement, notice)
        for plan in rows
        if (notice := notice_of(plan, today, is_open)) and 0 <= notice.days_left(today) <= days
    ]
    return sorted(found, key=lambda near: (near.notice.safe, near.engagement.name))


class StuckExit(NamedTuple):
    """An exit under way with tasks that are late or blocked."""

    run: Exit
    late: int
    blocked: int


def stuck_exits(*, today: date) -> list[StuckExit]:
    """Exits under way that need somebody, the soonest last day first."""
    still_open = Q(tasks__done_at=None, tasks__dropped_at=None)
    runs = Exit.objects.filter(RUNNING).annotate(
        late=Count("tasks", filter=still_open & Q(tasks__due_date__lt=today)),
        blocked=Count("tasks", filter=still_open & ~Q(tasks__blocked_by="")),
    )
    found = runs.filter(Q(late__gt=0) | Q(blocked__gt=0)).select_related("engagement__vendor").order_by("ends_on", "pk")
    return [StuckExit(run, run.late, run.blocked) for run in found]
