"""What row-level security costs (benchmark 9): every query of a page with the policies / the same text without.

Home, a scorecard and the work-item list are opened once, through their views, over the sample workspace with 200,000
work items; and the list of the portal, by a partner's manager. What they asked is then replayed, interleaved: as
`staff` or `portal`, behind the walls, and as the owner, whom they do not hold while FORCE is off (and it is off in this
database alone). Both carry the literal organization. The portal's queries leave vendor and grants to the wall, so the
owner reads them off views that say the vendor and its engagements as literals: both sides find the same rows.
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
from engagements.models import Engagement
from foundation.accounts.models import Membership
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from outsourcing.views import home
from scorecards.models import Scorecard
from scorecards.views.cards import scorecard_detail
from workitems.models import WorkItem
from workitems.portal import item_list as portal_list
from workitems.views.item_lists import item_list

RUNS: Final = 41
ITEMS: Final = 200_000
TARGET: Final = "<= 1.05"


def benchmarks() -> list[dict[str, Any]]:
    """Home, scorecard and list."""
    lead = sample_lead()
    count = _multiply(lead)
    partner = _partner(lead)
    with _scope(lead), transaction.atomic():
        card = Scorecard.objects.filter(state="frozen").order_by("pk").values_list("pk", flat=True)[0]
    pages: dict[str, tuple[Callable[..., HttpResponseBase], dict[str, int]]] = {
        "home": (home, {}),
        "scorecard": (scorecard_detail, {"pk": card}),
        "work-item list": (item_list, {}),
    }
    asked = {name: _asked(lead, view, **arguments) for name, (view, arguments) in pages.items()}
    in_portal, granted = _asked(partner, portal_list), _granted(partner)
    with _walls_off_for_the_owner(), _owner(lead) as free:
        with _behind(lead) as walled:
            results = [_result(name, queries, walled, free, count) for name, queries in asked.items()]
        with _behind(partner) as walled:
            _show_only(free, partner, granted)
            return [*results, _result("portal's work-item list", in_portal, walled, free, count)]


def _scope(member: Membership) -> Any:
    return context.scope(_scope_of(member))


def _scope_of(member: Membership) -> context.Scope:
    role: context.Role = "staff" if member.vendor_id is None else "portal"
    return context.Scope(role, (member.organization_id,), vendor_id=member.vendor_id, actor_id=member.user_id)


def _partner(lead: Membership) -> Membership:
    """The manager of the sample's first partner."""
    with context.identity():
        found: Membership = (
            Membership.objects.select_related("organization", "user")
            .filter(organization=lead.organization_id, role=Role.VENDOR_MANAGER)
            .order_by("pk")[0]
        )
    return found


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
def _behind(member: Membership) -> Iterator[psycopg.Connection]:
    """A connection behind the walls, as somebody."""
    with psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None) as walled:
        walled.execute(context.APPLY, _scope_of(member).as_settings())
        yield walled


def _granted(partner: Membership) -> str:
    """The ids of the engagements that a partner's manager follows, as SQL lists them."""
    with _scope(partner), transaction.atomic():
        return ", ".join(str(pk) for pk in Engagement.objects.order_by("pk").values_list("pk", flat=True))


def _show_only(free: psycopg.Connection, partner: Membership, granted: str) -> None:
    """Views of the owner's own session that hide the tables of the same name: what a filter by hand would leave."""
    for table, condition in (
        ("vendors_vendor", f"id = {partner.vendor_id}"),
        ("engagements_engagement", f"id IN ({granted})"),
        ("workitems_workitem", f"vendor_id = {partner.vendor_id} AND engagement_id IN ({granted})"),
    ):
        shown = f"SELECT * FROM public.{table} WHERE {condition}"  # noqa: S608  # names and ids of our own
        free.execute(f"CREATE TEMP VIEW {table} AS {shown}".encode())


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
    """Seconds of all queries with the walls and without, each query in turn: so both have the same disturbances.

    Raises:
        RuntimeError: when one side finds other rows than the other.
    """
    with_walls = without = 0.0
    for query in queries:
        ours, behind = _seconds(walled, query)
        theirs, before = _seconds(free, query)
        if behind != before:
            raise RuntimeError(f"not the same work, {behind} and {before} rows: {query[:200]}")
        with_walls, without = with_walls + ours, without + theirs
    return with_walls, without


def _seconds(where: psycopg.Connection, query: str) -> tuple[float, int]:
    """How long a query takes, and how many rows it finds."""
    began = perf_counter()
    rows = where.execute(query.encode()).fetchall()
    return perf_counter() - began, len(rows)
