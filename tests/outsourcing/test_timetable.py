"""Every task of the timetable opens its own transactions: none runs around it here, as none does in a worker."""

from __future__ import annotations

from datetime import datetime

from django.db import Error, transaction

from outsourcing.celery import app
from tests.factories.cast import make_cast


def test_they_run_as_a_worker_runs_them(transactional_db: None, now: datetime) -> None:
    app.loader.import_default_modules()
    with transaction.atomic():
        make_cast(now=now)
    refused = {}
    for name in sorted({entry["task"] for entry in app.conf.beat_schedule.values()}):
        try:
            app.tasks[name]()
        except Error as error:
            refused[name] = str(error)
    assert refused == {}
