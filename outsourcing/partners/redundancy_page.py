"""Which process hangs on one vendor, and what the failure of a vendor would hit; and how many hands that takes."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

from engagements.models import Engagement
from engagements.periods import Period, PeriodKind, last_closed
from engagements.queries.engagements import EngagementFilter, find_engagements, local_today
from foundation.accounts.models import Organization
from outsourcing.partners.facts import WEEKS, arrived
from outsourcing.partners.hours import Hours, hours_by_calendar, ordinary_week, spans_of
from sourcing.coverage import cover
from sourcing.models import AllocationShare
from sourcing.queries.allocation import planned_shares
from sourcing.redundancy import Doer, Failure, Hit, Standing, Work, failures, in_order


class HitRow(NamedTuple):
    """A process that a failure hits; ``uncovered`` are the hours of a week in which nobody would be there any more."""

    hit: Hit
    uncovered: float | None


class FailureRow(NamedTuple):
    """A vendor's failure with the processes it hits."""

    failure: Failure
    hits: list[HitRow]


def redundancy_page(organization: Organization, *, now: datetime) -> dict[str, Any]:
    """The context of ``outsourcing/vendor_redundancy.html``: engagements that run today, items of twelve weeks."""
    today = local_today(organization, now)
    last = last_closed(PeriodKind.WEEK, now, organization.time_zone)
    since = last.shift(1 - WEEKS)
    running = list(find_engagements(EngagementFilter(state="running"), today=today))
    by_process: dict[int, list[Engagement]] = defaultdict(list)
    for each in running:
        by_process[each.process_id].append(each)
    items = arrived([each.pk for each in running], since.start, last.end)
    plans = planned_shares(today=today)
    works = in_order(_work(each, items, plans.get(key, [])) for key, each in by_process.items())
    hours, week = hours_by_calendar(now), ordinary_week(now, organization.time_zone)
    uncovered = {key: _uncovered(each, hours, week) for key, each in by_process.items()}
    found = [
        FailureRow(each, [HitRow(hit, uncovered[hit.work.process].get(each.vendor)) for hit in each.hits])
        for each in failures(works)
    ]
    return {
        "works": works,
        "failures": found,
        "counts": {each.value: sum(work.standing == each for work in works) for each in Standing},
        "since": since,
        "last": last,
    }


def _work(engagements: list[Engagement], items: dict[int, int], shares: list[AllocationShare]) -> Work:
    planned: dict[int, Fraction] = defaultdict(Fraction)
    for share in shares:
        planned[share.engagement.vendor_id] += Fraction(share.share)
    counts: dict[int, int] = defaultdict(int)
    for each in engagements:
        counts[each.vendor_id] += items.get(each.pk, 0)
    names = {each.vendor_id: each.vendor.name for each in engagements}
    doers = [Doer(key, name, counts[key], planned.get(key)) for key, name in names.items()]
    process = engagements[0].process
    order = tuple(sorted(doers, key=lambda doer: (-doer.items, doer.name)))
    return Work(process.pk, process.name, order, len(engagements))


def _uncovered(engagements: list[Engagement], hours: Hours, week: Period) -> dict[int, float | None]:
    """By vendor: the hours of a week that only it covers; nothing when somebody's hours are unknown."""
    spans = [spans_of(each, hours, week) for each in engagements]
    if any(each is None for each in spans):
        return {}
    found: dict[int, float | None] = {}
    whole = cover([each or [] for each in spans]).covered_hours
    for vendor in {each.vendor_id for each in engagements}:
        rest = [own or [] for each, own in zip(engagements, spans, strict=True) if each.vendor_id != vendor]
        found[vendor] = whole - cover(rest).covered_hours
    return found
