"""What a partner's file may say of its items, and what stays the client's. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from workitems.canonical import Shape
from workitems.mapping import EVERY_ROW, Mapping, Placement

TAKEN: Final = (
    "external_id", "state", "opened_at", "first_response_at", "first_response_minutes", "resolved_at", "closed_at",
    "title", "description", "url", "item_type", "priority", "queue", "reopen_count",
)  # fmt: skip
"""Fields that a partner tells. Deadlines follow from the agreement; pauses and exclusions take two; money,
satisfaction, samples of quality and who asked are the client's."""


def partner_mapping(mapping: Mapping, *, source: str, engagement_id: int) -> Mapping:
    """The mapping with everything that a partner may not say taken out: other fields, other places, other sources."""
    return replace(
        mapping,
        source=source,
        shape=Shape.ITEM,
        columns={name: column for name, column in mapping.columns.items() if name in TAKEN},
        value_maps={name: values for name, values in mapping.value_maps.items() if name in TAKEN},
        defaults={},
        placement=Placement(EVERY_ROW, "engagement", {EVERY_ROW: f"#{engagement_id}"}),
    )


def left_out(mapping: Mapping, header: Sequence[str]) -> list[str]:
    """The columns that were understood and are not taken, in the file's order."""
    taken = {column for name, column in mapping.columns.items() if name in TAKEN}
    known = set(mapping.columns.values()) - taken
    return [column for column in header if column in known]
