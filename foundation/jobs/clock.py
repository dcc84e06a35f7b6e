"""The one clock that web, workers and beat share: the database's. Only entry points read it."""

from __future__ import annotations

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """The database's ``clock_timestamp()``, aware; needs no scope and no transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (found,) = cursor.fetchone()
    if not isinstance(found, datetime):
        raise TypeError(f"the database gave {found!r} for its clock")
    return found
