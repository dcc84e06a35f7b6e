import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from launcher.places import CHECKOUT, private_directory
from launcher.postgres import Cluster
from launcher.unprivileged import Account
from tests.launcher.conftest import Start

POSTGRES_15 = Path("/usr/lib/postgresql/15/bin")
USER = """
import sys, time
from pathlib import Path
from launcher.postgres import Cluster
import psycopg
with Cluster(Path(sys.argv[1]), forgetful=True).in_use() as cluster:
    with psycopg.connect(cluster.admin_url()) as connection:
        print(connection.execute("SELECT pg_postmaster_start_time()::text").fetchone()[0], flush=True)
    time.sleep(float(sys.argv[2]))
"""


def ask(cluster: Cluster, query: str) -> object:
    with psycopg.connect(cluster.admin_url(), autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row and row[0]


def postmaster(cluster: Cluster) -> psutil.Process:
    return psutil.Process(int((cluster.data / "postmaster.pid").read_text().split("\n")[0]))


def die(cluster: Cluster) -> None:
    process = postmaster(cluster)
    process.send_signal(signal.SIGKILL)
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)


def test_it_listens_on_a_private_socket_alone_in_utc_and_utf8(started: Start) -> None:
    cluster = started(forgetful=False)
    assert ask(cluster, "SHOW listen_addresses") == ""
    assert ask(cluster, "SHOW timezone") == "UTC"
    assert ask(cluster, "SHOW server_encoding") == "UTF8"
    assert ask(cluster, "SHOW fsync") == "on"
    assert ask(cluster, "SELECT lower('ÄÖ')") == "äö"
    assert stat.S_IMODE(cluster.socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(cluster.data.stat().st_mode) == 0o700


def test_the_one_for_tests_forgets_and_lives_beside_the_other(started: Start) -> None:
    durable, forgetful = started(forgetful=False), started()
    assert durable.data != forgetful.data
    assert ask(forgetful, "SHOW fsync") == "off"
    assert ask(durable, "SHOW fsync") == "on"


def test_starting_a_running_one_changes_nothing(started: Start) -> None:
    cluster = started()
    before = postmaster(cluster).pid
    cluster.start()
    assert postmaster(cluster).pid == before


def test_a_killed_server_comes_back_with_every_row(started: Start) -> None:
    cluster = started(forgetful=False)
    with psycopg.connect(cluster.admin_url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    die(cluster)
    begun = time.monotonic()
    cluster.start()
    assert time.monotonic() - begun < 15
    assert ask(cluster, "SELECT count(*) FROM kept") == 1000


@pytest.mark.parametrize("content", ["", "not a number\n", "{pid}\n/elsewhere\n"])
def test_a_lock_file_that_names_no_server_of_ours_is_no_obstacle(started: Start, content: str) -> None:
    cluster = started()
    cluster.stop()
    for name in (cluster.data / "postmaster.pid", cluster.socket / ".s.PGSQL.5432.lock"):
        name.write_text(content.format(pid=os.getpid()))
    cluster.start()
    assert ask(cluster, "SELECT 1") == 1


def test_a_zombie_with_the_servers_number_is_no_obstacle(started: Start) -> None:
    cluster = started()
    cluster.stop()
    zombie = subprocess.Popen(["/bin/true"])
    while psutil.Process(zombie.pid).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    (cluster.data / "postmaster.pid").write_text(f"{zombie.pid}\n{cluster.data}\n")
    cluster.start()
    zombie.wait()
    assert ask(cluster, "SELECT 1") == 1


def test_a_half_done_initdb_is_done_again(var: Path, started: Start) -> None:
    unfinished = Cluster(var, forgetful=True).data.with_suffix(".unfinished")
    (unfinished / "base").mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    assert ask(started(), "SELECT 1") == 1
    assert not unfinished.exists()


def test_a_foreign_data_directory_is_left_alone(var: Path) -> None:
    cluster = Cluster(var)
    cluster.data.mkdir()
    (cluster.data / "precious").write_text("yes")
    with pytest.raises(RuntimeError, match="move it away"):
        cluster.start()
    assert (cluster.data / "precious").read_text() == "yes"


@pytest.mark.parametrize("name", ["with spaces and 'quotes', commas", "ümlaut", "x" * 90, 'a$HOME`b`"c'])
def test_any_path_will_do(var: Path, started: Start, name: str) -> None:
    cluster = started(var / name / "var")
    assert ask(cluster, "SELECT 1") == 1
    assert len(os.fsencode(cluster.socket / ".s.PGSQL.5432.lock")) <= 100


@pytest.mark.parametrize("locale", ["xx_YY.nonsense", "de_DE.ISO-8859-1", "tr_TR.UTF-8"])
def test_an_odd_locale_changes_nothing(started: Start, monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("PGOPTIONS", "-c nonsense=1")
    cluster = started()
    monkeypatch.delenv("PGOPTIONS")
    assert ask(cluster, "SHOW lc_messages") == "C"
    assert ask(cluster, "SELECT 'I' < 'i' AND upper('i') = 'I'") is True


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account to keep out")
def test_a_closed_home_stays_closed_and_the_database_goes_elsewhere(var: Path, started: Start) -> None:
    closed = var / "home"
    closed.mkdir(mode=0o700)
    cluster = started(closed / "var")
    assert ask(cluster, "SELECT 1") == 1
    assert cluster.home == private_directory("/var/tmp", closed / "var", 0)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert Cluster(closed / "var", forgetful=True).home == cluster.home


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account to keep out")
def test_programs_in_a_closed_home_are_copied_with_their_libraries(
    started: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    can_enter = Account.can_enter
    monkeypatch.setattr(Account, "can_enter", lambda self, path: ".venv" not in str(path) and can_enter(self, path))
    cluster = started()
    assert cluster.home in cluster.binaries.parents
    assert ask(cluster, "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another account")
def test_as_root_it_runs_as_somebody_else(started: Start) -> None:
    assert postmaster(started()).uids().effective != 0


def test_eight_starts_at_once_give_one_server_which_the_last_one_out_stops(var: Path) -> None:
    command = [sys.executable, "-c", USER, str(var)]
    users = [
        subprocess.Popen([*command, str(1.0 + number / 8)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
        for number in range(8)
    ]
    said = {user.communicate(timeout=60)[0] for user in users}
    assert [user.returncode for user in users] == [0] * 8
    assert len(said) == 1
    assert not Cluster(var, forgetful=True).accepting()


def test_a_killed_user_does_not_keep_it_running(var: Path) -> None:
    command = [sys.executable, "-c", USER, str(var)]
    killed = subprocess.Popen([*command, "60"], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    assert killed.stdout
    first = killed.stdout.readline()
    killed.kill()
    killed.wait()
    killed.stdout.close()
    after = subprocess.run([*command, "0"], cwd=CHECKOUT, capture_output=True, text=True, check=True, timeout=60)
    assert after.stdout == first  # the same server, found running
    assert not Cluster(var, forgetful=True).accepting()


def test_a_kept_one_outlives_its_users(started: Start) -> None:
    cluster = started()
    cluster.keep.touch()
    with cluster.in_use():
        pass
    assert cluster.accepting()
    cluster.keep.unlink()
    with cluster.in_use():
        pass
    assert not cluster.accepting()


@pytest.mark.skipif(not POSTGRES_15.exists(), reason="Debian's PostgreSQL 15 is not installed")
def test_postgresql_15_will_do(started: Start) -> None:
    cluster = started(binaries=POSTGRES_15)
    assert str(ask(cluster, "SHOW server_version")).startswith("15.")
    assert ask(cluster, "SELECT lower('ÄÖ')") == "äö"
    assert cluster.data.name == "pg15-test"
