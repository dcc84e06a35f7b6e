"""What an item of a file would do to the workspace: make, change, or leave an item as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from django.db import connection

from foundation.accounts.tenancy import context
from foundation.inbox.accounting import RowOutcome
from workitems.canonical import Shape
from workitems.folding import FoldedItem
from workitems.ingest.joining import KnownEvent, joined
from workitems.ingest.places import Place, Places
from workitems.mapping import Mapping

CHUNK = 2_000
_KNOWN = """
SELECT external_id, id, row_hash FROM workitems_workitem
WHERE organization_id = %s AND source = %s AND external_id = ANY (%s)
"""
_EVENTS = """
SELECT item_id, occurred_at, kind, reason, detail FROM workitems_workitemevent
WHERE organization_id = %s AND item_id = ANY (%s) AND retracted_at IS NULL
ORDER BY item_id, sequence
"""


class Judged(NamedTuple):
    """An item with where it belongs, the hash that tells whether it changed, its outcome, and its id if it has one."""

    folded: FoldedItem
    place: Place
    row_hash: str
    outcome: RowOutcome
    item_id: int | None = None


def judge(folded: Iterable[FoldedItem], mapping: Mapping, places: Places) -> Iterator[list[Judged]]:
    """The items in lists of up to 2,000, compared with what is stored; two queries a list.

    True only while nobody else writes items of the workspace: the commit holds a lock, a check only foretells.
    """
    waiting = iter(folded)
    while chunk := list(islice(waiting, CHUNK)):
        yield _judge(chunk, mapping, places)


def row_hash(folded: FoldedItem, place: Place) -> str:
    """64 hexadecimal digits over what the file says and where the item belongs, whatever the value map calls it."""
    folded.item.placement = None
    text = repr((folded.digest(), tuple(place)))
    return hashlib.sha256(text.encode()).hexdigest()


def _judge(chunk: Sequence[FoldedItem], mapping: Mapping, places: Places) -> list[Judged]:
    judged = []
    for folded in chunk:
        place = places.place_of(folded.item, mapping)
        judged.append(Judged(folded, place, row_hash(folded, place), RowOutcome.CREATED))
    known = _known(mapping.source, [each.folded.item.external_id for each in judged])
    other = [known[key][0] for each in judged if _differs(each, known.get(key := each.folded.item.external_id))]
    events = _events(other) if mapping.shape == Shape.EVENT_LOG else {}
    return [_compared(each, known.get(each.folded.item.external_id), events, mapping) for each in judged]


def _differs(judged: Judged, known: tuple[int, str] | None) -> bool:
    return known is not None and known[1] != judged.row_hash


def _compared(
    judged: Judged, known: tuple[int, str] | None, events: dict[int, list[KnownEvent]], mapping: Mapping
) -> Judged:
    if known is None:
        return judged
    pk, stored_hash = known
    if stored_hash != judged.row_hash and (whole := joined(judged.folded, events.get(pk, []), mapping)):
        judged = judged._replace(folded=whole, row_hash=row_hash(whole, judged.place))
    same = stored_hash == judged.row_hash
    return judged._replace(outcome=RowOutcome.UNCHANGED if same else RowOutcome.UPDATED, item_id=pk)


def _known(source: str, external_ids: list[str]) -> dict[str, tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [context.organization_id(), source, external_ids])
        return {external_id: (pk, stored) for external_id, pk, stored in cursor.fetchall()}


def _events(item_ids: list[int]) -> dict[int, list[KnownEvent]]:
    found: dict[int, list[KnownEvent]] = {}
    if not item_ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [context.organization_id(), item_ids])
        for item_id, *event in cursor.fetchall():
            found.setdefault(item_id, []).append(KnownEvent(*event))
    return found
