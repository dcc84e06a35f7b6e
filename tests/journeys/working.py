"""A real Celery worker behind the pages of a journey, on the test's database, with a beat that does not wait."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from celery import Celery
from playwright.sync_api import Page

from outsourcing.celery import app
from tests.foundation.outbox import killing

PATIENCE = 120.0


@dataclass
class Works:
    """What goes on behind the pages."""

    line: killing.Broker
    sender: Celery
    log: Path

    def until(self, page: Page, condition: Callable[[], bool], *, reload: bool = True) -> None:
        """Ring the whole timetable every second, as beat does in its own time, until something shows on the page."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"nothing came\n{killing.tail(self.log)}"
            for entry in app.conf.beat_schedule.values():
                self.line.ring(self.sender, entry["task"])
            page.wait_for_timeout(1000)
            if reload:
                page.reload()


@contextlib.contextmanager
def worker(folder: Path, site: str) -> Iterator[Works]:
    """A worker with its own queue, to which this process sends too; mails are kept in the database."""
    with killing.broker("postgresql") as line:
        usual, app.conf.task_default_queue = app.conf.task_default_queue, line.queue
        environment = killing.environment_of_workers(line, 0, folder) | {"SITE_URL": site}
        for name in ("EMAIL_URL", "OUTBOX_JOURNAL", "OUTBOX_JOURNAL_PATIENCE", "OUTBOX_LEASE"):
            environment.pop(name)
        crew = killing.Workers(environment, folder / "worker.log")
        try:
            crew.start()
            yield Works(line, line.sender(), crew.log)
        finally:
            crew.end()
            app.conf.task_default_queue = usual
