"""A transaction that sees one state of the database from beginning to end."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.db import connection, transaction
from psycopg import IsolationLevel


@contextlib.contextmanager
def repeatable_read() -> Iterator[None]:
    """An atomic block at REPEATABLE READ; inside a transaction that is open already, a part of that one.

    Raises:
        OperationalError: when a row to be written was changed by another transaction meanwhile; try the block again.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    connection.ensure_connection()
    raw = connection.connection
    before = raw.isolation_level
    raw.isolation_level = IsolationLevel.REPEATABLE_READ
    try:
        with transaction.atomic():
            yield
    finally:
        raw.isolation_level = before
