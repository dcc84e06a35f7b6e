"""What a week's figures were taken from: the items in play, a hash of them, and the files they came with."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from scorecards.measures.windows import fetch

# In play: opened before the end, and not over before the beginning.
_IN_PLAY = (
    "w.organization_id = %s AND w.engagement_id = %s AND w.opened_at < %s"
    " AND (w.completed_at >= %s OR w.completed_at IS NULL OR w.closed_at >= %s OR w.csat_at >= %s)"
)
_INPUTS = (  # a constant is put in
    "SELECT count(*), coalesce(encode(sha256(convert_to(string_agg(w.external_id || ':' || w.row_hash, ','"  # noqa: S608
    f" ORDER BY w.source, w.external_id), 'UTF8')), 'hex'), '') FROM workitems_workitem w WHERE {_IN_PLAY}"
)
_FILES = (
    "SELECT f.name, f.sha256, b.committed_at, count(*) FROM workitems_workitem w"  # noqa: S608  # a constant is put in
    " JOIN inbox_importbatch b ON b.organization_id = w.organization_id AND b.id = w.batch_id"
    " JOIN inbox_storedfile f ON f.organization_id = b.organization_id AND f.id = b.file_id"
    f" WHERE {_IN_PLAY} GROUP BY f.name, f.sha256, b.committed_at ORDER BY b.committed_at DESC NULLS LAST, f.sha256"
)
_EXCLUSIONS = (
    "SELECT w.source, w.external_id, x.reason, x.note, x.approved_at, c.name, c.email, d.name, d.email"  # noqa: S608  # as above
    " FROM workitems_workitem w"
    " JOIN workitems_exclusion x ON x.organization_id = w.organization_id AND x.item_id = w.id"
    " JOIN accounts_user c ON c.id = x.claimed_by_id JOIN accounts_user d ON d.id = x.decided_by_id"
    f" WHERE {_IN_PLAY} AND x.approved_at IS NOT NULL ORDER BY w.source, w.external_id"
)


class Stretch(NamedTuple):
    """Some time of an engagement, half-open, in UTC."""

    organization_id: int
    engagement_id: int
    start: datetime
    end: datetime


class Inputs(NamedTuple):
    """How many items were in play, the SHA-256 over their identities and contents, and what is told of them."""

    item_count: int
    digest: str
    told: dict[str, Any]


def inputs(stretch: Stretch) -> Inputs:
    """The items in play in a stretch; ``told`` holds their files and approved exclusions, for the sealed document."""
    count, digest = fetch(_INPUTS, _params(stretch))[0]
    return Inputs(count, digest, {"files": _source_files(stretch), "exclusions": _approved_exclusions(stretch)})


def _source_files(stretch: Stretch) -> list[dict[str, Any]]:
    """The files that last told of the items in play, newest first: name, sha256, imported_at, items."""
    rows = fetch(_FILES, _params(stretch))
    return [
        {"name": name, "sha256": sha256, "imported_at": at.isoformat() if at else None, "items": items}
        for name, sha256, at, items in rows
    ]


def _approved_exclusions(stretch: Stretch) -> list[dict[str, Any]]:
    """The approved exclusions of items in play: item, reason, note, who claimed and who approved."""
    rows = fetch(_EXCLUSIONS, _params(stretch))
    return [
        {
            "source": source,
            "item": external_id,
            "reason": reason,
            "note": note,
            "approved_at": at.isoformat(),
            "claimed_by": claimer or claimer_email,
            "approved_by": approver or approver_email,
        }
        for source, external_id, reason, note, at, claimer, claimer_email, approver, approver_email in rows
    ]


def _params(stretch: Stretch) -> list[Any]:
    return [stretch.organization_id, stretch.engagement_id, stretch.end, stretch.start, stretch.start, stretch.start]
