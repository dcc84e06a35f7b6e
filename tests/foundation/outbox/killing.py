"""Killing workers at work: real Celery workers, a real broker, real beats, a real mail server that counts.

A run needs no knowledge of what is at work: give it a function that says how far all has come. What the mail server
took is the truth; it keeps one file a mail, which is also the journal in which the product looks up what it is unsure
of.
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
LEASE, CALM_LEASE, PATIENCE = 10, 30, 3
SECONDS_BETWEEN_BELLS = 2
# The share of the work after which the last worker is killed.
LAST_KILL = 0.97


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


@contextlib.contextmanager
def two_beats(environment: dict[str, str], folder: Path) -> Iterator[None]:
    """Celery's own beat, twice, with the product's own timetable."""
    beats = []
    try:
        for name in ("one", "other"):
            schedule = ["--schedule", str(folder / f"{name}-beat"), "--pidfile=", "--loglevel", "WARNING"]
            command = [sys.executable, "-m", "celery", "-A", "outsourcing", "beat", *schedule]
            with (folder / f"{name}-beat.log").open("ab") as log:
                beats.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))
        yield
    finally:
        for beat in beats:
            beat.kill()
            beat.wait()


@dataclass
class Report:
    """What came of a run: what the mail server took, and how often a worker was killed."""

    taken: Counter[str]
    kills: int
    seconds: float

    def lost(self, expected: Sequence[str]) -> list[str]:
        """Message-IDs that the mail server never took."""
        return [message_id for message_id in expected if not self.taken[message_id]]

    def twice(self) -> list[str]:
        """Message-IDs that it took more than once."""
        return [message_id for message_id, times in self.taken.items() if times > 1]


@dataclass
class Killer:
    """Kills workers at random moments, evenly over the work: the next one when its share of it is done."""

    crew: Workers
    kills: int
    pause: tuple[float, float]
    killed: int = 0

    def look(self, done: float) -> None:
        """Kill one that is ready for work, and start another, if it is time; ``done`` is the share from 0 to 1."""
        if self.killed >= self.kills or done < self.killed / self.kills * LAST_KILL:
            return
        time.sleep(random.uniform(*self.pause))
        if ready := self.crew.ready():
            self.crew.kill(random.choice(ready))
            self.crew.start()
            self.killed += 1


def run(  # a harness has many knobs
    broker: Broker,
    folder: Path,
    progress: Callable[[], float],
    *,
    kills: int = 0,
    workers: int = 2,
    slowness: float = 0.4,
    pause: tuple[float, float] = (0.1, 1.0),
    patience: float = 240,
    bells: Sequence[str] = (),
) -> Report:
    """Let workers work, and kill ``kills`` of them, until ``progress`` is 1; fails after ``patience`` seconds.

    Two beats ring in their own time, or, so as not to wait for the minute, this run rings ``bells`` (names of tasks)
    every two seconds, twice each.
    """
    server, began = CountingServer(folder / "journal", slowness), time.monotonic()
    with server.listening() as port, contextlib.ExitStack() as stack:
        environment = environment_of_workers(broker, port, server.folder, in_haste=bool(bells))
        crew = Workers(environment, folder / "workers.log")
        stack.callback(crew.end)
        if not bells:
            stack.enter_context(two_beats(environment, folder))
        killer, sender, rung = Killer(crew, kills, pause), broker.sender(), 0.0
        for _ in range(workers):
            crew.start()
        while (done := progress()) < 1:
            if time.monotonic() - began > patience:
                pytest.fail(f"{done:.1%} after {patience} s, {server.taken.total()} mails\n{tail(crew.log)}")
            if time.monotonic() - rung > SECONDS_BETWEEN_BELLS:
                for task in (*bells, *bells):  # two beats
                    broker.ring(sender, task)
                rung = time.monotonic()
            killer.look(done)
            time.sleep(0.1)
    return Report(server.taken, killer.killed, time.monotonic() - began)


def environment_of_workers(broker: Broker, port: int, journal: Path, *, in_haste: bool = True) -> dict[str, str]:
    """What the workers of a run see: the test's database as the login role, its broker, the counting server.

    ``in_haste`` shortens what they otherwise wait for: leases, and the half minute in which a mail can be called back.
    """
    database = settings.DATABASES["default"]
    parts = conninfo_to_dict(os.environ["DATABASE_URL"]) | {"dbname": database["NAME"]}
    lease = LEASE if in_haste else CALM_LEASE
    unwanted = {"DATABASE_OWNER_URL", "TEST_DATABASE_NAME", "DATABASE_POOL_SIZE"}
    return {name: value for name, value in os.environ.items() if name not in unwanted} | {
        "DATABASE_URL": make_conninfo(**{key: str(value) for key, value in parts.items() if value is not None}),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "TASK_QUEUE": broker.queue,
        "OUTBOX_JOURNAL": str(journal),
        "OUTBOX_JOURNAL_PATIENCE": str(PATIENCE),
        "OUTBOX_LEASE": str(lease),
        "RUN_LEASE": str(lease),
        **({"OUTBOX_UNDO": "0"} if in_haste else {}),
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
