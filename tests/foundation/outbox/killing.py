"""Killing workers while mail goes out: real Celery workers, a real broker, a real mail server that counts.

A run needs no knowledge of what makes the mails: give it the tasks that a beat would send (``sweeps``), and a
function that says when all is over. What the mail server took is the truth; it keeps one file a mail, which is also
the journal in which the product looks up what it is unsure of.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from celery import Celery
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.foundation.outbox.nursery import CHILDREN

ROOT = Path(__file__).resolve().parents[3]
# Far above any real try (the server below answers within a second), also on a busy machine.
LEASE, PATIENCE = 10, 3


@dataclass
class CountingServer:
    """A mail server that is slow at the two worst places and files what it takes before it says so."""

    folder: Path
    slowness: float
    taken: Counter[str] = field(default_factory=Counter)
    begun: int = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's
        assert isinstance(envelope.content, bytes)
        self.begun += 1
        await asyncio.sleep(random.uniform(0, self.slowness))
        message_id = str(message_from_bytes(envelope.content)["Message-ID"])
        unfinished = self.folder / "tmp" / uuid.uuid4().hex
        unfinished.write_bytes(envelope.content)
        unfinished.rename(self.folder / "new" / unfinished.name)
        self.taken[message_id] += 1
        await asyncio.sleep(random.uniform(0, self.slowness))
        return "250 OK"

    @contextlib.contextmanager
    def listening(self) -> Iterator[int]:
        """Listen on a free port of this machine; gives the port."""
        for name in ("tmp", "new"):
            (self.folder / name).mkdir(parents=True)
        controller = Controller(self, hostname="127.0.0.1", port=free_port())
        controller.start()
        try:
            yield controller.port
        finally:
            controller.stop()


@dataclass(frozen=True)
class Broker:
    """Where tasks go: what a worker's environment says, and how to reach the same queue from here."""

    name: str
    queue: str
    environment: dict[str, str]
    url: str
    options: dict[str, Any]

    def ring(self, app: Celery, task: str) -> None:
        """Send a task as beat would."""
        app.send_task(task, queue=self.queue, expires=20)

    def sender(self) -> Celery:
        """A Celery app that only sends."""
        app = Celery("beat-of-the-test", broker=self.url)
        options = {**self.options, "use_notify": False}  # it never reads what it would hear
        app.conf.update(broker_transport_options=options, task_ignore_result=True)
        return app


@contextlib.contextmanager
def broker(name: str) -> Iterator[Broker]:
    """The broker ``postgresql`` (the queue of this run, under a name of its own) or ``redis`` (a server of its own)."""
    queue = f"killing_{uuid.uuid4().hex[:12]}"
    if name == "postgresql":
        if not settings.CELERY_BROKER_URL.startswith("pgmq"):
            pytest.skip("this run has another broker than PostgreSQL's")
        options = dict(settings.CELERY_BROKER_TRANSPORT_OPTIONS)
        try:
            yield Broker(name, queue, {}, settings.CELERY_BROKER_URL, options)
        finally:
            with psycopg.connect(options["conn_string"]) as connection:
                connection.execute(
                    "SELECT pgmq.drop_queue(queue_name) FROM pgmq.list_queues() WHERE queue_name = %s", [queue]
                )
        return
    program = os.environ.get("REDIS_SERVER") or shutil.which("redis-server")
    if not program:
        pytest.skip("redis-server is not installed")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen([*command, "--maxmemory-policy", "noeviction"], stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers(port), 20, "redis-server does not answer")
        url = f"redis://127.0.0.1:{port}/0"
        yield Broker(name, queue, {"REDIS_URL": url, "BROKER_URL": url}, url, {"visibility_timeout": 900})
    finally:
        server.kill()
        server.wait()


