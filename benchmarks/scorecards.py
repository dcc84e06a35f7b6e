"""Weekly figures of all tenants: against an index scan (5), against a loop per variable (6); one dirty week (8).

Run: `python3 dev.py bench`, or `python -m benchmarks.scorecards` with Django's settings and an empty database. Each
ratio is the median of interleaved runs over the same rows, after one that warms up.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from time import perf_counter
from typing import Any, Final

import django
from django.db import connection, transaction

ORGANIZATIONS: Final = 10
WEEKS: Final = 52
ITEMS: Final = 300_000
RUNS: Final = 5
MEASURES: Final = (
    "throughput", "backlog", "sla_adherence", "error_rate", "turnaround_mean", "turnaround_median", "turnaround_p90",
    "reopen_rate",
)  # fmt: skip
_NINETY: Final = Decimal("0.9")
NOW: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
FIRST_MONDAY: Final = date(2025, 11, 24)

# Items over 52 weeks, skewed: the first engagement has a quarter of them. Most are done within days, a few stay open.
_ITEMS = """
INSERT INTO workitems_workitem (organization_id, source, external_id, url, title, description, item_type, priority,
    queue, requester, state, status_class, engagement_id, vendor_id, process_id, opened_at, resolved_at, closed_at,
    reopen_count, reassignment_count, currency, checked, defective, group_seconds, raw, row_hash, is_history,
    created_at, updated_at)
SELECT e.organization_id, 'bench', 'B' || n, '', 'An item of ordinary length for a list', '', 'incident',
    (1 + n %% 4)::text, 'desk', '', 'Closed', CASE WHEN d.done IS NULL THEN 'open' ELSE 'closed' END, e.id,
    e.vendor_id, e.process_id, o.opened, d.done, d.done, (d.luck < 0.03)::int, 0, '', d.is_checked,
    d.is_checked AND d.luck < 0.02, '{}', '{}', md5(n::text), true, o.opened, o.opened
FROM generate_series(1, %(items)s) n
CROSS JOIN LATERAL (SELECT power(random(), 2) + n * 0 AS place) p
JOIN (SELECT e.*, row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS total
      FROM engagements_engagement e) e ON e.number = floor(p.place * e.total)
CROSS JOIN LATERAL (
    SELECT %(since)s::timestamptz + random() * (%(until)s::timestamptz - %(since)s::timestamptz)
        + n * interval '0' AS opened
) o
CROSS JOIN LATERAL (
    SELECT random() + n * 0 AS luck, random() < 0.2 AND n > 0 AS is_checked,
        CASE WHEN random() < 0.005 THEN NULL ELSE o.opened + random() ^ 3 * interval '12 days' END AS done
) d
"""
_CLOCKS = """
INSERT INTO workitems_slaclock (organization_id, item_id, engagement_id, kind, level_version_id, target_id,
    started_at, due_at, stopped_at, outcome, outcome_at, open_seconds, warned_percent, is_quiet, computed_at)
SELECT w.organization_id, w.id, w.engagement_id, 'resolution', t.version_id, t.id, w.opened_at,
    w.opened_at + interval '3 days', w.completed_at,
    CASE WHEN w.completed_at <= w.opened_at + interval '3 days' THEN 'met' ELSE 'missed' END,
    least(w.completed_at, w.opened_at + interval '3 days'), 3600, 0, true, %(now)s
