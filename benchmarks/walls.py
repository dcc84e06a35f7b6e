"""What row-level security costs (benchmark 9): every query of a page with the policies / the same text without.

Home, a scorecard and the work-item list are opened once, through their views, over the sample workspace with 200,000
work items. What they asked is then replayed, interleaved: as `staff`, behind the walls, and as the owner, whom
they do not hold while FORCE is off (and it is off in this database alone). Both carry the literal organization.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any, Final

import psycopg
from django.db import connection, reset_queries, transaction
from django.http import HttpResponseBase
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from benchmarks.sample import sample_lead
from foundation.accounts.models import Membership
from foundation.accounts.tenancy import context
from outsourcing.views import home
from scorecards.models import Scorecard
from scorecards.views.cards import scorecard_detail
from workitems.models import WorkItem
from workitems.views.item_lists import item_list

RUNS: Final = 41
ITEMS: Final = 200_000
TARGET: Final = "<= 1.05"


def benchmarks() -> list[dict[str, Any]]:
    """Home, scorecard and list."""
    lead = sample_lead()
    count = _multiply(lead)
    with _scope(lead), transaction.atomic():
        card = Scorecard.objects.filter(state="frozen").order_by("pk").values_list("pk", flat=True)[0]
    pages: dict[str, tuple[Callable[..., HttpResponseBase], dict[str, int]]] = {
        "home": (home, {}),
        "scorecard": (scorecard_detail, {"pk": card}),
        "work-item list": (item_list, {}),
    }
    asked = {name: _asked(lead, view, **arguments) for name, (view, arguments) in pages.items()}
    with _walls_off_for_the_owner(), _staff(lead) as walled, _owner(lead) as free:
        return [_result(name, queries, walled, free, count) for name, queries in asked.items()]


def _scope(lead: Membership) -> Any:
    return context.staff(lead.organization_id, actor=lead.user_id)


def _multiply(lead: Membership) -> int:
    """Older copies of the sample's items until there are ``ITEMS``; returns how many there are."""
    columns = [
        field.column
        for field in WorkItem._meta.local_concrete_fields
        if not getattr(field, "generated", False) and field.column not in ("id", "external_id", "opened_at")
    ]
    listed = ", ".join(f'"{name}"' for name in columns)
    with _scope(lead), transaction.atomic():
        own = WorkItem.objects.count()
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO workitems_workitem (external_id, opened_at, {listed})"  # noqa: S608  # our own columns
                f" SELECT external_id || '-' || n, opened_at - n * interval '26 weeks', {listed}"
                " FROM workitems_workitem CROSS JOIN generate_series(1, %s) n WHERE organization_id = %s",
                [ITEMS // own, lead.organization_id],
            )
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # our backend's
        cursor.execute("VACUUM ANALYZE")
    with _scope(lead), transaction.atomic():
        return WorkItem.objects.count()


def _asked(lead: Membership, view: Callable[..., HttpResponseBase], **arguments: int) -> list[str]:
    """What a page asks the database, as text with its values in it."""
    request: Any = RequestFactory().get("/")
    request.user, request.membership, request.organization, request.htmx = lead.user, lead, lead.organization, False
    reset_queries()  # the log has a limit, which making the sample reached
    with _scope(lead), transaction.atomic(), CaptureQueriesContext(connection) as captured:
        view(request, **arguments)
    return [each["sql"] for each in captured.captured_queries if each["sql"].lstrip().startswith(("SELECT", "WITH"))]


@contextmanager
def _walls_off_for_the_owner() -> Iterator[None]:
    """Without FORCE the owner passes by every policy; all other roles stay behind them."""
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # our backend's
        cursor.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        try:
            yield
        finally:
            for table in tables:
                cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')


@contextmanager
def _staff(lead: Membership) -> Iterator[psycopg.Connection]:
    scope = context.Scope("staff", (lead.organization_id,), actor_id=lead.user_id)
    with psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None) as walled:
        walled.execute(context.APPLY, scope.as_settings())
        yield walled


@contextmanager
def _owner(lead: Membership) -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], prepare_threshold=None) as free:
        row = free.execute("SELECT row_security_active('workitems_workitem')").fetchone()
        if row is None or row[0]:
            raise RuntimeError("the owner is behind the wall too: nothing to compare with")
        free.execute("SELECT set_config('app.organization_id', %s, true)", [str(lead.organization_id)])
        yield free


def _result(
    name: str, queries: Sequence[str], walled: psycopg.Connection, free: psycopg.Connection, count: int
) -> dict[str, Any]:
    pairs = [_turns(walled, free, queries) for _ in range(RUNS + 3)][3:]
    return {
        "name": f"{name}: {len(queries)} queries with RLS / without",
        "value": round(median(ours / theirs for ours, theirs in pairs), 3),
        "target": TARGET,
        "baseline": "the same queries as the owner, without FORCE",
        "n": count,
        "milliseconds": round(1000 * median(ours for ours, _theirs in pairs), 2),
        "microseconds_a_query": round(1e6 * median(ours - theirs for ours, theirs in pairs) / len(queries), 1),
    }


def _turns(walled: psycopg.Connection, free: psycopg.Connection, queries: Sequence[str]) -> tuple[float, float]:
    """Seconds of all queries with the walls and without, each query in turn: so both have the same disturbances."""
    pairs = [(_seconds(walled, query), _seconds(free, query)) for query in queries]
    with_walls, without = (sum(column) for column in zip(*pairs, strict=True))
    return with_walls, without


def _seconds(where: psycopg.Connection, query: str) -> float:
    began = perf_counter()
    where.execute(query.encode()).fetchall()
    return perf_counter() - began
