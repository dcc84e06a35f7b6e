"""The one order in which items are locked by whatever changes them, so that two of them wait and never deadlock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import connection

from foundation.accounts.tenancy import context

_LOCKS: Final = (
    (
        "SELECT FROM workitems_workitem"
        " WHERE organization_id = ANY (%(organizations)s::bigint[]) AND id = ANY (%(items)s::bigint[])"
        " ORDER BY id FOR NO KEY UPDATE"
    ),
    (
        "SELECT FROM workitems_slaclock"
        " WHERE organization_id = ANY (%(organizations)s::bigint[]) AND item_id = ANY (%(items)s::bigint[])"
        " ORDER BY item_id, kind FOR NO KEY UPDATE"
    ),
)


def lock_items(item_ids: Iterable[int]) -> None:
    """Lock items by id, then their clocks, until the open transaction ends.

    Call it before the first mark of a week and before anything is written about the items: nobody may hold a week
    while waiting for an item.
    """
    where = {"organizations": list(context.current().organization_ids), "items": sorted(set(item_ids))}
    with connection.cursor() as cursor:
        for sql in _LOCKS:
            cursor.execute(sql, where)