FROM workitems_workitem w
JOIN engagements_servicelevel l ON l.organization_id = w.organization_id AND l.engagement_id = w.engagement_id
JOIN engagements_servicelevelversion v ON v.organization_id = l.organization_id AND v.service_level_id = l.id
JOIN engagements_serviceleveltarget t ON t.organization_id = v.organization_id AND t.version_id = v.id
"""
_KEYS = "FROM unnest(%(organizations)s::bigint[], %(engagements)s::bigint[]) k (organization_id, engagement_id)"
_OF = "w.organization_id = k.organization_id AND w.engagement_id = k.engagement_id"
# What the week's figures need, read through the same indexes and used, but not grouped: items completed in the week,
# clocks decided in it, items in the backlog at its end.
_SCANS = (
    f"""
    SELECT min(w.opened_at), max(w.first_completed_at), bool_or(w.checked), bool_or(w.defective), max(w.reopen_count)
    {_KEYS} CROSS JOIN LATERAL (
        SELECT * FROM workitems_workitem w WHERE {_OF} AND w.first_completed_at >= %(start)s
            AND w.first_completed_at < %(end)s AND w.status_class <> 'cancelled' OFFSET 0
    ) w
    """,  # noqa: S608  # constants
    f"""
    SELECT min(w.kind), min(w.outcome) {_KEYS} CROSS JOIN LATERAL (
        SELECT * FROM workitems_slaclock w WHERE {_OF} AND w.outcome_at >= %(start)s AND w.outcome_at < %(end)s OFFSET 0
    ) w
    """,  # noqa: S608  # constants
    f"""
    SELECT min(w.opened_at), max(w.reopen_count) {_KEYS} CROSS JOIN LATERAL (
        SELECT * FROM workitems_workitem w WHERE {_OF} AND w.completed_at >= %(end)s OFFSET 0
    ) w
    """,  # noqa: S608  # constants
    f"""
    SELECT min(w.opened_at), min(w.status_class), max(w.reopen_count) {_KEYS} CROSS JOIN LATERAL (
        SELECT * FROM workitems_workitem w WHERE {_OF} AND w.resolved_at IS NULL AND w.closed_at IS NULL OFFSET 0
    ) w
    """,  # noqa: S608  # constants
)


@dataclass(frozen=True, slots=True)
class World:
    """The tenants of the benchmark; ``keys`` is every (organization, engagement)."""

    organizations: list[int]
    keys: list[tuple[int, int]]

    def scope(self) -> AbstractContextManager[None]:
        """A job over all of them."""
        from foundation.accounts.tenancy.context import system  # noqa: PLC0415  # needs the app registry

        return system(self.organizations)


def benchmarks() -> list[dict[str, Any]]:
    """The three results, on rows of their own that are made first."""
    world = _make_world()
    return [_weekly(world), _loop(world), _dirty(world)]


def _weekly(world: World) -> dict[str, Any]:
    """5: figures of one week of all tenants / an index scan of the columns they need."""
    requests = _requests(world)
    ratios = _interleaved(world, lambda: _measure(requests), lambda: _scan(world))
    return _result("weekly scorecards, all tenants / index scan", ratios, "<= 2.5", len(world.keys))


def _loop(world: World) -> dict[str, Any]:
    """6: one query and one loop per variable, for an engagement of middle size / our job, per engagement."""
    requests, few = _requests(world), [world.keys[len(world.keys) // 2]]
    ratios = _interleaved(
        world,
        lambda: _fetch_and_loop(few),
        lambda: _measure(requests),
        scale=len(world.keys) / len(few),
    )
    return _result("per-variable loop / weekly job", ratios, ">= 200", len(few))


def _dirty(world: World) -> dict[str, Any]:
    """8: one of all weeks of all engagements, measured and stored in the job's batches / a `select 1` round trip."""
    from scorecards.actions.measuring import BATCH  # noqa: PLC0415

    requests, trips = _requests(world, WEEKS), 2_000
    count = WEEKS * len(world.keys)
    size = BATCH * len(MEASURES)
    batches = [requests[start : start + size] for start in range(0, len(requests), size)]

    def ours() -> None:
        from scorecards.actions.values import store_figures  # noqa: PLC0415

        for batch in batches:
            store_figures(_measure(batch), now=NOW)

    def theirs() -> None:
        with connection.cursor() as cursor:
            for _ in range(trips):
                cursor.execute("SELECT 1")
                cursor.fetchone()

    ratios = _interleaved(world, ours, theirs, scale=trips / count)
    return _result("one dirty key / select 1", ratios, "<= 3", count)


def _requests(world: World, weeks: int = 1) -> list[Any]:
    """Every metric of every engagement, in its last weeks; an engagement's weeks follow one another."""
    from engagements.models import Metric, MetricVersion  # noqa: PLC0415
    from engagements.periods import period_from_key  # noqa: PLC0415
    from scorecards.measures import Request  # noqa: PLC0415

    week = period_from_key("2026-W47", "UTC")
    periods = [week.shift(-back) for back in range(weeks)]
    with world.scope(), transaction.atomic():
        versions = dict(MetricVersion.objects.values_list("metric_id", "pk"))
        metrics: dict[int, list[Any]] = {}
        for metric in Metric.objects.all():
            metrics.setdefault(metric.organization_id, []).append(metric)
    return [
        Request(
            organization_id=organization,
            engagement_ids=(engagement,),
            period=period,
            measure=metric.measure,
            unit=metric.unit,
            metric_id=metric.pk,
            version_id=versions[metric.pk],
        )
        for organization, engagement in world.keys
        for period in periods
        for metric in metrics[organization]
    ]


def _measure(requests: list[Any]) -> dict[Any, Any]:
    from scorecards.measures import measure  # noqa: PLC0415

    return measure(requests)


def _scan(world: World) -> None:
    from engagements.periods import period_from_key  # noqa: PLC0415

    week = period_from_key("2026-W47", "UTC")
    organizations, engagements = (list(column) for column in zip(*world.keys, strict=True))
    params: dict[str, Any] = {
        "organizations": organizations,
        "engagements": engagements,
        "start": week.start,
        "end": week.end,
    }
    with connection.cursor() as cursor:
        for scan in _SCANS:
            cursor.execute(scan, params)
            cursor.fetchall()


