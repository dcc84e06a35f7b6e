"""Telling the planner about a bulk load: without it a fresh workspace's first figures took minutes, not a second."""

from __future__ import annotations

from django.db import connection, transaction


@transaction.atomic
def refresh_statistics() -> None:
    """Sample the tables of facts anew (about 0.2 s, whatever their size). For use right after a large import."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_item_statistics()")
