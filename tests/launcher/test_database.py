import os
import shutil
from pathlib import Path

import psycopg
import pytest

from launcher import database
from launcher.places import CHECKOUT, Places
from tests.launcher.conftest import Start


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in set(os.environ) - {"PATH", "HOME"}:
        monkeypatch.delenv(key)


def test_two_test_runs_at_once_have_databases_and_queues_of_their_own(var: Path) -> None:
    places = Places(checkout=CHECKOUT, var=var)
    with database.passing_environment_in_use(places) as one, database.passing_environment_in_use(places) as other:
        keys = ("DATABASE_URL", "DATABASE_OWNER_URL", "QUEUE_DATABASE_URL")
        assert [key for key in keys if one[key] == other[key]] == []
        for environment in (one, other):
            with psycopg.connect(environment["QUEUE_DATABASE_URL"]) as connection:
                assert connection.execute("SELECT count(*) FROM pgmq.list_queues()").fetchone() == (0,)
        first = one["DATABASE_URL"]
    with database.passing_environment_in_use(places) as again:
        assert again["DATABASE_URL"] == first
    shutil.rmtree(var)


def test_a_server_of_the_callers_own_is_used_and_nothing_is_started(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://far/away")
    with database.environment_in_use(Places(checkout=CHECKOUT, var=var)) as environment:
        assert environment["DATABASE_URL"] == "postgresql://far/away"
    assert not list(var.glob("pg*"))


def test_a_removed_database_is_made_anew(started: Start) -> None:
    cluster = started()
    database.provide(cluster, {})
    url = cluster.server.url("outsourcing_owner", "outsourcing")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE old (n int)")
        database.remove(cluster, {})  # cuts this connection
    database.provide(cluster, {})
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT to_regclass('old')").fetchone() == (None,)