class Workers:
    """Celery workers as the launcher starts them, each with its children in a process group of its own."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        self.running: list[int] = []
        with log.open("ab") as errors:
            self.nursery = subprocess.Popen(
                [sys.executable, "-m", "tests.foundation.outbox.nursery"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def start(self) -> None:
        """Start one more."""
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write("one more\n")
        self.nursery.stdin.flush()
        answer = self.nursery.stdout.readline()
        assert answer, tail(self.log)
        self.running.append(int(answer))

    def ready(self) -> list[int]:
        """Those that have come as far as having children; only they can be caught in the middle of something."""
        found = []
        for worker in self.running:
            with contextlib.suppress(psutil.Error):
                if len(psutil.Process(worker).children()) >= CHILDREN:
                    found.append(worker)
        return found

    def kill(self, worker: int) -> None:
        """``kill -9``, children and all."""
        self.running.remove(worker)
        for end in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError):
                end(worker, signal.SIGKILL)

    def end(self) -> None:
        """Kill all that are left."""
        for worker in list(self.running):
            self.kill(worker)
        self.nursery.communicate()


@dataclass
class Report:
    """What came of a run."""

    taken: Counter[str]
    kills: int
    seconds: float

    def lost(self, expected: Sequence[str]) -> list[str]:
        """Message-IDs that the mail server never took."""
        return [message_id for message_id in expected if not self.taken[message_id]]

    def twice(self) -> list[str]:
        """Message-IDs that it took more than once."""
        return [message_id for message_id, times in self.taken.items() if times > 1]


def run(  # a harness has many knobs
    broker: Broker,
    folder: Path,
    sweeps: Sequence[str],
    is_over: Callable[[], bool],
    *,
    kills: int,
    workers: int = 2,
    slowness: float = 0.4,
    pause: tuple[float, float] = (0.2, 1.0),
    patience: float = 240,
) -> Report:
    """Let workers work and kill them, ``kills`` times in all, until ``is_over``; fails after ``patience`` seconds.

    A worker is killed ``pause`` seconds after one was seen ready for work and mail has moved since the last kill.
    """
    server, began = CountingServer(folder / "journal", slowness), time.monotonic()
    with server.listening() as port:
        crew = Workers(environment_of_workers(broker, port, server.folder), folder / "workers.log")
        sender, killed, rung, seen = broker.sender(), 0, 0.0, 0
        try:
            for _ in range(workers):
                crew.start()
            while not is_over():
                if time.monotonic() - began > patience:
                    pytest.fail(f"not over after {patience} s: {server.taken.total()} mails\n{tail(crew.log)}")
                if time.monotonic() - rung > 2:
                    for task in (*sweeps, *sweeps):  # two beats
                        broker.ring(sender, task)
                    rung = time.monotonic()
                if killed < kills and server.begun > seen and (ready := crew.ready()):
                    time.sleep(random.uniform(*pause))
                    crew.kill(random.choice(ready))
                    crew.start()
                    killed, seen = killed + 1, server.begun
                time.sleep(0.05)
        finally:
            crew.end()
    return Report(server.taken, killed, time.monotonic() - began)


def environment_of_workers(broker: Broker, port: int, journal: Path) -> dict[str, str]:
    """What the workers of a run see: the test's database as the login role, its broker, the counting server."""
    database = settings.DATABASES["default"]
    parts = conninfo_to_dict(os.environ["DATABASE_URL"]) | {"dbname": database["NAME"]}
    unwanted = {"DATABASE_OWNER_URL", "TEST_DATABASE_NAME", "DATABASE_POOL_SIZE"}
    return {name: value for name, value in os.environ.items() if name not in unwanted} | {
        "DATABASE_URL": make_conninfo(**{key: str(value) for key, value in parts.items() if value is not None}),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "TASK_QUEUE": broker.queue,
        "OUTBOX_LEASE": str(LEASE),
        "OUTBOX_JOURNAL": str(journal),
        "OUTBOX_JOURNAL_PATIENCE": str(PATIENCE),
        **broker.environment,
    }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether something listens there."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def wait_for(condition: Callable[[], bool], seconds: float, complaint: str) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(complaint)
        time.sleep(0.05)


def tail(path: Path) -> str:
    """The end of a log."""
    return path.read_text(errors="replace")[-3000:] if path.exists() else "no log"
