"""Any table with one row an item."""

from workitems.canonical import Shape
from workitems.presets.generic_columns import ALIASES, STATES
from workitems.presets.preset import Preset

PRESET = Preset(
    key="generic_item",
    label="Any table (one row an item)",
    source="import",
    shape=Shape.ITEM,
    signature=frozenset(),
    aliases={**ALIASES, "event_at": ("updated at", "updated", "last updated", "modified", "changed at")},
    states=STATES,
)
