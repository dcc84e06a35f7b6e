import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from launcher import database, template
from launcher.places import Places
from launcher.postgres import Cluster
from tests.launcher.conftest import Start


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A product whose migrations write down each time they run."""
    (tmp_path / "room" / "migrations").mkdir(parents=True)
    (tmp_path / "room" / "migrations" / "0001_initial.py").write_text("first")
    (tmp_path / "foundation" / "accounts" / "tenancy").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("django")
    (tmp_path / "manage.py").write_text(
        "import os, psycopg\n"
        "with psycopg.connect(os.environ['DATABASE_OWNER_URL']) as there:\n"
        "    there.execute('CREATE TABLE IF NOT EXISTS made (n int)')\n"
        "    there.execute('INSERT INTO made VALUES (1)')\n"
        "print('migrated')\n"
    )
    return tmp_path


def test_migrations_run_once_for_each_state_of_them(
    started: Start, checkout: Path, var: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cluster = started()
    database.provide(cluster, {})
    places = Places(checkout=checkout, var=var)
    whole = {"PATH": os.environ["PATH"]}
    first = template.migrated(cluster, whole, places)
    assert template.migrated(cluster, whole, places) == first
    assert capfd.readouterr().out.count("migrated") == 1
    assert _runs(cluster, first) == 1

    (checkout / "room" / "migrations" / "0002_more.py").write_text("second")
    second = template.migrated(cluster, whole, places)
    assert (second != first, _templates(cluster)) == (True, [second])
    assert _runs(cluster, second) == 2  # on what the first had made

    (checkout / "room" / "migrations" / "0001_initial.py").write_text("changed")
    third = template.migrated(cluster, whole, places)
    assert (third != second, _templates(cluster)) == (True, [third])
    assert _runs(cluster, third) == 1  # anew


def _templates(cluster: Cluster) -> list[str]:
    with psycopg.connect(cluster.admin_url()) as admin:
        found = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE '%migrated%'").fetchall()
    return [name for (name,) in found]


def _runs(cluster: Cluster, name: str) -> int:
    with psycopg.connect(cluster.admin_url(name)) as there:
        row = there.execute("SELECT count(*) FROM made").fetchone()
    assert row
    return int(row[0])


def test_what_a_failing_migration_left_is_made_anew(started: Start, checkout: Path, var: Path) -> None:
    cluster = started()
    database.provide(cluster, {})
    places = Places(checkout=checkout, var=var)
    good = (checkout / "manage.py").read_text()
    (checkout / "manage.py").write_text(good + "raise SystemExit(3)\n")
    with pytest.raises(subprocess.CalledProcessError):
        template.migrated(cluster, {}, places)
    (checkout / "manage.py").write_text(good)
    name = template.migrated(cluster, {}, places)
    assert _runs(cluster, name) == 1