def _fetch_and_loop(keys: list[tuple[int, int]]) -> None:
    """Each variable asks for the engagement's items by itself and counts them in Python."""
    from engagements.periods import period_from_key  # noqa: PLC0415
    from scorecards.statistics import percentile  # noqa: PLC0415
    from workitems.models import SlaClock, WorkItem  # noqa: PLC0415

    week = period_from_key("2026-W47", "UTC")
    for organization, engagement in keys:
        mine = WorkItem.objects.filter(organization_id=organization, engagement_id=engagement)
        for name in MEASURES:
            if name == "sla_adherence":
                clocks = list(SlaClock.objects.filter(organization_id=organization, engagement_id=engagement))
                [clock.outcome for clock in clocks if clock.outcome_at and clock.outcome_at in week]
                continue
            items = list(mine.filter(opened_at__lt=week.end))
            if name == "backlog":
                sum(each.completed_at is None or each.completed_at >= week.end for each in items)
                continue
            done = [each for each in items if each.first_completed_at and each.first_completed_at in week]
            spans = [(each.first_completed_at - each.opened_at).total_seconds() for each in done]
            if name == "error_rate":
                sum(bool(each.defective) for each in done if each.checked)
            elif name == "reopen_rate":
                sum(each.reopen_count > 0 for each in done)
            elif name == "turnaround_mean":
                statistics.fmean(spans)
            else:
                percentile(spans, _NINETY)


def _interleaved(
    world: World, ours: Callable[[], object], theirs: Callable[[], object], *, scale: float = 1
) -> list[float]:
    """Ratios of two works run in turn, each in a transaction of its own; the first pair warms up."""
    ratios = []
    for _ in range(RUNS + 1):
        one, other = _seconds(world, ours), _seconds(world, theirs)
        ratios.append(scale * one / other)
    return ratios[1:]


def _seconds(world: World, work: Callable[[], object]) -> float:
    with world.scope(), transaction.atomic():
        begun = perf_counter()
        work()
        return perf_counter() - begun


def _result(name: str, ratios: list[float], target: str, n: int) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(statistics.median(ratios), 2),
        "target": target,
        "baseline": name.split(" / ")[1],
        "n": n,
    }


def _make_world() -> World:
    organizations = [_make_organization(number) for number in range(ORGANIZATIONS)]
    keys = [(organization, engagement) for organization, engagements in organizations for engagement in engagements]
    world = World([organization for organization, _ in organizations], keys)
    with world.scope(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SELECT setseed(0.2026)")
        cursor.execute(_ITEMS, {"items": ITEMS, "since": FIRST_MONDAY, "until": NOW})
        cursor.execute(_CLOCKS, {"now": NOW})
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # our backend's
        cursor.execute("VACUUM ANALYZE")
    return world


def _make_organization(number: int) -> tuple[int, list[int]]:
    """An organization with one to five engagements, eight metrics and a resolution level each."""
    from engagements.models import (  # noqa: PLC0415  # noqa: PLC0415
        Engagement,
        Metric,
        MetricVersion,
        Process,
        ServiceLevel,
        ServiceLevelTarget,
        ServiceLevelVersion,
    )
    from foundation.accounts.actions import create_organization  # noqa: PLC0415
    from foundation.accounts.models import User  # noqa: PLC0415
    from foundation.accounts.tenancy.context import identity, staff  # noqa: PLC0415
    from vendors.models import Vendor  # noqa: PLC0415

    with transaction.atomic():
        with identity():
            owner = User.objects.create_user(f"owner{number}@bench.example", None, name="Owner")
        organization = create_organization(name=f"Bench {number}", by=owner, slug=f"bench{number}").organization.pk
        with staff(organization, actor=owner.pk):
            process, vendor = Process.objects.create(name="Desk"), Vendor.objects.create(name="Vendor")
            since = {"valid_from": FIRST_MONDAY, "created_at": NOW}
            for name in MEASURES:
                unit = "hours" if name.startswith("turnaround") else "percent"
                unit = "count" if name in ("throughput", "backlog") else unit
                metric = Metric.objects.create(name=name, measure=name, unit=unit, direction="higher")
                MetricVersion.objects.create(metric=metric, number=1, definition="-", source="-", **since)
            found = []
            for each in range(1 + number % 5):
                engagement = Engagement.objects.create(
                    name=f"Desk {each}", process=process, vendor=vendor, started_on=FIRST_MONDAY
                )
                level = ServiceLevel.objects.create(engagement=engagement, name="Resolution", kind="resolution")
                version = ServiceLevelVersion.objects.create(
                    service_level=level,
                    number=1,
                    valid_from=NOW,
                    created_at=NOW,
                )
                ServiceLevelTarget.objects.create(version=version, amount=4320)
                found.append(engagement.pk)
    return organization, found


if __name__ == "__main__":
    django.setup()
    for result in benchmarks():
        print(result)
