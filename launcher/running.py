"""`dev.py run`: the product on this machine, from nothing to a page in the browser."""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

from launcher import broker, database, environment, native
from launcher.places import Places, here
from launcher.supervisor import Program, Supervisor

if TYPE_CHECKING:
    import psutil

PORTS_TRIED = 50


def run(host: str, port: int) -> int:
    """Starts all and blocks until SIGINT or SIGTERM; says where it runs if it runs already."""
    places = here()
    with claimed(places) as mine:
        if not mine:
            print(f"It runs already, at {_record(places).get('url', 'an unknown address')}.")
            return 0
        end_leftovers(places)
        native.ensure_pdf_libraries(places)
        port = free_port(host, port)
        url = f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0', '::'} else host}:{port}"  # noqa: S104
        os.environ.setdefault("SITE_URL", url)
        with database.environment_in_use(places) as whole:
            if prepare(places, whole):
                return 1
            broker.release_unfinished(whole.get(environment.QUEUE))
            supervisor = Supervisor(programs(environment.without_owner(whole), host, port), places.checkout)
            return supervisor.run(lambda: _announce(places, supervisor, host, port, url))


def prepare(places: Places, whole: Mapping[str, str]) -> int:
    """Migrates and fills an empty database with the sample workspace, in one process; returns its exit code."""
    command = [sys.executable, str(places.checkout / "manage.py"), "prepare"]
    return subprocess.run(command, check=False, env=dict(whole), cwd=places.checkout).returncode


def programs(whole: Mapping[str, str], host: str, port: int) -> list[Program]:
    """Web, worker and beat. Mails are kept in the database and read on a page, so no fourth is needed."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    quiet = ("-W", "ignore:You're running the worker with superuser")  # in a container everybody is root
    celery = [sys.executable, *quiet, "-m", "celery", "-q", "-A", "outsourcing", "--skip-checks"]
    schedule = str(Path(whole["VAR_DIR"]) / "celerybeat-schedule")
    return [
        Program(
            "web",
            [
                *(sys.executable, "-m", "gunicorn", "outsourcing.wsgi:application", "--bind", address),
                *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "90"),
                *("--graceful-timeout", "10", "--no-control-socket", "--log-level", "warning"),
            ],
            whole,
        ),
        Program(
            "worker",
            [
                *(*celery, "worker", "--loglevel", "WARNING", "--concurrency", "2"),
                *("--without-mingle", "--without-gossip", "--without-heartbeat"),
            ],
            whole,
        ),
        Program("beat", [*celery, "beat", "--loglevel", "WARNING", "--schedule", schedule, "--pidfile="], whole),
    ]


@contextlib.contextmanager
def claimed(places: Places) -> Iterator[bool]:
    """Whether this process is the one that runs the checkout, as long as the context lasts."""
    places.var.mkdir(parents=True, exist_ok=True)
    with (places.var / "run.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def stop_running(places: Places, patience: float = 30.0) -> None:
    """Ends whatever `run` started here, politely, and waits for it."""
    _end(_processes(_record(places).get("supervisor", [])), patience)
    end_leftovers(places)


def end_leftovers(places: Places) -> None:
    """Ends programs whose supervisor was killed outright, known by number and start time together."""
    _end(_processes(_record(places).get("programs", [])), 10.0)
    (places.var / "run.json").unlink(missing_ok=True)


def free_port(host: str, wanted: int) -> int:
    """`wanted`, or the next port that nobody listens on; raises SystemExit when 50 in a row are taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
        return port
    raise SystemExit(f"No free port from {wanted} to {wanted + PORTS_TRIED - 1} on {host}.")


def _announce(places: Places, supervisor: Supervisor, host: str, port: int, url: str) -> None:
    me = [_identity(os.getpid())]
    record = {"url": url, "supervisor": me, "programs": [_identity(pid) for pid in supervisor.pids()]}
    (places.var / "run.json").write_text(json.dumps(record))
    while not _answers(host, port):
        if supervisor.stopping.wait(0.1) or not supervisor.tend():
            return
    print(f"\nOpen {os.environ['SITE_URL']}  (Ctrl-C stops everything)\n", flush=True)


def _answers(host: str, port: int) -> bool:
    """Whether the web process answers a request; what it answers is its own affair."""
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def _identity(pid: int) -> tuple[int, float]:
    import psutil

    return pid, psutil.Process(pid).create_time()


def _record(places: Places) -> dict[str, object]:
    try:
        found = json.loads((places.var / "run.json").read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _processes(identities: object) -> "list[psutil.Process]":
    import psutil

    found = []
    for pid, created in identities if isinstance(identities, list) else []:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            if abs(process.create_time() - created) < 1:
                found.append(process)
    return found


def _end(processes: "list[psutil.Process]", patience: float) -> None:
    import psutil

    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.send_signal(signal.SIGTERM)
    _, alive = psutil.wait_procs(processes, timeout=patience)
    for process in alive:
        with contextlib.suppress(psutil.Error):
            for child in [*process.children(recursive=True), process]:
                child.kill()
    if alive:
        time.sleep(0.2)
