"""The catalog agrees with the models; and with any wall taken down it does not (the long form takes down each)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from tests.isolation.catalog import ask, problems, problems_of


@pytest.fixture
def owner(transactional_db: None) -> Iterator[None]:
    with connection.as_owner():  # type: ignore[attr-defined]  # our backend's
        yield


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the block does to the schema is rolled back."""
    connection.set_autocommit(False)
    try:
        yield
    finally:
        connection.rollback()
        connection.set_autocommit(True)


def test_the_catalog_agrees_with_the_models(owner: None) -> None:
    assert problems() == []


@pytest.mark.parametrize(
    "sabotage",
    [
        "DROP POLICY tenant_wall ON vendors_vendor",
        "DROP POLICY vendor_wall ON scorecards_scorecard",
        "ALTER TABLE workitems_workitem NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE engagements_engagement DROP CONSTRAINT engagements_engagement_vendor_id_wall",
        "GRANT SELECT ON engagements_engagementterms TO {prefix}_portal",
        "GRANT TRUNCATE ON scorecards_scorecard TO {prefix}_staff",
        "GRANT SELECT ON vendors_vendor TO {prefix}_app",
        "CREATE TABLE stray (organization_id bigint)",
        "CREATE VIEW peek AS SELECT * FROM vendors_vendor",
        "CREATE UNIQUE INDEX probe ON vendors_vendor (name)",
        "ALTER POLICY vendor_wall ON workitems_slaclock USING (item_id IN (SELECT own.id FROM workitems_workitem own))",
    ],
)
def test_a_breach_in_the_catalog_is_found(owner: None, sabotage: str, settings: object) -> None:
    with undone():
        with connection.cursor() as cursor:
            cursor.execute(sabotage.format(prefix=settings.DB_ROLE_PREFIX))  # type: ignore[attr-defined]
        assert len(problems()) >= 1


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_each_wall_and_each_key_taken_down_in_turn_is_found(owner: None) -> None:
    policies = ask(
        "SELECT format('DROP POLICY %%I ON %%I', policyname, tablename), tablename::text FROM pg_policies ORDER BY 1"
    )
    keys = ask(
        "SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I CASCADE', conrelid::regclass, conname),"
        " conrelid::regclass::text FROM pg_constraint"
        " WHERE conname LIKE '%%\\_wall' AND contype = 'f' ORDER BY 1"
    )
    missed = []
    for statement, table in policies + keys:
        with undone():
            with connection.cursor() as cursor:
                cursor.execute(statement)
            if not problems_of(table) and not problems():  # the first is quick, and finds most
                missed.append(statement)
    assert missed == []
    assert len(policies) > 100
    assert len(keys) > 50
