"""A connection that only sends must not LISTEN on the queue: nobody would ever read what it hears."""

from __future__ import annotations

import uuid

import psycopg
import pytest
from django.conf import settings

from outsourcing.celery import app

LISTENERS = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE %s"


def test_the_worker_listens_and_a_sender_does_not() -> None:
    if not settings.CELERY_BROKER_URL.startswith("pgmq"):
        pytest.skip("this run has another broker than PostgreSQL's")
    queue = f"listening_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(settings.CELERY_BROKER_TRANSPORT_OPTIONS["conn_string"], autocommit=True) as watcher:
        try:
            heard = []
            for connection in (app.connection_for_write(), app.connection_for_read()):
                with connection, connection.SimpleQueue(queue) as line:
                    line.put({"bell": 1})
                    heard.append(watcher.execute(LISTENERS, [f'LISTEN "pgmq.q_{queue}%']).fetchone())
            assert heard == [(0,), (1,)]
        finally:
            watcher.execute("SELECT pgmq.drop_queue(%s)", [queue])
