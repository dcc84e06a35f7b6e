"""Windows as a table: every family joins its facts to it, so that one statement answers for all windows at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django.db import connection

from scorecards.measures.requests import Request, Window

_SEPARATOR = "\x1f"
_KEYS = (
    "k AS MATERIALIZED (SELECT * FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[],"
    " %s::timestamptz[], %s::timestamptz[])"
    " AS k (slot, organization_id, engagement_id, segment_id, priorities, starts_at, ends_at))"
)
_EXCLUDES = (
    "SELECT EXISTS (SELECT FROM workitems_exclusion WHERE organization_id = ANY (%s) AND approved_at IS NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Windows:
    """Distinct windows, numbered; ``slot`` finds a request's number again.

    ``excludes`` is false when none of the organizations has an approved exclusion: then nothing is joined for them.
    """

    slots: dict[Window, int]
    excludes: bool

    @classmethod
    def of(cls, requests: Iterable[Request], *, excludes: bool) -> Windows:
        """The windows of some requests."""
        return cls.over((request.window for request in requests), excludes=excludes)

    @classmethod
    def over(cls, windows: Iterable[Window], *, excludes: bool) -> Windows:
        """Some windows, each once."""
        slots: dict[Window, int] = {}
        for window in windows:
            slots.setdefault(window, len(slots))
        return cls(slots, excludes)

    @property
    def keys(self) -> str:
        """The table ``k`` of windows, for a WITH clause; takes ``params``."""
        return _KEYS

    @property
    def params(self) -> list[str]:
        """One array per column of ``k``; a window of several engagements has a row for each."""
        rows = [
            (
                slot,
                window.organization_id,
                engagement_id,
                window.segment_id,
                _SEPARATOR.join(window.priorities) or None,
                window.start,
                window.end,
            )
            for window, slot in self.slots.items()
            for engagement_id in window.engagement_ids
        ]
        return [array(column) for column in zip(*rows, strict=True)]

    @property
    def items(self) -> str:
        """Join condition between ``k`` and the work item ``w``, without its period."""
        condition = "w.organization_id = k.organization_id AND w.engagement_id = k.engagement_id"
        return condition + self.part

    @property
    def part(self) -> str:
        """The conditions on ``w`` that only some windows have: segment and priorities."""
        condition = ""
        if any(window.segment_id for window in self.slots):
            condition += " AND (k.segment_id IS NULL OR w.segment_id = k.segment_id)"
        if any(window.priorities for window in self.slots):
            condition += " AND (k.priorities IS NULL OR w.priority = ANY (string_to_array(k.priorities, chr(31))))"
        return condition

    def exclusions(self, item: str = "w.id") -> str:
        """Join of the approved exclusions ``x``; ``excluded`` then tells them."""
        if not self.excludes:
            return ""
        return (
            " LEFT JOIN workitems_exclusion x ON x.organization_id = k.organization_id"
            f" AND x.item_id = {item} AND x.approved_at IS NOT NULL"
        )

    @property
    def excluded(self) -> str:
        """SQL that is true for an item with an approved exclusion."""
        return "(x.id IS NOT NULL)" if self.excludes else "false"

    def slot(self, request: Request) -> int:
        """The number of a request's window."""
        return self.slots[request.window]


def has_exclusions(organizations: Sequence[int]) -> bool:
    """Whether any of the organizations has an approved exclusion."""
    return bool(fetch(_EXCLUDES, [list(organizations)])[0][0])


def array(values: Iterable[object]) -> str:
    """Values as PostgreSQL writes an array; ten times as fast as the driver's own, which looks at every value anew."""
    return "{" + ",".join([_WRITERS.get(type(value), _quoted)(value) for value in values]) + "}"


def _quoted(value: object) -> str:
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_WRITERS: Final[dict[type, Callable[[Any], str]]] = {
    type(None): lambda _: "NULL",
    int: str,
    Decimal: str,
    str: lru_cache(maxsize=4096)(_quoted),
    datetime: lru_cache(maxsize=4096)(lambda value: f'"{value.isoformat()}"'),
}


def fetch(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def tallies(sql: str, windows: Windows) -> dict[int, tuple[Any, ...]]:
    """Slot -> the numbers of a statement that makes one row a window; nothing is asked without windows."""
    if not windows.slots:
        return {}
    whole = sql.format(
        keys=windows.keys, excluded=windows.excluded, items=windows.items, exclusions=windows.exclusions()
    )
    return {slot: tuple(numbers) for slot, *numbers in fetch(whole, windows.params)}
