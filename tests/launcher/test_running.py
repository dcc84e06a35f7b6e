import json
import secrets
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from launcher import broker, roles, running
from launcher.places import CHECKOUT, Places
from launcher.postgres import Cluster


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(checkout=CHECKOUT, var=tmp_path / "var")


def test_a_taken_port_gives_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < running.free_port("127.0.0.1", port) <= port + running.PORTS_TRIED


def test_a_second_run_of_a_checkout_is_told_so(places: Places) -> None:
    code = (
        "import sys; from pathlib import Path; from launcher import running; from launcher.places import Places;"
        "places = Places(checkout=Path(), var=Path(sys.argv[1]));"
        "exec('with running.claimed(places) as mine: print(mine)')"
    )
    with running.claimed(places) as mine:
        other = [sys.executable, "-c", code, str(places.var)]
        said = subprocess.run(other, cwd=CHECKOUT, capture_output=True, text=True, check=True)
        assert (mine, said.stdout) == (True, "False\n")
    with running.claimed(places) as mine:
        assert mine


def test_what_a_killed_run_left_is_ended_and_a_reused_number_is_not(places: Places) -> None:
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    reused = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    created = psutil.Process(left.pid).create_time()
    places.var.mkdir()
    record = {"programs": [[left.pid, created], [reused.pid, created - 1000], [2**22 + 1, created]]}
    (places.var / "run.json").write_text(json.dumps(record))
    running.end_leftovers(places)
    assert not psutil.pid_exists(left.pid)
    assert reused.poll() is None
    assert not (places.var / "run.json").exists()
    reused.kill()
    reused.wait()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"programs": 3}'])
def test_a_torn_record_is_no_obstacle(places: Places, content: str) -> None:
    places.var.mkdir()
    (places.var / "run.json").write_text(content)
    running.end_leftovers(places)
    running.stop_running(places)


def test_it_runs_web_worker_and_beat() -> None:
    programs = running.programs({"VAR_DIR": "/v"}, "127.0.0.1", 8123)
    assert [program.name for program in programs] == ["web", "worker", "beat"]
    assert "127.0.0.1:8123" in programs[0].command
    assert "/v/celerybeat-schedule" in programs[2].command


def test_messages_that_a_killed_worker_had_taken_are_visible_at_once(cluster: Cluster) -> None:
    prefix = f"p{secrets.token_hex(3)}"
    roles.provision(cluster.admin_url(), prefix)
    url = cluster.server.url(f"{prefix}_broker", f"{prefix}_broker")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pgmq.create('work')")
        connection.execute("""SELECT pgmq.send('work', '{"id": 7}')""")
        connection.execute("SELECT * FROM pgmq.read('work', 900, 1)")
        assert connection.execute("SELECT count(*) FROM pgmq.read('work', 900, 1)").fetchone() == (0,)
        broker.release_unfinished(url)
        assert connection.execute("SELECT message FROM pgmq.read('work', 900, 1)").fetchone() == ({"id": 7},)


def test_without_a_queue_on_postgresql_there_is_nothing_to_release() -> None:
    broker.release_unfinished(None)
