"""The wall, row by row, for every tenant model there is; with any one wall down it must be seen (the long form)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from tests.factories.cast import CANARY, Cast
from tests.factories.everything import fill, tenant_models
from tests.isolation import rows
from tests.isolation.catalog import STAFF_POLICIES, ask


def test_nobody_sees_or_touches_what_is_not_theirs(cast: Cast, now: datetime) -> None:
    own = fill(cast.northwind, mark="", now=now)
    strange = fill(cast.umbra, mark=f" {CANARY}", now=now)
    assert set(own) == set(tenant_models())
    assert rows.problems(cast, own, strange) == []


def test_what_the_portal_may_see_is_what_it_does_see(cast: Cast, now: datetime) -> None:
    own = fill(cast.northwind, mark="", now=now)
    with rows.scopes(cast)["kestrel"]:
        seen = {m._meta.db_table for m in tenant_models() if rows.attempt(f'SELECT 1 FROM "{m._meta.db_table}"')}
    # The scorecard of the cast is not issued yet; its engagement has no hours.
    unseen = rows.ONCE_ISSUED | {"engagements_calendarversion"}
    # Roles, and what is signed in them, are a person's own; the row of everything is the client's owner's.
    unseen |= {"engagements_participant", "procedures_acknowledgement", "procedures_proposal"}
    assert seen == rows.PORTAL_SEES - unseen
    assert own


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.django_db(transaction=True)
def test_each_wall_taken_down_in_turn_is_seen(now: datetime) -> None:
    from tests.factories.cast import make_cast

    cast = make_cast(now=now)
    own, strange = fill(cast.northwind, mark="", now=now), fill(cast.umbra, mark=f" {CANARY}", now=now)
    with connection.as_owner():  # type: ignore[attr-defined]  # our backend's
        statements = ask(
            "SELECT format('DROP POLICY %%I ON %%I', policyname, tablename), policyname, tablename FROM pg_policies"
            " WHERE policyname IN ('tenant_wall', 'system_wall', 'vendor_wall') ORDER BY 2, 3"
        )
    missed = []
    for statement, policy, table in statements:
        if table in STAFF_POLICIES:
            continue  # behind a second policy, which asks rows behind walls of their own: the catalog alone tells
        with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]
            [(again,)] = ask(
                "SELECT format('CREATE POLICY %%I ON %%I AS RESTRICTIVE TO %%s USING (%%s) WITH CHECK (%%s)',"
                " policyname, tablename, array_to_string(roles, ','), qual, with_check) FROM pg_policies"
                " WHERE policyname = %s AND tablename = %s",
                policy,
                table,
            )
            cursor.execute(statement)
        if not rows.problems_of(table, cast, own, strange) and not rows.problems(cast, own, strange):
            missed.append(f"{policy} on {table}")
        with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(again)
    assert missed == []
